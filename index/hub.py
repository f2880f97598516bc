"""A model's name on the hub → the revision to load, known within seconds. The only importer of huggingface_hub.

The libraries retry an unreachable hub for more than a minute; here one request is made, and only for a model that is not in the cache.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import TypeVar

from index.errors import EncoderError

_DEADLINE = 2.0  # seconds
ENCODER_FIX = "or set BAOGAO_ENCODER to a folder that holds a model, or leave it unset for the bundled one"
Model = TypeVar("Model")


def load_from_hub(name: str, load: Callable[[str, bool], Model], fix: str = ENCODER_FIX, mark: str = "modules.json") -> tuple[Model, str]:
    """(`load(revision, cached)`, revision), from the cache when the whole model is there.

    `mark` is the file by which a model in the cache is known. Raises EncoderError, which ends in `fix`, within seconds.
    """
    from huggingface_hub.constants import HF_HUB_OFFLINE

    cached = _cached_revision(name, fix, mark)
    if cached is not None:
        try:
            return load(cached, True), cached
        except EncoderError:
            if HF_HUB_OFFLINE:
                raise  # else a download may have been broken off: fetch the rest
    if HF_HUB_OFFLINE:
        raise EncoderError(f"the model {name} is not in the cache and HF_HUB_OFFLINE forbids fetching it: unset it, {fix}")
    revision = _newest_revision(name, fix)
    return load(revision, False), revision


def _cached_revision(name: str, fix: str, mark: str) -> str | None:
    """The revision in the cache, or None. Without its modules.json a model would silently be read with another pooling."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        found = try_to_load_from_cache(name, mark)
        if found is not None and not isinstance(found, str):  # known to have none
            found = try_to_load_from_cache(name, "config.json")
    except HFValidationError as error:
        raise EncoderError(f"{name} is neither a folder nor a name on the hub (owner/model): check it, {fix}") from error
    return Path(found).parent.name if isinstance(found, str) else None


def _newest_revision(name: str, fix: str) -> str:
    """Asks the hub in a thread, for looking up a host's address knows no time limit."""
    answers: list[str | Exception] = []

    def ask() -> None:
        from huggingface_hub import HfApi

        try:
            answers.append(HfApi().model_info(name, timeout=_DEADLINE).sha or "main")
        except Exception as error:  # the hub's errors and the network's have no common root
            answers.append(error)

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_DEADLINE)
    answer = answers[0] if answers else TimeoutError(f"no answer within {_DEADLINE:.0f} s")
    if isinstance(answer, str):
        return answer
    from huggingface_hub.errors import RepositoryNotFoundError

    what = "is not on the hub" if isinstance(answer, RepositoryNotFoundError) else "cannot be had: the hub does not answer"
    raise EncoderError(f"the model {name} {what} ({type(answer).__name__}): check the name and the connection, {fix}") from answer
