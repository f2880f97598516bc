"""The ablation table, on the invented samples: rows differ where they must, nothing stays replaced, and the figures repeat."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import bm25s
import pytest

import index.tokens
import rag.retrieve
from eval.ablation import COLUMNS, Result, Variant, as_json, as_text, bm25s_tokens, main, measure, replaced, usable, variants
from eval.metrics import score_run
from eval.questions import GoldQuestion, GoldSpan, QuestionsError
from eval.run import search
from index.passages import PASSAGE_SIZE
from index.store import OpenIndex
from rag.retrieve import dense_weight

ASKED = {
    "airport": ("枫岭机场总投资多少？", "开工建设枫岭机场，总投资43.6亿元"),
    "grain": ("沧原今年的粮食产量目标是多少？", "粮食产量412亿斤"),
}


def gold(samples: Path, name: str, **more: object) -> GoldQuestion:
    question, phrase = ASKED[name]
    content = (samples / "sample_2026.txt").read_bytes()
    start = content.decode("utf-8").index(phrase)
    span = GoldSpan(hashlib.sha256(content).hexdigest(), start, start + len(phrase))
    stated = {"regions": (), "year": None, "value": None, "accept": (), "refusal": None, "evidence": (span,), **more}
    return GoldQuestion(id=name, split="dev", question=question, language="zh", stratum="target", **stated)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def questions(samples: Path) -> list[GoldQuestion]:
    """Two questions whose evidence is in the samples."""
    return [gold(samples, name) for name in ASKED]


@pytest.fixture(scope="module")
def results(samples: Path, sample_index: OpenIndex, questions: list[GoldQuestion]) -> list[Result]:
    """Every row, over two questions."""
    return measure(variants(), samples, sample_index.encoder, questions)


def test_every_part_has_a_row(results: list[Result]) -> None:
    """Rows stand in the order asked for under names of their own, with figures within bounds and a p for all but the whole."""
    assert [result.name for result in results] == list(dict.fromkeys(variant.name for variant in variants()))
    assert all(0 <= value <= 1 for result in results for value in result.means.values())
    assert results[0].p is None
    assert all(result.p and result.adjusted_p and 0 < result.p <= result.adjusted_p <= 1 for result in results[1:])
    assert results[0].means["hit@1"] == 1


def test_the_first_row_is_the_product(results: list[Result], sample_index: OpenIndex, questions: list[GoldQuestion]) -> None:
    """The whole system scores here what `baogao eval` gives it."""
    for question in questions:
        searched = search(sample_index, question)
        own = score_run({"q": searched.relevant}, {"q": searched.run})["q"]
        assert results[0].scores[question.id] == {name: own[name] for name in COLUMNS}


def test_nothing_stays_replaced(results: list[Result]) -> None:
    """After all rows, and after an error inside the block, retrieval and tokens are the product's own."""
    with pytest.raises(RuntimeError), replaced(((rag.retrieve, "convex", max),)):
        assert rag.retrieve.convex is max
        raise RuntimeError
    assert rag.retrieve.convex.__module__ == "rag.fusion"
    assert rag.retrieve.search_tokens.__module__ == "rag.terms"
    assert {"粮", "粮食"} <= set(index.tokens.tokenize("粮食产量"))


def test_the_token_rows_change_the_tokens() -> None:
    """Each set of tokens holds what its name says."""
    found = {}
    for variant in variants():
        if variant.tokens:
            with replaced(variant.tokens):
                found[variant.name.removeprefix("tokens: ")] = set(index.tokens.tokenize("粮食产量，高质量发展5%"))
    assert found["bigrams only"] >= {"粮食", "食产", "产量", "5%"}
    assert "食产" not in found["words of jieba only"]
    assert "高质量" in found["bigrams and words, no characters"] - found["bigrams only"]
    assert not {"粮", "食"} & found["bigrams and words, no characters"]
    assert found["bm25s' default"] == {"粮食产量", "高质量发展5"}


def test_the_default_tokens_are_those_of_bm25s() -> None:
    """What stands for bm25s' tokenizer finds the same tokens."""
    text = "2026年gdp增长5%左右，粮食产量 86 亿斤；new jobs"
    assert bm25s_tokens(text, index.tokens.segmenter()) == bm25s.tokenize(text, return_ids=False, show_progress=False)[0]


