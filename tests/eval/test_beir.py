"""BEIR folders: what is exported can be read back and searched, and what is broken is named."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from eval.beir import BeirError, BeirSearch, export_beir, main, read_beir, search_beir
from eval.metrics import NAMES
from eval.public import Benchmark, measure
from eval.questions import GoldQuestion, GoldSpan, covers
from index.encoder import open_encoder
from index.store import OpenIndex

CONTEXTS = {"jobs": "城镇新增就业12万人以上。", "grain": "粮食产量86亿斤，新建高标准农田60万亩。", "homes": "新建保障性住房3万套。"}
QUERIES = {"q1": "新增就业多少人？", "q2": "粮食产量是多少？", "q3": "How much housing?"}
QRELS = "query-id\tcorpus-id\tscore\nq1\tjobs\t1\nq2\tgrain\t2\nq3\thomes\t1\n"


def gold(index: OpenIndex, name: str, question: str, file: str, phrase: str) -> GoldQuestion:
    """A question whose evidence is a phrase of a sample."""
    source = index.sources[file]
    start = source.text.index(phrase)
    return made(name, question, GoldSpan(source.sha256, start, start + len(phrase)))


def made(name: str, question: str, *evidence: GoldSpan) -> GoldQuestion:
    return GoldQuestion(
        id=name, split="test", question=question, language="zh", stratum="project", regions=(), year=None,
        evidence=evidence, value=None, accept=(), refusal=None,
    )  # fmt: skip


@pytest.fixture(scope="module")
def questions(sample_index: OpenIndex) -> list[GoldQuestion]:
    """Two questions over the samples, one without evidence and one about a file that is not there."""
    return [
        gold(sample_index, "airport", "枫岭机场总投资多少？", "sample_2026.txt", "开工建设枫岭机场，总投资43.6亿元"),
        gold(sample_index, "lifts", "加装电梯多少部？", "fragment_page.txt", "加装电梯2400部"),
        made("absent", "深圳今年的GDP目标是多少？"),
        made("elsewhere", "别处", GoldSpan("0" * 64, 0, 5)),
    ]


@pytest.fixture(scope="module")
def exported(sample_index: OpenIndex, questions: list[GoldQuestion], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples and the questions as a BEIR folder."""
    folder = tmp_path_factory.mktemp("beir")
    assert export_beir(sample_index, questions, folder) == 2
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A BEIR folder of three documents without titles."""
    (tmp_path / "qrels").mkdir()
    for name, rows in (("corpus", CONTEXTS), ("queries", QUERIES)):
        lines = [json.dumps({"_id": key, "text": text}, ensure_ascii=False) + "\n" for key, text in rows.items()]
        (tmp_path / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    (tmp_path / "qrels" / "test.tsv").write_text(QRELS, encoding="utf-8")
    return tmp_path


def test_what_is_exported_is_read_back(sample_index: OpenIndex, questions: list[GoldQuestion], exported: Path) -> None:
    """Every passage comes back with its text and place, and relevant are the passages that hold half of a gold span."""
    read = read_beir(exported)
    assert list(read.documents) == [passage.name for passage in sample_index.passages]
    assert [text for _, text in read.documents.values()] == [sample_index.text(passage) for passage in sample_index.passages]
    assert read.queries == {question.id: question.question for question in questions[:2]}
    for question in questions[:2]:
        (span,) = question.evidence
        holding = {
            p.name for p in sample_index.passages if sample_index.reports[p.report].sha256 == span.sha256 and covers(p.start, p.end, span)
        }
        assert read.qrels[question.id] == dict.fromkeys(holding, 1)
    ((airport, _),) = read.qrels["airport"].items()
    assert read.documents[airport][0].startswith("云岚省 2026年")


def test_the_files_are_as_beir_reads_them(exported: Path) -> None:
    """The judgements have BEIR's header and three columns; queries and corpus have its fields."""
    header, *rows = (exported / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()
    assert header == "query-id\tcorpus-id\tscore"
    assert all(len(line.split("\t")) == 3 for line in rows)
    for name, fields in (("corpus", {"_id", "title", "text"}), ("queries", {"_id", "text"})):
        assert all(set(json.loads(line)) == fields for line in (exported / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")[:-1])


def test_the_export_can_be_searched(exported: Path) -> None:
    """Questions with the words of their passages find them among the first five; ten documents a query, scores strictly decrease."""
    found: BeirSearch = search_beir(exported, open_encoder(), 10)
    assert set(found.metrics) == set(NAMES)
    assert found.metrics["hit@5"] == 1
    for hits in found.run.values():
        assert len(hits) == 10
        assert all(first > second for first, second in pairwise(hits.values()))


def test_the_figures_are_those_of_the_public_benchmarks(small: Path) -> None:
    """Without titles, a BEIR folder scores what `eval.public` computes for the same questions and contexts."""
    benchmark = Benchmark("small", list(QUERIES.values()), list(CONTEXTS.values()), np.arange(3))
    assert search_beir(small, open_encoder()).metrics == measure(benchmark, open_encoder())["by question"]


def test_a_document_is_not_found_by_itself(small: Path) -> None:
    """A document with the query's own id is left out, as in BEIR's evaluation."""
    text = (small / "queries.jsonl").read_text(encoding="utf-8").replace('"q1"', '"jobs"')
    (small / "queries.jsonl").write_text(text, encoding="utf-8")
    (small / "qrels" / "test.tsv").write_text(QRELS.replace("q1", "jobs"), encoding="utf-8")
    assert set(search_beir(small, open_encoder()).run["jobs"]) == {"grain", "homes"}


def test_only_judged_queries_are_asked(small: Path) -> None:
    """Queries of another split, which have no judgement here, are not searched."""
    (small / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq2\tgrain\t1\n", encoding="utf-8")
    assert list(search_beir(small, open_encoder()).run) == ["q2"]


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        ("corpus.jsonl", '{"_id": "d4"', "corpus.jsonl, line 4: JSONDecodeError"),
        ("corpus.jsonl", '{"_id": "d4"}', "corpus.jsonl, line 4: KeyError"),
        ("corpus.jsonl", '{"_id": "jobs", "text": "x"}', "corpus.jsonl, line 4: the _id 'jobs'"),
        ("queries.jsonl", '{"_id": "q 4", "text": "x"}', "queries.jsonl, line 4: the _id 'q 4'"),
        ("qrels/test.tsv", "q1 jobs 1", "test.tsv, line 5: not query-id"),
        ("qrels/test.tsv", "q1\tjobs\tyes", "test.tsv, line 5: not query-id"),
        ("qrels/test.tsv", "q9\tjobs\t1", "test.tsv, line 5: the query 'q9' is not"),
    ],
)
def test_a_bad_line_is_named(small: Path, file: str, line: str, said: str) -> None:
    """A line out of format is an error with file, line and cause."""
    with (small / file).open("a", encoding="utf-8") as opened:
        opened.write(line + "\n")
    with pytest.raises(BeirError, match=said):
        read_beir(small)


def test_a_folder_of_something_else_is_refused(small: Path) -> None:
    """Missing files, other encodings and folders without judgements are named."""
    (small / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n", encoding="utf-8")
    with pytest.raises(BeirError, match="no judgement"):
        read_beir(small)
    (small / "corpus.jsonl").write_bytes(b"\xff")
    with pytest.raises(BeirError, match="not UTF-8"):
        read_beir(small)
    with pytest.raises(BeirError, match=r"there is no .*corpus\.jsonl"):
        read_beir(small / "qrels")


def test_a_text_may_hold_any_line_separator(small: Path) -> None:
    """U+2028 and its like inside a text do not end its line."""
    with (small / "corpus.jsonl").open("a", encoding="utf-8") as opened:
        opened.write(json.dumps({"_id": "odd", "title": None, "text": "一\u2028二\x85三"}, ensure_ascii=False) + "\n")
    assert read_beir(small).documents["odd"] == ("", "一\u2028二\x85三")


def test_the_program_exports_and_searches(
    sample_directory: Path, sample_index: OpenIndex, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    """`export` writes the folder that is named, `search` prints the figures and writes a run only where told."""
    question = gold(sample_index, "airport", "枫岭机场总投资多少？", "sample_2026.txt", "开工建设枫岭机场")
    (span,) = question.evidence
    evidence = [{"sha256": span.sha256, "start": span.start, "end": span.end}]
    (tmp_path / "q.jsonl").write_text(json.dumps({"id": "airport", "question": question.question, "evidence": evidence}), encoding="utf-8")
    folder = tmp_path / "beir"
    main(["export", "--index", str(sample_directory), "--out", str(folder), "--questions", str(tmp_path / "q.jsonl")])
    assert "1 of 1 questions" in capsys.readouterr().out
    before = sorted(path.name for path in folder.rglob("*"))
    main(["search", str(folder), "-k", "5"])
    assert "nDCG@10" in capsys.readouterr().out
    assert sorted(path.name for path in folder.rglob("*")) == before
    main(["search", str(folder), "-k", "5", "--out", str(tmp_path / "out")])
    rows = [line.split() for line in (tmp_path / "out" / "run.trec").read_text(encoding="utf-8").splitlines()]
    assert [row[3] for row in rows] == ["1", "2", "3", "4", "5"]
    assert all(len(row) == 6 and (row[0], row[1]) == ("airport", "Q0") for row in rows)
    assert all(float(first[4]) > float(second[4]) for first, second in pairwise(rows))


def test_the_program_s_errors_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is not in the format ends the program with exit code 2 and one line."""
    with pytest.raises(SystemExit) as stopped:
        main(["search", str(tmp_path)])
    assert stopped.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
