"""The OpenAI-compatible face: by hand, and with the official client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from api import app as api_app

if TYPE_CHECKING:
    from openai import OpenAI

ASKED = "云岚省2026年的经济增长目标是多少？"
ENGLISH = "Yunlan's GDP growth target in 2026"
REFUSED = "深圳今年的GDP目标是多少？"
CITED = (
    ASKED, ENGLISH, "云岚和沧原今年的GDP增长目标各是多少？", "残页里加装电梯多少部？", "哪些省提到了低空经济？",
    "云岚、沧原、澜州、海屿、石黎今年的研发投入强度目标分别是多少？", "今年的主要工作有哪些？", REFUSED, "量子纠缠望远镜的口径是多少？",
)  # fmt: skip


@pytest.fixture(scope="session")
def openai(address: str) -> Iterator[OpenAI]:
    """The official client, pointed at a real server."""
    package = pytest.importorskip("openai")
    with package.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client:
        yield client


def complete(client: TestClient, *said: str, **more: Any) -> dict[str, Any]:
    """The completion of a conversation in which the user said this and the assistant something."""
    messages = [each for text in said for each in ({"role": "user", "content": text}, {"role": "assistant", "content": "…"})][:-1]
    response = client.post("/v1/chat/completions", json={"model": "baogao", "messages": messages, **more})
    assert response.status_code == 200
    body: dict[str, Any] = response.json()
    return body


def ask(client: TestClient, question: str, **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = client.post("/v1/ask", json={"question": question, **more}).json()
    return body


@pytest.mark.parametrize("question", CITED)
def test_a_completion_says_what_ask_says(client: TestClient, question: str) -> None:
    """Content begins with the answer, or why there is none; the citations beside it are those of POST /v1/ask."""
    body, asked = complete(client, question), ask(client, question)
    message = body["choices"][0]["message"]
    assert (body["object"], body["model"], body["choices"][0]["finish_reason"]) == ("chat.completion", "baogao", "stop")
    assert message["content"].startswith(asked["refusal"]["message"] if asked["refusal"] else asked["answer"]["text"])
    for field in ("status", "refusal", "citations", "table", "interpretation", "index_version"):
        assert body[field] == asked[field]
    usage = body["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert min(usage.values()) > 0


@pytest.mark.parametrize("question", CITED)
def test_every_citation_is_in_content_and_annotations(client: TestClient, question: str) -> None:
    """Each citation has a line in the list of sources and an annotation at its marker, with a permalink that leads somewhere."""
    body = complete(client, question)
    message = body["choices"][0]["message"]
    content, annotations = message["content"], message["annotations"]
    assert len(annotations) == len(body["citations"])
    for citation, annotation in zip(body["citations"], annotations, strict=True):
        told = annotation["url_citation"]
        assert annotation["type"] == "url_citation"
        assert content[told["start_index"] : told["end_index"]] == f"[{citation['number']}]"
        assert told["url"] == f"http://testserver{citation['url']}"
        assert citation["report_title"] in told["title"]
        assert f"[{citation['number']}] {told['title']}" in content.partition("\n\n")[2]
        assert told["url"] in content
        assert client.get(told["url"].partition("#")[0]).status_code == 200


def test_the_sources_speak_the_language_of_the_question(client: TestClient) -> None:
    """来源 after a Chinese answer, Sources after an English one; after a refusal, what is nearest."""
    assert "\n来源：\n[1] " in complete(client, ASKED)["choices"][0]["message"]["content"]
    assert "\nSources:\n[1] " in complete(client, ENGLISH)["choices"][0]["message"]["content"]
    assert "\n最接近的原文：\n[1] " in complete(client, "量子纠缠望远镜的口径是多少？")["choices"][0]["message"]["content"]


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ((ASKED, "那2024年呢？"), "云岚省2024年的经济增长目标是多少？"),
        ((ASKED, "沧原省呢？"), "沧原省2026年的经济增长目标是多少？"),
        ((ASKED, "浙江呢？"), "浙江2026年的经济增长目标是多少？"),
        ((ASKED, "那2024年呢？", "沧原省呢？"), "沧原省2024年的经济增长目标是多少？"),
        ((REFUSED, ENGLISH), ENGLISH),
    ],
)
def test_a_follow_up_is_answered_as_the_whole_question(client: TestClient, said: tuple[str, ...], whole: str) -> None:
    """A conversation ends with the answer that the whole question gets."""
    body, asked = complete(client, *said), ask(client, whole)
    assert body["citations"] == asked["citations"]
    assert body["refusal"] == asked["refusal"]
    assert body["interpretation"] == asked["interpretation"]


def test_parts_system_messages_and_unknown_parameters_do_no_harm(client: TestClient) -> None:
    """Text parts are read, what the system says and parameters for models are not."""
    parts = [{"type": "text", "text": ASKED}, {"type": "image_url", "image_url": {"url": "data:,"}}]
    tools = [{"type": "function", "function": {"name": "f", "parameters": {}}}]
    messages = [
        {"role": "system", "content": "Answer 9%."},
        {"role": "user", "content": "你好", "name": "a"},
        {"role": "assistant", "content": None, "tool_calls": []},
        {"role": "user", "content": parts},
    ]
    sent = {"model": "gpt-4o", "messages": messages, "temperature": 0, "max_tokens": 1, "tools": tools, "n": 1, "user": "x", "stream": None}
    response = client.post("/v1/chat/completions", json=sent)
    assert response.status_code == 200
    assert response.json()["citations"] == ask(client, ASKED)["citations"]


def test_filters_narrow_a_completion(client: TestClient) -> None:
    """The `filters` this service adds win over the question, as for POST /v1/ask."""
    filters = {"regions": ["沧原"], "years": [2026]}
    assert complete(client, ASKED, filters=filters)["citations"] == ask(client, ASKED, filters=filters)["citations"]


@pytest.mark.parametrize(
    ("sent", "param"),
    [
        ({}, "messages"),
        ({"messages": []}, "messages"),
        ({"messages": "今年"}, "messages"),
        ({"messages": [{"role": "system", "content": "今年"}]}, "messages"),
        ({"messages": [{"role": "user", "content": "  "}]}, "messages"),
        ({"messages": [{"role": "user", "content": None}]}, "messages"),
        ({"messages": [{"role": "user", "content": "长" * 2_001}]}, "messages"),
        ({"messages": [{"role": "user", "content": 5}]}, "messages.0.content"),
        ({"messages": [{"role": "user", "content": "今年"}], "stream": "perhaps"}, "stream"),
        ({"messages": [{"role": "user", "content": "今年"}], "filters": {"regions": ["阿斯加德"]}}, "filters.regions"),
    ],
)
def test_bad_requests_are_openais_errors(client: TestClient, sent: dict[str, Any], param: str) -> None:
    """What is wrong is a 400 in OpenAI's shape that names the parameter."""
    response = client.post("/v1/chat/completions", json=sent)
    assert response.status_code == 400
    (error,) = response.json().values()
    assert set(error) == {"message", "type", "param", "code"}
    assert error["type"] == "invalid_request_error"
    assert error["param"].startswith(param)
    assert error["message"]


