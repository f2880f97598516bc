"""A language model behind an OpenAI-compatible endpoint, for one answer. Only this file knows the openai package."""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import AsyncGenerator, Generator
from functools import cache
from typing import Any

import openai

from api.settings import ModelSettings
from rag.draft import ModelError
from rag.prompt import Message

_BEAT = 0.25  # seconds: how soon a client that has left is noticed
_MOST_BYTES = 8_000_000  # received for one reply, whatever they are
_RETRIES = 1
_LOG = logging.getLogger(__name__)


class OpenAIModel:
    """One answer's requests to the endpoint: the time for all of them runs from here."""

    def __init__(self, settings: ModelSettings) -> None:
        self.name = settings.model
        self._settings = settings
        self._until = time.monotonic() + settings.timeout

    def write(self, messages: list[Message]) -> Generator[str]:
        """The reply in pieces as they arrive; "" at least every quarter of a second. Raises ModelError.

        The request runs on an event loop that turns only while a piece is waited for: so that the time ends to the second, whatever the
        endpoint sends or withholds, and closing the generator, from any thread without a loop of its own, ends the request.
        """
        loop = asyncio.new_event_loop()
        pieces = self._pieces(messages)
        step: asyncio.Task[str] | None = None
        try:
            while True:
                step = loop.create_task(anext(pieces))
                while not step.done():
                    loop.run_until_complete(asyncio.wait({step}, timeout=min(_BEAT, self._left())))
                    if not step.done():
                        yield ""
                yield step.result()
        except StopAsyncIteration:
            return
        except openai.OpenAIError as error:
            raise ModelError(_explain(error)) from error
        except ModelError:
            raise
        except Exception as error:  # an event that is no JSON, a connection that broke off: the client lets what it is built on raise
            _LOG.warning("a language model's reply broke off: %r", error)
            raise ModelError("the model's reply broke off, or is not what the protocol says") from error
        finally:
            loop.run_until_complete(_stop(step, pieces))
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise ModelError(f"the model did not finish within {self._settings.timeout:g} seconds")
        return left

    async def _pieces(self, messages: list[Message]) -> AsyncGenerator[str]:
        client = openai.AsyncOpenAI(
            base_url=self._settings.base_url,
            api_key=self._settings.api_key or "none",  # local servers ask for none, the client does
            max_retries=_RETRIES,
            timeout=self._settings.timeout,
            http_client=openai.DefaultAsyncHttpxClient(verify=_trusted()),
        )
        told: Any = [{"role": message.role, "content": message.content} for message in messages]
        async with client:
            stream = await client.chat.completions.create(model=self.name, messages=told, stream=True, temperature=0)
            async with stream:
                async for chunk in stream:
                    if stream.response.num_bytes_downloaded > _MOST_BYTES:
                        raise ModelError("the model did not come to an end")
                    yield (chunk.choices[0].delta.content or "") if chunk.choices and chunk.choices[0].delta else ""


async def _stop(step: asyncio.Task[str] | None, pieces: AsyncGenerator[str]) -> None:
    if step is not None:
        step.cancel()
        await asyncio.gather(step, return_exceptions=True)
    await pieces.aclose()


@cache
def _trusted() -> ssl.SSLContext:
    """The system's certificates, read once."""
    return ssl.create_default_context()


def _explain(error: openai.OpenAIError) -> str:
    """What went wrong, without what the endpoint says: that may hold anything."""
    if isinstance(error, openai.APIStatusError):
        return f"the model's endpoint answered with status {error.status_code}"
    if isinstance(error, openai.APITimeoutError):
        return "the model's endpoint did not answer in time"
    if isinstance(error, openai.APIConnectionError):
        return "the model's endpoint cannot be reached, or the connection broke off"
    return "the model's reply is not what the protocol says"