def test_a_constant_weight_holds_for_every_question() -> None:
    """Neither language nor words move the cosine's weight in the rows that fix it."""
    weights = {variant.name: variant.weights for variant in variants()}
    for name, wanted in (("BM25 alone (cosine 0)", 0), ("cosine 0.3 for every question", 0.3), ("dense alone (cosine 1)", 1)):
        assert {dense_weight(e, share, r, weights[name]) for e in (True, False) for share in (0, 0.5, 1) for r in (True, False)} == {wanted}


def test_without_routing_every_report_is_searched(sample_index: OpenIndex) -> None:
    """A question that names a region finds passages of others; with its names as words it keeps them in its topic."""
    from rag.ask import understand
    from rag.retrieve import report_scope

    question = understand(sample_index, "沧原省2026年的粮食产量目标是多少？")
    rows = {variant.name: variant.ask(question, variant.weights)[0] for variant in variants()}
    assert len(report_scope(sample_index, rows["full"])) == 1
    assert len(report_scope(sample_index, rows["no routing: all reports"])) == len(sample_index.reports)
    assert "沧原" not in rows["no routing: all reports"].topic
    assert "沧原" in rows["no routing, place and year searched as words"].topic


def test_one_index_for_rows_that_share_it(monkeypatch: pytest.MonkeyPatch, samples: Path, sample_index: OpenIndex) -> None:
    """Two rows of the product's passages and one of another size are two builds."""
    import eval.ablation

    sizes = []
    build = eval.ablation.build_index
    monkeypatch.setattr(eval.ablation, "build_index", lambda *a: (sizes.append(a[3]), build(*a))[1])  # type: ignore[func-returns-value]
    rows = [Variant("full"), Variant("longer", size=800), Variant("again")]
    found = measure(rows, samples, sample_index.encoder, [gold(samples, "grain")])
    assert sizes == [PASSAGE_SIZE, 800]
    assert found[0].scores == found[2].scores
    assert (found[2].difference, found[2].better, found[2].worse, found[2].p) == (0, 0, 0, 1)


def test_questions_that_cannot_be_compared_are_left_out(samples: Path, sample_index: OpenIndex, questions: list[GoldQuestion]) -> None:
    """Refusals, lists, questions of several facts and of other files do not count; with none left an error says so."""
    span = questions[0].evidence[0]
    others = [
        gold(samples, "grain", refusal="no_evidence"),
        gold(samples, "grain", members=("沧原省",)),
        gold(samples, "grain", evidence=(span, questions[1].evidence[0])),
        gold(samples, "grain", evidence=(GoldSpan("0" * 64, 0, 5),)),
    ]
    assert usable(sample_index, [*questions, *others]) == questions
    with pytest.raises(QuestionsError, match="one fact"):
        usable(sample_index, others)


def test_table_and_json(results: list[Result]) -> None:
    """A line a row, the unmeasured one too; the JSON holds each question's scores."""
    rows = [*results, Result("with a reranker", {}, {})]
    lines = as_text(rows).splitlines()
    assert len(lines) == len(rows) + 1
    assert "not measured" in lines[-1]
    written = json.loads(as_json(rows, split="dev"))
    assert written["split"] == "dev"
    assert set(written["rows"][0]["scores"]) == set(ASKED)


def test_the_command_prints_and_writes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], samples: Path, tmp_path: Path, questions: list[GoldQuestion]
) -> None:
    """The command with a file of questions prints the table and writes the JSON."""
    import eval.ablation

    rows = [
        {"id": q.id, "split": "dev", "question": q.question, "evidence": [{"sha256": s.sha256, "start": s.start, "end": s.end}]}
        for q in questions
        for s in q.evidence
    ]
    (tmp_path / "q.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    two = variants()[:2]
    monkeypatch.setattr(eval.ablation, "variants", lambda: two)
    monkeypatch.delenv("BAOGAO_RERANKER", raising=False)
    monkeypatch.delenv("BAOGAO_ENCODER", raising=False)
    given = ["--reports", str(samples), "--questions", str(tmp_path / "q.jsonl"), "--json", str(tmp_path / "out.json")]
    monkeypatch.setattr(sys, "argv", ["ablation", *given])
    main()
    assert "BM25 alone" in capsys.readouterr().out
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [row["name"] for row in written["rows"]] == [*(variant.name for variant in two), "with a reranker"]
