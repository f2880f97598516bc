"""Evaluating: scorecards that repeat, TREC files that other tools read, and the real reports' promised figures."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from eval.metrics import NAMES
from eval.questions import QuestionsError, read_questions
from eval.run import evaluate, search
from index.build import build_index
from index.regions import short_name
from index.store import OpenIndex, open_index
from rag.ask import ask


def evidence(samples: Path, file: str, phrase: str, **more: Any) -> dict[str, Any]:
    content = (samples / file).read_bytes()
    start = content.decode("utf-8").index(phrase)
    return {"sha256": hashlib.sha256(content).hexdigest(), "start": start, "end": start + len(phrase), **more}


@pytest.fixture(scope="module")
def questions(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five questions over the samples: three answerable, one to be refused, one about a file that is not indexed."""
    rows: list[dict[str, Any]] = [
        {
            "id": "airport",
            "question": "枫岭机场总投资多少？",
            "stratum": "project",
            "value": "43.6亿元",
            "regions": ["云岚省"],
            "year": 2026,
        },
        {
            "id": "grain",
            "question": "沧原今年的粮食产量目标是多少？",
            "stratum": "target",
            "value": "412亿斤",
            "regions": ["沧原省"],
            "year": 2026,
        },
        {"id": "lifts", "question": "残页里加装电梯多少部？", "stratum": "project", "value": "2400部", "regions": ["沧原省"]},
        {"id": "absent", "question": "深圳今年的GDP目标是多少？", "stratum": "unanswerable", "refusal": "region_not_in_corpus"},
        {"id": "elsewhere", "question": "别处", "stratum": "target", "evidence": [{"sha256": "0" * 64, "start": 0, "end": 5}]},
    ]
    rows[0]["evidence"] = [evidence(samples, "sample_2026.txt", "开工建设枫岭机场，总投资43.6亿元")]
    rows[1]["evidence"] = [evidence(samples, "sample_2026.txt", "粮食产量412亿斤")]
    rows[2]["evidence"] = [evidence(samples, "fragment_page.txt", "加装电梯2400部")]
    path = tmp_path_factory.mktemp("questions") / "samples.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def trec(path: Path) -> list[list[str]]:
    return [line.split() for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_same_questions_give_the_same_figures(sample_index: OpenIndex, questions: Path, tmp_path: Path) -> None:
    """Two evaluations agree in everything but latency, and their run and qrels files byte for byte."""
    cards = []
    for name in ("one", "two"):
        card = json.loads(evaluate(sample_index, questions, "all", tmp_path / name).as_json())
        assert all(value >= 0 for value in card.pop("latency_ms").values())
        cards.append(card)
    assert cards[0] == cards[1]
    for file in ("run.trec", "qrels.trec"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_the_scorecard_counts_by_stratum(sample_index: OpenIndex, questions: Path, tmp_path: Path) -> None:
    """Strata add up to all, what is not indexed is left out and counted, and no citation is broken or astray."""
    card = evaluate(sample_index, questions, "all", tmp_path)
    assert card.left_out == 1
    assert {name: figures["n"] for name, figures in card.strata.items()} == {"all": 4, "project": 2, "target": 1, "unanswerable": 1}
    assert card.strata["unanswerable"]["refused_due"] == 1
    assert (card.strata["all"]["broken"], card.strata["all"]["astray"]) == (0, 0)
    assert all(0 <= card.strata["all"][name] <= 1 for name in NAMES)
    text = card.as_text()
    assert all(word in text for word in ("hit@1", "MRR@10", "nDCG@10", "project", "left out"))


def test_trec_files_are_well_formed(sample_index: OpenIndex, questions: Path, tmp_path: Path) -> None:
    """Six columns a run line, four a judgement; ranks count up, scores strictly decrease, names are passages of the index."""
    evaluate(sample_index, questions, "all", tmp_path)
    names = {passage.name for passage in sample_index.passages}
    run, qrels = trec(tmp_path / "run.trec"), trec(tmp_path / "qrels.trec")
    assert {row[0] for row in run} == {row[0] for row in qrels} == {"airport", "grain", "lifts"}
    assert all(len(row) == 6 and row[1] == "Q0" and row[2] in names for row in run)
    assert all(len(row) == 4 and row[1] == "0" and row[2] in names and row[3] == "1" for row in qrels)
    for question in ("airport", "grain", "lifts"):
        rows = [row for row in run if row[0] == question]
        scores = [float(row[4]) for row in rows]
        assert [int(row[3]) for row in rows] == list(range(1, len(rows) + 1))
        assert all(first > second for first, second in pairwise(scores))
        assert len({row[2] for row in rows}) == len(rows)


def test_the_scorecard_follows_from_the_trec_files(sample_index: OpenIndex, questions: Path, tmp_path: Path) -> None:
    """hit@k and MRR recomputed from the files written equal the scorecard's."""
    card = evaluate(sample_index, questions, "all", tmp_path)
    relevant = {(row[0], row[2]) for row in trec(tmp_path / "qrels.trec")}
    first: dict[str, int] = {}
    for row in trec(tmp_path / "run.trec"):
        if (row[0], row[2]) in relevant:
            first.setdefault(row[0], int(row[3]))
    for k in (1, 5, 10):
        assert card.strata["all"][f"hit@{k}"] == pytest.approx(sum(rank <= k for rank in first.values()) / 3, abs=1e-4)
    assert card.strata["all"]["MRR@10"] == pytest.approx(sum(1 / rank for rank in first.values()) / 3, abs=1e-4)


def test_written_scores_decrease_where_passages_tie(sample_index: OpenIndex, tmp_path: Path) -> None:
    """Passages of equal wording keep their order in the run file, which other tools sort by score."""
    reports = tmp_path / "reports"
    reports.mkdir()
    paragraph = "全年新建星槎渡口三十座，" + "桥路并举、山海相连，" * 20 + "造福一方。"
    body = "桐川省政府工作报告\n\n——2026年1月9日在桐川省第一届人民代表大会第一次会议上\n\n各位代表：\n\n一、重点工作\n\n"
    (reports / "one.txt").write_text(body + f"{paragraph}\n\n" * 3, encoding="utf-8")
    build_index(reports, tmp_path / "index", sample_index.encoder)
    index = open_index(tmp_path / "index", sample_index.encoder)
    path = tmp_path / "q.jsonl"
    span = evidence(reports, "one.txt", "全年新建星槎渡口三十座")
    path.write_text(json.dumps({"id": "ferry", "question": "新建多少座星槎渡口？", "evidence": [span]}), encoding="utf-8")
    evaluate(index, path, "all", tmp_path / "out")
    scores = [float(row[4]) for row in trec(tmp_path / "out" / "run.trec")]
    assert len(scores) >= 3
    assert all(first > second for first, second in pairwise(scores))


def test_an_alternative_span_does_not_spoil_a_perfect_ranking(sample_index: OpenIndex, samples: Path, tmp_path: Path) -> None:
    """Spans that state the same fact count as one: the first at rank 1 is an nDCG of 1 though the other is not found."""
    spans = [
        evidence(samples, "sample_2026.txt", "粮食产量412亿斤"),
        evidence(samples, "fragment_page.txt", "加装电梯2400部", alternative=True),
    ]
    row = {"id": "grain", "question": "沧原省2026年的粮食产量目标412亿斤", "evidence": spans, "regions": ["沧原省"]}
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    card = evaluate(sample_index, path, "all", tmp_path / "out")
    assert card.strata["all"]["hit@1"] == 1
    assert card.strata["all"]["nDCG@10"] == 1


def test_questions_about_other_files_are_refused(sample_index: OpenIndex, questions: Path, tmp_path: Path) -> None:
    """Where no question is about an indexed file, the error says so instead of an empty scorecard."""
    path = tmp_path / "other.jsonl"
    path.write_text(questions.read_text(encoding="utf-8").splitlines()[-1], encoding="utf-8")
    with pytest.raises(QuestionsError, match="none of the questions"):
        evaluate(sample_index, path, "all", tmp_path / "out")


def test_retrieval_over_the_real_reports_keeps_its_promise(real_index: OpenIndex, tmp_path: Path) -> None:
    """Held-out questions find their evidence among the first five at least three times in four; no citation is broken."""
    figures = evaluate(real_index, None, "test", tmp_path).strata["all"]
    assert figures["hit@5"] >= 0.75
    assert figures["broken"] == 0


def test_every_gold_span_has_a_passage(real_index: OpenIndex) -> None:
    """Each question with evidence has a passage that holds half of it, so it can be found at all."""
    missing = [question.id for question in read_questions() if question.evidence and not search(real_index, question).relevant]
    assert missing == []


@pytest.fixture(scope="module")
def astray(real_index: OpenIndex) -> dict[str, list[str]]:
    """Questions whose answer cites another region, or another edition, than the one their own words name."""
    found: dict[str, list[str]] = {"region": [], "edition": []}
    for question in read_questions():
        for citation in ask(real_index, question.question).answer.citations:
            named = any(short_name(region) in question.question for region in question.regions)
            if named and citation.report.region not in question.regions:
                found["region"].append(question.id)
            dated = f"{question.year}年" in question.question and question.stratum != "comparison"
            if dated and citation.report.year != question.year:
                found["edition"].append(question.id)
    return found


def test_no_citation_of_another_region_over_the_real_reports(astray: dict[str, list[str]]) -> None:
    """Where a question names its region, no citation is from another region's report."""
    assert astray["region"] == []


def test_no_citation_of_another_edition_over_the_real_reports(astray: dict[str, list[str]]) -> None:
    """Where a question names its edition's year, no citation is from another edition."""
    assert astray["edition"] == []
