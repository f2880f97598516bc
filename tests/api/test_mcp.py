"""The MCP face, with the official client over standard input and output and over HTTP."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi.testclient import TestClient

pytest.importorskip("mcp")

from mcp import Client, StdioServerParameters

if TYPE_CHECKING:
    from mcp.types import CallToolResult

ROOT = Path(__file__).parents[2]
TOOLS = {"ask", "search", "verify", "list_targets", "get_report", "read_report"}
QUESTIONS = (
    "云岚省2026年的经济增长目标是多少？", "云岚和沧原今年的GDP增长目标各是多少？", "残页里加装电梯多少部？", "哪些省提到了低空经济？",
    "云岚、沧原、澜州、海屿、石黎今年的研发投入强度目标分别是多少？", "今年的主要工作有哪些？", "深圳今年的GDP目标是多少？",
    "量子纠缠望远镜的口径是多少？", "Yunlan's GDP growth target in 2026", "云岚省去年的粮食产量是多少？", "沧原省今年城镇新增就业多少万人？",
    "海屿市2026年居民消费价格涨幅目标", "石黎市2026年的经济增长目标是多少？", "哪些省今年的GDP增长目标最高？", "云岚省2024年的经济增长目标是多少？",
    "澜州自治区今年的失业率目标？", "Which regions mention the low-altitude economy?", "云岚省今年老旧小区改造多少个？",
    "全国今年的经济增长目标是多少？", "沧原省2030年的目标有哪些？",
)  # fmt: skip
Session = Callable[[Callable[[Client], Awaitable[Any]]], Any]


@pytest.fixture(scope="session", params=["http", "stdio"])
def session(request: pytest.FixtureRequest, address: str, sample_directory: Path) -> Session:
    """Runs a function with a client connected in either way."""
    program = (
        "import sys; from pathlib import Path; from api.building import open_from; from api.mcp_server import serve_stdio; "
        "from api.settings import Settings; serve_stdio(open_from(Settings(Path('.'), Path(sys.argv[1]), None)))"
    )
    spawned = StdioServerParameters(command=sys.executable, args=["-c", program, str(sample_directory)], cwd=ROOT)

    def run(use: Callable[[Client], Awaitable[Any]]) -> Any:
        async def connected() -> Any:
            async with Client(f"{address}/mcp" if request.param == "http" else spawned) as client:
                return await use(client)

        return asyncio.run(asyncio.wait_for(connected(), 120))

    return run


def still(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in ("id", "timings_ms")}


def told(result: CallToolResult) -> dict[str, Any]:
    """The structured result, which the text repeats."""
    assert not result.is_error, result.content
    assert result.structured_content is not None
    assert json.loads(result.content[0].text) == result.structured_content  # type: ignore[union-attr]
    return result.structured_content


def test_the_tools_are_described(session: Session) -> None:
    """Every tool has a description and schemas of what goes in and out, and says that it changes nothing."""

    async def use(client: Client) -> None:
        assert client.server_info
        assert client.server_info.name == "baogao"
        assert "政府工作报告" in str(client.instructions)
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == TOOLS
        for tool in tools:
            assert tool.description
            assert tool.output_schema
            assert tool.annotations
            assert tool.annotations.read_only_hint

    session(use)


def test_ask_gives_the_answers_of_http(session: Session, client: TestClient) -> None:
    """Twenty questions get the same answers, citations and refusals as from POST /v1/ask."""

    async def use(agent: Client) -> list[dict[str, Any]]:
        return [told(await agent.call_tool("ask", {"question": question})) for question in QUESTIONS]

    for question, answer in zip(QUESTIONS, session(use), strict=True):
        assert still(answer) == still(client.post("/v1/ask", json={"question": question}).json()), question


def test_the_other_tools_give_the_json_of_http(session: Session, client: TestClient) -> None:
    """search, list_targets, verify, get_report and read_report return what their endpoints return."""
    text = "开工雾谷新材料产业园二期，总投资75亿元。"

    async def use(agent: Client) -> list[dict[str, Any]]:
        calls: list[tuple[str, dict[str, Any]]] = [
            ("search", {"query": "老旧小区", "k": 4, "regions": ["沧原"], "years": [2024]}),
            ("list_targets", {"regions": ["Cangyuan"], "year": 2025, "kind": "achieved"}),
            ("verify", {"text": text, "regions": ["云岚"], "years": [2026]}),
            ("get_report", {"report_id": "2026-yunlan"}),
            ("read_report", {"report_id": "2026-yunlan", "start": 900, "end": 950}),
        ]
        return [told(await agent.call_tool(name, arguments)) for name, arguments in calls]

    found, targets, checked, report, passage = session(use)
    filters = {"regions": ["沧原"], "years": [2024]}
    assert still(found) == still(client.post("/v1/search", json={"query": "老旧小区", "k": 4, "filters": filters}).json())
    assert targets == client.get("/v1/targets", params={"region": "Cangyuan", "year": 2025, "kind": "achieved"}).json()
    assert checked == client.post("/v1/verify", json={"text": text, "regions": ["云岚"], "years": [2026]}).json()
    assert report == client.get("/v1/reports/2026-yunlan").json()
    assert passage == client.get("/v1/reports/2026-yunlan/text", params={"start": 900, "end": 950}).json()


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("ask", {"question": "  "}, "question"),
        ("ask", {"question": "今年", "regions": ["阿斯加德"]}, "阿斯加德"),
        ("ask", {"question": "今年", "top_k": 0}, "top_k"),
        ("ask", {}, "question"),
        ("search", {"query": "长" * 2_001}, "query"),
        ("list_targets", {"indicator": "happiness"}, "gdp_growth"),
        ("get_report", {"report_id": "2026-atlantis"}, "2026-atlantis"),
        ("read_report", {"report_id": "2026-yunlan", "start": 0, "end": 999_999}, "2026-yunlan"),
    ],
)
def test_mistakes_are_told_to_the_model(client: TestClient, address: str, tool: str, arguments: dict[str, Any], words: str) -> None:
    """A wrong argument is a tool error that says what is wrong, without a traceback."""

    async def call() -> CallToolResult:
        async with Client(f"{address}/mcp") as agent:
            return await agent.call_tool(tool, arguments)

    result = asyncio.run(call())
    assert result.is_error
    text = result.content[0].text  # type: ignore[union-attr]
    assert words in text
    assert "Traceback" not in text


def test_a_foreign_page_cannot_use_a_local_service(address: str) -> None:
    """A request to a local service that names another host or origin (DNS rebinding) is turned away."""
    for headers in ({"host": "evil.example"}, {"origin": "https://evil.example"}):
        sent = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        response = httpx.post(f"{address}/mcp", json=sent, headers={"accept": "application/json, text/event-stream", **headers})
        assert response.status_code in (403, 421)
