"""Asking in a real browser: answer, marker, the sentence on screen; filters, assumptions, refusals, history, languages."""

from __future__ import annotations

import json
from typing import Any

import pytest

TARGET = "云岚省今年的经济增长目标是多少？"


def ask(page: Any, question: str) -> None:
    page.fill("#question", question)
    page.click("form button[type=submit]")
    page.wait_for_selector(".answer[aria-busy=false] .understood, .answer[aria-busy=false] .refusal")


def on_screen(page: Any, selector: str) -> bool:
    inside: bool = page.eval_on_selector(
        selector, "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight && b.width > 0 }"
    )
    return inside


def marked(page: Any) -> str:
    return "".join(page.locator("mark.cite").all_text_contents())


def first_citation(page: Any, question: str, **filters: Any) -> dict[str, Any]:
    body = page.request.post("/v1/ask", data={"question": question, "filters": filters}).json()
    citation: dict[str, Any] = body["citations"][0]
    return citation


def test_a_marker_opens_its_sentence(open_page: Any) -> None:
    """Ask, click [1]: the cited sentence, no more and no less, is highlighted and on screen, with where it stands."""
    page = open_page()
    ask(page, TARGET)
    cited = first_citation(page, TARGET)
    page.locator(".marker").first.click()
    page.wait_for_selector("#source mark.cite")
    assert marked(page) == cited["cited_text"]
    assert on_screen(page, "mark.cite")
    shown = page.inner_text("#source")
    assert all(part in shown for part in (*cited["section"], cited["region"], "2026", cited["source"]["file"]))
    page.keyboard.press("Escape")
    assert page.locator("#source").is_hidden()
    assert page.evaluate("document.activeElement.className") == "marker"