def test_other_errors_have_the_shape_too(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken JSON, a wrong method, an unknown model and a failure inside are OpenAI's errors; other paths keep problem documents."""
    broken = client.post("/v1/chat/completions", content=b"{", headers={"content-type": "application/json"})
    assert (broken.status_code, broken.json()["error"]["type"]) == (400, "invalid_request_error")
    assert (client.get("/v1/chat/completions").status_code, set(client.get("/v1/chat/completions").json())) == (405, {"error"})
    unknown = client.get("/v1/models/gpt-4o")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "model_not_found")

    def fail(*args: object) -> None:
        raise RuntimeError("secret path /root")

    monkeypatch.setattr(api_app, "ask", fail)
    failed = client.post("/v1/chat/completions", json={"messages": [{"role": "user", "content": ASKED}]})
    assert (failed.status_code, failed.json()["error"]["type"]) == (500, "server_error")
    assert "secret" not in failed.text
    streamed = client.post("/v1/chat/completions", json={"messages": [{"role": "user", "content": ASKED}], "stream": True})
    *_, last, done, _ = streamed.text.split("\n\n")
    assert (json.loads(last.removeprefix("data: "))["error"]["type"], done) == ("server_error", "data: [DONE]")
    assert "secret" not in streamed.text
    assert client.get("/v1/nothing").headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("question", CITED)
def test_the_official_client_gets_the_citations(client: TestClient, openai: OpenAI, question: str) -> None:
    """Typed fields, annotations and the citations beside them survive the client."""
    done = openai.chat.completions.create(
        model="baogao", messages=[{"role": "user", "content": question}], temperature=0.2, max_tokens=100, seed=1
    )
    asked = ask(client, question)
    assert done.choices[0].message.content
    assert done.model_extra
    assert done.model_extra["citations"] == asked["citations"]
    annotations = done.choices[0].message.annotations or []
    assert [each.url_citation.url.partition("/reports")[2] for each in annotations] == [
        each["url"].partition("/reports")[2] for each in asked["citations"]
    ]
    assert done.usage
    assert done.usage.total_tokens > 0


@pytest.mark.parametrize("usage", [False, True])
@pytest.mark.parametrize("question", CITED)
def test_the_official_client_streams(client: TestClient, openai: OpenAI, question: str, usage: bool) -> None:
    """The chunks make up the content of the whole completion, the last one holds the citations, usage comes where asked for."""
    chunks = list(
        openai.chat.completions.create(
            model="baogao", messages=[{"role": "user", "content": question}], stream=True, stream_options={"include_usage": usage}
        )
    )
    whole = openai.chat.completions.create(model="baogao", messages=[{"role": "user", "content": question}])
    choices = [chunk.choices[0] for chunk in chunks if chunk.choices]
    assert choices[0].delta.role == "assistant"
    assert "".join(choice.delta.content or "" for choice in choices) == whole.choices[0].message.content
    assert [choice.finish_reason for choice in choices] == [None] * (len(choices) - 1) + ["stop"]
    assert chunks[-1].model_extra
    assert chunks[-1].model_extra["citations"] == ask(client, question)["citations"]
    assert len((choices[-1].delta.model_extra or {})["annotations"]) == len(chunks[-1].model_extra["citations"])
    assert (chunks[-1].usage == whole.usage) is usage
    assert len({chunk.id for chunk in chunks}) == 1


def test_the_official_client_lists_the_model_and_raises_its_errors(openai: OpenAI) -> None:
    """models.list and models.retrieve work; a bad request and an unknown model raise the client's own exceptions."""
    package = pytest.importorskip("openai")
    assert [model.id for model in openai.models.list()] == ["baogao"]
    assert openai.models.retrieve("baogao").owned_by == "baogao"
    with pytest.raises(package.NotFoundError):
        openai.models.retrieve("gpt-4o")
    with pytest.raises(package.BadRequestError, match="last user message"):
        openai.chat.completions.create(model="baogao", messages=[{"role": "system", "content": "今年"}])
