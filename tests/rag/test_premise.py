"""Questions that cannot be answered as they are put: suppositions, targets without results, premises the reports contradict."""

from __future__ import annotations

import pytest

from index.store import OpenIndex
from rag.answer import Answer
from rag.ask import ask, understand
from rag.premise import fulfilment, is_forecast


def reply(index: OpenIndex, text: str) -> Answer:
    return ask(index, text).answer


def refusal_code(index: OpenIndex, text: str) -> str | None:
    refusal = reply(index, text).refusal
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("text", "forecast"),
    [
        ("如果云岚每年按5.5%增长，2030年GDP会是多少？", True),
        ("按现在的增速，云岚2030年的经济总量有多大？", True),
        ("If Yunlan keeps growing at 5.5%, how big will its GDP be in 2030?", True),
        ("云岚到2030年GDP目标是多少？", False),
        ("如果遇到困难，群众可以找谁？", False),
    ],
)
def test_a_supposition_about_an_indicator_is_a_forecast(sample_index: OpenIndex, text: str, forecast: bool) -> None:
    """如果…增长 supposes what no report states; a stated goal and a supposition about nothing measured do not."""
    assert is_forecast(understand(sample_index, text)) is forecast
    assert (refusal_code(sample_index, text) == "not_derivable") is forecast


@pytest.mark.parametrize(
    "text",
    [
        "云岚省2024年的GDP目标完成了吗？",
        "沧原2024年粮食产量目标实现了没有？",
        "Did Yunlan meet its 2024 GDP growth target?",
        pytest.param(
            "云岚省2024年GDP增长目标和2024年实际增速相差多少？",
        ),
    ],
)
def test_a_target_without_its_result_is_not_derivable(sample_index: OpenIndex, text: str) -> None:
    """Whether a 2024 target was met stands in the 2025 report, which is not there: refused, with the editions there are."""
    answer = reply(sample_index, text)
    assert answer.refusal is not None
    assert answer.refusal.code == "not_derivable"
    assert all(year in answer.refusal.message for year in ("2026", "2024"))
    assert (answer.text, answer.citations) == ("", ())


def test_no_pair_is_made_from_other_years(sample_index: OpenIndex) -> None:
    """A target is only ever paired with the result of the same year; editions two years apart give none."""
    assert fulfilment(sample_index, understand(sample_index, "云岚省2024年的GDP目标完成了吗？")) == []
    assert fulfilment(sample_index, understand(sample_index, "云岚省2024年的GDP增长目标是多少？")) is None


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("为什么云岚省今年把GDP目标下调到3%？", "5.5%左右"),
        pytest.param(
            "为什么沧原省今年把粮食产量目标定为500亿斤？", "412亿斤",
        ),
        pytest.param(
            "海屿市2025年经济为什么只增长2%？", "4.9%",
        ),
        pytest.param(
            "云岚省为何把失业率目标放宽到8%？", "5.5%左右",
        ),
        pytest.param(
            "Why did Yunlan cut its 2026 GDP growth target to 3%?", "5.5%左右",
        ),
        pytest.param(
            "Why is Yunlan's GDP growth target for 2026 3%?", "5.5%左右",
        ),
    ],
)  # fmt: skip
def test_a_false_premise_is_contradicted_by_the_report(sample_index: OpenIndex, text: str, stated: str) -> None:
    """为什么下调到3%, where the report says otherwise: refused as false_premise, and what the report says is shown and cited."""
    answer = reply(sample_index, text)
    assert answer.refusal is not None
    assert answer.refusal.code == "false_premise"
    assert stated in answer.refusal.message
    assert answer.refusal.nearest
    assert all(citation.verified and stated in citation.cited_text for citation in answer.refusal.nearest)
    assert answer.text == ""


@pytest.mark.parametrize("text", ["为什么云岚省今年把GDP目标定为5.5%左右？", "云岚省今年GDP目标为什么是5.5%？"])
def test_a_true_premise_is_no_false_one(sample_index: OpenIndex, text: str) -> None:
    """Asking why of a figure the report does state is not refused as a false premise."""
    assert refusal_code(sample_index, text) != "false_premise"


def test_a_project_that_does_not_cost_that_much(sample_index: OpenIndex) -> None:
    """A why-question whose sum stands in none of the sentences found is a false premise."""
    assert refusal_code(sample_index, "枫岭机场总投资为什么是99亿元？") == "false_premise"
    assert refusal_code(sample_index, "枫岭机场总投资为什么是43.6亿元？") is None


def test_real_reports_contradict_a_made_up_cut(real_index: OpenIndex) -> None:
    """Henan's target was not lowered to 3%: the refusal says what it is."""
    refusal = reply(real_index, "为什么河南把2026年GDP目标下调到3%？").refusal
    assert refusal is not None
    assert refusal.code == "false_premise"
    assert "5%左右" in refusal.message