def test_copying_keeps_the_source(open_page: Any) -> None:
    """The copied citation holds the quotation, the report and a permalink that opens and highlights it."""
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, TARGET)
    cited = first_citation(page, TARGET)
    page.locator(".marker").first.click()
    page.get_by_role("button", name="带出处复制").click()
    page.wait_for_function("() => document.querySelector('#said').textContent === '已复制'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert cited["cited_text"] in copied
    assert cited["report_title"] in copied
    link = copied.splitlines()[-1]
    assert link.endswith(cited["url"])
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("mark.cite")
    assert marked(page) == cited["cited_text"]


def test_filters_win_and_stand_in_the_address(open_page: Any) -> None:
    """The edition and region chosen are sent, shown as chips, kept in the address, and survive a reload."""
    page = open_page()
    page.select_option("select.region", "沧原省")
    page.click(".filters [data-year='2024']")
    ask(page, "经济增长目标是多少？")
    page.locator(".marker").first.click()
    assert "沧原省 2024年" in page.inner_text("#source h2")
    page.reload()
    page.wait_for_selector(".answer .marker")
    assert page.locator(".filters .chip.on").inner_text().startswith("沧原省")
    assert page.get_attribute(".filters [data-year='2024']", "aria-pressed") == "true"


def test_an_assumption_changes_with_a_click(open_page: Any) -> None:
    """今年 = 2026 becomes 2024 with two clicks, and the answer is that of the other report."""
    page = open_page()
    ask(page, TARGET)
    chip = page.locator(".chip.assumed")
    assert "今年 = 2026年" in chip.inner_text()
    chip.click()
    page.locator(".offered .chip", has_text="2024").click()
    page.wait_for_function("() => document.querySelector('#question').value.includes('2024年')")
    page.wait_for_selector(".answer[aria-busy=false] .answer-text")
    assert "2024年" in page.inner_text(".answer-text")


def test_a_table_answer_has_cells_that_open(open_page: Any) -> None:
    """A question over several regions gets a table; a cell opens the sentence it stands in."""
    page = open_page()
    ask(page, "各省2026年地区生产总值增长目标")
    page.wait_for_selector(".answer table")
    cell = page.locator(".answer table .value").first
    figure = cell.inner_text()
    cell.click()
    page.wait_for_selector("#source mark.cite")
    assert figure in marked(page)


@pytest.mark.parametrize(
    ("question", "heading"),
    [("云岚省2019年的经济增长目标是多少？", "没有收录这一年的报告"), ("广东省2026年的经济增长目标是多少？", "没有收录这个地区的报告")],
)
def test_a_refusal_says_what_is_missing(open_page: Any, question: str, heading: str) -> None:
    """A refusal names what is missing, says what is there, and is told to screen readers."""
    page = open_page()
    ask(page, question)
    assert page.inner_text(".refusal h2") == heading
    assert page.locator(".refusal .tools a, .refusal .tools button").count() >= 1
    page.wait_for_function("() => document.querySelector('#said').textContent.startsWith('没有回答')")


def test_a_refusal_offers_what_is_there(open_page: Any) -> None:
    """A missing region: the regions there are, each asking the same of it; the figure of all regions; a missing year: other editions."""
    page = open_page()
    ask(page, "广东省2026年的经济增长目标是多少？")
    assert "indicator=gdp_growth" in page.get_attribute(".refusal a >> nth=0", "href")
    page.click(".refusal summary")
    page.locator(".refusal details .chip", has_text="沧原省").click()
    page.wait_for_selector(".answer[aria-busy=false] .marker")
    assert "沧原省2026年" in page.inner_text(".answer-text")
    ask(page, "云岚省2019年的经济增长目标是多少？")
    page.locator(".filters .chip.on").first.click()  # the region filter goes
    page.locator(".refusal .chip", has_text="2024").click()
    page.wait_for_selector(".answer[aria-busy=false] .marker")


def pretend(page: Any, facts: dict[str, Any], final: dict[str, Any]) -> list[dict[str, Any]]:
    """Make the service say these facts of itself and add this to its answers; the bodies it is sent."""
    sent: list[dict[str, Any]] = []

    def answer(route: Any) -> None:
        body = route.request.post_data_json
        sent.append(body)
        known = {name: value for name, value in body.items() if name in ("question", "filters")}
        found = {**page.request.post("/v1/ask", data=known).json(), **final}
        events = f"event: final\ndata: {json.dumps(found)}\n\ndata: [DONE]\n\n"
        route.fulfill(content_type="text/event-stream", body=events)

    page.route("**/static/about.json", lambda route: route.fulfill(json={**route.fetch().json(), **facts}))
    page.route("**/v1/ask", answer)
    return sent


def test_a_follow_up_takes_the_questions_before_it(open_page: Any) -> None:
    """What is typed below the answer is sent with the question before; the address keeps both; the upper box starts anew."""
    page = open_page("/evaluation")
    sent = pretend(page, {"follow_up": True}, {})
    page.goto("/")
    ask(page, TARGET)
    page.fill("#follow-up", "沧原省2026年的经济增长目标呢？")
    page.press("#follow-up", "Enter")
    page.wait_for_selector(".thread")
    assert TARGET in page.inner_text(".thread")
    page.reload()
    page.wait_for_selector(".thread")
    ask(page, "云岚省2024年的经济增长目标是多少？")
    page.wait_for_selector(".thread", state="detached")
    assert [each.get("previous") for each in sent] == [None, [TARGET], [TARGET], None]


def test_a_language_model_is_asked_only_when_chosen(open_page: Any) -> None:
    """With one configured a toggle sends mode generative, and says quietly when its answer was not used."""
    page = open_page("/evaluation")
    sent = pretend(page, {"generation": True}, {"generation": {"outcome": "fallback", "reason": "它没有引文"}})
    page.goto("/")
    page.click(".chip.generation")
    ask(page, TARGET)
    assert "它没有引文" in page.inner_text(".worded")
    page.click(".chip.generation")
    page.wait_for_function("() => !location.hash.includes('mode=')")
    page.wait_for_selector(".answer[aria-busy=false] .understood")
    assert [each.get("mode") for each in sent] == ["generative", None]


def test_what_the_service_cannot_do_is_not_offered(open_page: Any) -> None:
    """Without follow-ups and without a language model there is neither box nor toggle."""
    page = open_page("/evaluation")
    pretend(page, {"follow_up": False, "generation": False}, {})
    page.goto("/")
    ask(page, TARGET)
    assert page.locator("#follow-up, .chip.generation").count() == 0


def test_examples_and_history(open_page: Any) -> None:
    """Every example is answered by the indexed reports; what was asked is kept, can be asked again, and cleared."""
    page = open_page()
    for question in page.locator(".examples .line-button").all_text_contents():
        assert page.request.post("/v1/ask", data={"question": question}).json()["status"] != "refused", question
    page.locator(".examples .line-button").first.click()
    page.wait_for_selector(".answer .marker")
    page.goto("/")
    page.locator(".history .line-button").first.click()
    page.wait_for_selector(".answer .marker")
    assert page.evaluate("document.activeElement.classList.contains('answer')")  # Tab goes on to the markers
    page.get_by_role("button", name="清空").click()
    assert page.locator(".history").count() == 0


def test_both_languages(open_page: Any) -> None:
    """The browser's language comes first, the choice after; an answer on screen stays when the language changes."""
    page = open_page(locale="en-US")
    assert page.inner_text("nav.rooms a >> nth=0") == "Ask"
    ask(page, "What is Yunlan's GDP growth target for 2026?")
    said = page.inner_text(".answer-text")
    page.click("#language")
    page.wait_for_function("() => document.documentElement.lang === 'zh-CN'")
    page.wait_for_selector(".answer-text")
    assert page.inner_text(".answer-text") == said
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.inner_text("nav.rooms a >> nth=0") == "提问"


def test_keyboard_alone(open_page: Any) -> None:
    """Type, Enter, Tab to the marker, Enter: the source opens and takes the focus."""
    page = open_page()
    page.focus("#question")
    page.keyboard.type(TARGET)
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer[aria-busy=false] .marker")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "marker":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#source mark.cite")
    assert page.evaluate("document.querySelector('#source').contains(document.activeElement)")


def test_a_failing_service_is_said(open_page: Any, request: pytest.FixtureRequest) -> None:
    """When the service cannot be reached the page says so and stays usable."""
    page = open_page()
    page.route(
        "**/v1/ask",
        lambda route: route.fulfill(status=200, content_type="text/event-stream", body='event: error\ndata: {"detail": "坏了"}\n\n'),
    )
    page.fill("#question", TARGET)
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer [role=alert]")
    assert "坏了" in page.inner_text(".answer")
