"""Targets, comparison and verification over HTTP, and `baogao targets`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.cli import app
from index.store import OpenIndex

ROW = {
    "report_id", "region", "report_year", "year", "indicator", "label", "kind", "value_text", "low", "high", "unit", "qualifier", "citation",
}  # fmt: skip


def targets(client: TestClient, **query: Any) -> dict[str, Any]:
    response = client.get("/v1/targets", params=query)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def compare(client: TestClient, **query: Any) -> dict[str, Any]:
    response = client.get("/v1/compare", params=query)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def verify(client: TestClient, text: str, **scope: Any) -> list[dict[str, Any]]:
    response = client.post("/v1/verify", json={"text": text, **scope})
    assert response.status_code == 200, response.text
    sentences: list[dict[str, Any]] = response.json()["sentences"]
    return sentences


def file_text(samples: Path, source: dict[str, Any]) -> str:
    return (samples / source["file"]).read_bytes().decode("utf-8")


def baogao(*arguments: object) -> Any:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_rows_have_the_contracts_shape(client: TestClient) -> None:
    """Rows, coverage and total, with every field of the contract; without parameters all targets of all editions."""
    body = targets(client)
    assert set(body) >= {"rows", "coverage", "total"}
    assert set(body["coverage"]) >= {"stated", "of", "missing"}
    assert body["total"] == len(body["rows"]) > 80
    assert all(set(row) >= ROW and row["kind"] == "target" for row in body["rows"])
    keys = [(row["report_id"], row["year"], row["indicator"], row["kind"]) for row in body["rows"]]
    assert len(set(keys)) == len(keys)
    assert all(row["year"] == row["report_year"] for row in body["rows"])


@pytest.mark.parametrize("kind", ["target", "achieved", "plan"])
def test_every_row_is_cited_from_the_file(client: TestClient, samples: Path, kind: str) -> None:
    """The citation is verified, is the file's text at its span, of the row's report, and holds the value as written."""
    for row in targets(client, kind=kind)["rows"]:
        citation = row["citation"]
        source = citation["source"]
        assert citation["verified"] is True
        assert citation["report_id"] == row["report_id"]
        assert file_text(samples, source)[source["start"] : source["end"]] == citation["cited_text"]
        assert row["value_text"] in citation["cited_text"]


def test_one_figure(client: TestClient) -> None:
    """Yunlan's growth target of 2026: value as written, bounds, unit, qualifier, label."""
    (row,) = targets(client, region="云岚省", year=2026, indicator="gdp_growth")["rows"]
    assert (row["value_text"], row["low"], row["high"], row["unit"], row["qualifier"]) == ("5.5%左右", 5.5, 5.5, "%", "around")
    assert (row["report_id"], row["label"]) == ("2026-yunlan", "地区生产总值增长")


@pytest.mark.parametrize(
    ("region", "indicator", "kind", "year", "low", "high", "qualifier"),
    [
        ("云岚省", "urban_new_jobs", "target", 2026, 12.0, None, "at_least"),
        ("海屿市", "surveyed_unemployment", "target", 2026, None, 5.0, "at_most"),
        ("沧原省", "resident_income_growth", "target", 2026, None, None, "sync"),
        ("云岚省", "urban_income_growth", "target", 2026, 4.7, 4.7, "around"),
        ("云岚省", "rural_income_growth", "target", 2026, 5.8, 5.8, "around"),
        ("云岚省", "gdp_total", "plan", 2030, 13500.0, 13500.0, "exact"),
        ("海屿市", "cpi", "achieved", 2025, -0.1, -0.1, "exact"),
        ("沧原省", "gdp_growth", "achieved", 2023, 4.9, 4.9, "exact"),
        pytest.param(
            "云岚省", "gdp_growth", "achieved", 2023, 5.6, 5.6, "exact",
        ),
        pytest.param(
            "澜州自治区", "gdp_growth", "target", 2024, 5.8, 5.8, "around",
        ),
        pytest.param(
            "沧原省", "cpi", "target", 2024, None, 3.0, "at_most",
        ),
        pytest.param(
            "云岚省", "retail_sales_growth", "achieved", 2023, 8.2, 8.2, "exact",
        ),
        pytest.param(
            "澜州自治区", "pm25", "achieved", 2025, 16.0, 16.0, "exact",
        ),
        pytest.param(
            "海屿市", "trade_growth", "target", 2024, 2.0, 2.0, "exact",
        ),
        pytest.param(
            "澜州自治区", "cpi", "achieved", 2025, 0.3, 0.3, "exact",
        ),
        pytest.param(
            "石黎市", "urban_income_growth", "target", 2026, 5.0, 5.0, "around",
        ),
    ],
)  # fmt: skip
def test_bounds_and_qualifiers(
    client: TestClient, region: str, indicator: str, kind: str, year: int, low: float | None, high: float | None, qualifier: str
) -> None:
    """以上 leaves high open, 以内 low, words both; a trailing 左右 holds for every member; a fall is negative."""
    (row,) = targets(client, region=region, indicator=indicator, kind=kind, year=year)["rows"]
    assert (row["low"], row["high"], row["qualifier"]) == (low, high, qualifier)


@pytest.mark.parametrize("name", ["沧原省", "沧原", "Cangyuan", "cangyuan", " 沧原 "])
def test_any_alias_is_a_region(client: TestClient, name: str) -> None:
    """Full, short and English names select the same rows."""
    assert targets(client, region=name, year=2026) == targets(client, region="沧原省", year=2026)
    assert {row["region"] for row in targets(client, region=name)["rows"]} == {"沧原省"}


def test_regions_can_be_repeated(client: TestClient) -> None:
    """Two regions give the rows of both, no other's."""
    both = targets(client, region=["云岚", "海屿"], year=2026, indicator="gdp_growth")
    assert [row["region"] for row in both["rows"]] == ["云岚省", "海屿市"]
    assert both["coverage"] == {"stated": 2, "of": 2, "missing": []}


def test_results_of_a_year_come_from_the_next_edition(client: TestClient) -> None:
    """`kind=achieved&year=2025` reads the 2026 reports; `year` is the year the figure is about."""
    rows = targets(client, kind="achieved", year=2025)["rows"]
    assert {(row["year"], row["report_year"], row["kind"]) for row in rows} == {(2025, 2026, "achieved")}
    (growth,) = [row for row in rows if (row["region"], row["indicator"]) == ("云岚省", "gdp_growth")]
    assert growth["value_text"] == "5.3%"
    assert targets(client, kind="achieved", year=2026)["rows"] == []
    assert {row["report_year"] for row in targets(client, kind="achieved", year=2023)["rows"]} == {2024}


def test_plans_are_about_a_later_year(client: TestClient) -> None:
    """Goals for 2030 stand in the 2026 reports."""
    rows = targets(client, kind="plan", year=2030)["rows"]
    assert {(row["year"], row["report_year"]) for row in rows} == {(2030, 2026)}
    assert {row["region"]: row["value_text"] for row in rows if row["indicator"] == "rd_intensity"} == {
        "云岚省": "2.5%", "海屿市": "4.8%", "石黎市": "2.2%",
    }  # fmt: skip


def test_coverage_names_what_is_missing(client: TestClient) -> None:
    """`of` counts the reports that could state it, `missing` names those that do not."""
    coverage = targets(client, year=2026, indicator="rd_intensity")["coverage"]
    assert (coverage["stated"], coverage["of"]) == (2, 5)
    assert len(coverage["missing"]) == 3
    assert all(any(name in one for one in coverage["missing"]) for name in ("沧原省", "澜州自治区", "石黎市"))
    nobody = targets(client, year=2025, indicator="gdp_growth")
    assert (nobody["rows"], nobody["coverage"]["stated"], nobody["coverage"]["of"]) == ([], 0, 0)


def test_pages_join_to_the_whole(client: TestClient) -> None:
    """Limit and offset cut the same list; total and coverage do not depend on them; beyond the end nothing."""
    whole = targets(client, year=2026)
    pages = [targets(client, year=2026, limit=20, offset=offset) for offset in range(0, whole["total"], 20)]
    assert [row for page in pages for row in page["rows"]] == whole["rows"]
    assert all((page["total"], page["coverage"]) == (whole["total"], whole["coverage"]) for page in pages)
    assert targets(client, year=2026, offset=9_999)["rows"] == []


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("/v1/targets", {"indicator": "happiness"}, "indicator"),
        ("/v1/targets", {"kind": "wish"}, "kind"),
        ("/v1/targets", {"format": "xml"}, "format"),
        ("/v1/targets", {"year": "soon"}, "year"),
        ("/v1/targets", {"limit": 0}, "limit"),
        ("/v1/targets", {"limit": 1_000_000_000}, "limit"),
        ("/v1/targets", {"offset": -1}, "offset"),
        ("/v1/targets", {"region": "火星基地"}, "region"),
        ("/v1/compare", {"indicator": "happiness", "year": 2026}, "indicator"),
        ("/v1/compare", {"year": 2026}, "indicator"),
        ("/v1/compare", {"indicator": "gdp_growth"}, "year"),
        ("/v1/compare", {"indicator": "gdp_growth", "year": 2026, "kind": "wish"}, "kind"),
        ("/v1/compare", {"indicator": "gdp_growth", "year": 2026, "region": "火星基地"}, "region"),
    ],
)
def test_bad_parameters_are_problems(client: TestClient, path: str, query: dict[str, Any], field: str) -> None:
    """An unknown indicator, kind, format, region or a number out of range is a 422 problem that names the field."""
    response = client.get(path, params=query)
    assert response.status_code == 422
    assert response.headers["content-type"].startswith("application/problem+json")
    body = response.json()
    assert {"type", "title", "status", "detail"} <= set(body)
    assert any(field in json.dumps(error, ensure_ascii=False) for error in body["errors"])


@pytest.mark.parametrize("path", ["/v1/targets", "/v1/compare"])
def test_unknown_parameters_are_problems(client: TestClient, path: str) -> None:
    """A misspelt parameter is an error, not silently no filter."""
    assert client.get(path, params={"indicator": "gdp_growth", "year": 2026, "regions": "云岚省"}).status_code == 422


def test_a_bad_region_is_named_as_the_parameter_it_is(client: TestClient) -> None:
    """The field of a bad `region` is query.region, as that of a bad indicator is query.indicator."""
    (error,) = client.get("/v1/targets", params={"region": "火星基地"}).json()["errors"]
    assert error["field"].startswith("query.region")


@pytest.mark.parametrize("query", [{"year": 2026}, {"kind": "achieved"}, {"kind": "plan", "year": 2030}, {"year": 1999}])
def test_csv_says_the_same(client: TestClient, samples: Path, query: dict[str, Any]) -> None:
    """The CSV has one line for each row of the JSON, the same values, and spans that hold the cited text."""
    response = client.get("/v1/targets", params={**query, "format": "csv"})
    assert response.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    stated = targets(client, **query)["rows"]
    assert len(rows) == len(stated)
    for line, row in zip(rows, stated, strict=True):
        for name in ROW - {"citation"}:
            assert line[name] == ("" if row[name] is None else str(row[name]))
        assert file_text(samples, line)[int(line["start"]) : int(line["end"])] == line["cited_text"] == row["citation"]["cited_text"]


def test_compare_has_regions_by_years(client: TestClient) -> None:
    """One row for every region with a dated report, its figures in the order of the years, and the change."""
    body = compare(client, indicator="gdp_growth", year=[2024, 2026])
    assert (body["indicator"], body["kind"], body["years"]) == ("gdp_growth", "target", [2024, 2026])
    rows = {row["region"]: row for row in body["rows"]}
    assert set(rows) == {"云岚省", "沧原省", "澜州自治区", "海屿市", "石黎市"}
    assert [figure["value_text"] for figure in rows["云岚省"]["figures"]] == ["6%左右", "5.5%左右"]
    assert (rows["云岚省"]["change"], rows["沧原省"]["change"], rows["海屿市"]["change"]) == (-0.5, 0.8, -0.4)
    assert (rows["石黎市"]["figures"][0], rows["石黎市"]["change"]) == (None, None)
    both = sum(all(row["figures"]) for row in body["rows"])
    assert (body["coverage"]["stated"], body["coverage"]["of"]) == (both, 5)


def test_compared_figures_are_those_of_the_table(client: TestClient) -> None:
    """Each figure is the row of GET /v1/targets for that region and year, citation numbers aside, and all are verified."""
    for kind, years in (("target", [2026, 2024]), ("achieved", [2023, 2025]), ("plan", [2030])):
        for indicator in ("gdp_growth", "grain_output", "rd_intensity", "resident_income_growth"):
            for row in compare(client, indicator=indicator, year=years, kind=kind)["rows"]:
                for year, figure in zip(years, row["figures"], strict=True):
                    stated = targets(client, region=row["region"], indicator=indicator, year=year, kind=kind)["rows"]
                    assert len(stated) == (figure is not None)
                    if figure:
                        assert figure["citation"].pop("number") > 0
                        stated[0]["citation"].pop("number")
                        assert [figure] == stated
                        assert figure["citation"]["verified"]


def test_compare_narrows_to_regions_and_counts_no_year_twice(client: TestClient) -> None:
    """Region aliases choose the rows; a repeated year is one column; a figure in words has no change."""
    body = compare(client, indicator="resident_income_growth", year=[2026, 2026], region=["Haiyu", "沧原"])
    assert body["years"] == [2026]
    assert {row["region"] for row in body["rows"]} == {"海屿市", "沧原省"}
    assert all(row["change"] is None and len(row["figures"]) == 1 for row in body["rows"])


def test_verify_tells_found_altered_and_not_found(client: TestClient, samples: Path) -> None:
    """Three sentences, three states; spans count code points of the pasted text and of the file."""
    found, altered, other = (
        "新造混交林48万亩，护林员月补助由800元提高到1000元。",
        "开工雾谷新材料产业园二期，总投资75亿元，",
        "火星上开满了玫瑰。",
    )
    text = f"𠮷𠮷。{found}{altered}重点布局电池隔膜和特种玻璃。{other}"
    checked = verify(client, text, regions=["云岚"], years=[2026])
    assert [one["state"] for one in checked] == ["not_found", "found", "altered", "not_found"]
    assert all(text[one["start"] : one["end"]] == one["text"] for one in checked)
    assert checked[1]["start"] == text.index("新造")
    assert checked[2]["differences"] == [{"pasted": "75亿元", "stated": "57亿元"}]
    for one in checked:
        for place in one["places"]:
            source = place["source"]
            assert file_text(samples, source)[source["start"] : source["end"]] == place["text"]
            assert place["report_id"] == "2026-yunlan"
            assert client.get(place["url"].partition("#")[0]).status_code == 200
    assert [len(one["places"]) for one in checked] == [0, 1, 1, 0]
    assert verify(client, text, regions=["云岚"], years=[2026]) == checked


def test_verify_keeps_to_its_scope(client: TestClient) -> None:
    """In another region's or edition's reports the same sentence is not found."""
    text = "开工雾谷新材料产业园二期，总投资57亿元"
    assert [one["state"] for one in verify(client, text)] == ["found"]
    assert [one["state"] for one in verify(client, text, regions=["海屿市"])] == ["not_found"]
    assert [one["state"] for one in verify(client, text, years=[2024])] == ["not_found"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": "字" * 20_001}, "text"),
        ({"text": 5}, "text"),
        ({"text": "好。", "colour": "red"}, "colour"),
        ({"text": "好。", "years": ["2026"]}, "years"),
        ({"text": "好。", "regions": ["火星基地"]}, "regions"),
    ],
)
def test_bad_texts_are_problems(client: TestClient, body: dict[str, Any], field: str) -> None:
    """Empty, huge or mistyped text, an unknown field and an unknown region are 422 problems naming the field."""
    response = client.post("/v1/verify", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"].startswith("application/problem+json")
    assert any(field in error["field"] for error in response.json()["errors"])


def test_a_table_over_http_is_whole(client: TestClient) -> None:
    """POST /v1/ask over five regions returns columns, five rows and coverage, each stated row with a citation that exists."""
    body = client.post("/v1/ask", json={"question": "云岚、沧原、澜州、海屿、石黎今年的研发投入强度目标分别是多少？", "top_k": 1}).json()
    table = body["table"]
    assert set(table["columns"]) >= {"region", "year", "state", "value_text", "low", "high", "unit", "qualifier", "citation"}
    assert [row["state"] for row in table["rows"]] == ["stated", "not_stated", "not_stated", "stated", "not_stated"]
    assert table["coverage"] == {"stated": 2, "of": 5}
    numbers = {citation["number"] for citation in body["citations"]}
    assert all((row["citation"] in numbers) is (row["state"] == "stated") for row in table["rows"])


def test_the_command_prints_what_http_returns(client: TestClient, sample_directory: Path) -> None:
    """`baogao targets --json` is GET /v1/targets, aliases and year included."""
    printed = baogao("targets", "-r", "Cangyuan", "-y", 2025, "--kind", "achieved", "--index", sample_directory, "--json")
    assert printed.exit_code == 0
    assert json.loads(printed.stdout) == targets(client, region="沧原省", year=2025, kind="achieved", limit=10_000)


def test_the_command_prints_csv_and_text(client: TestClient, sample_directory: Path) -> None:
    """`--csv` is the service's CSV, and plain text names each region with its figure."""
    options = ("-y", 2026, "-i", "gdp_growth", "--index", sample_directory)
    served = client.get("/v1/targets", params={"year": 2026, "indicator": "gdp_growth", "format": "csv"}).content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(baogao("targets", *options, "--csv").stdout.rstrip("\n")))) == list(csv.reader(io.StringIO(served)))
    text = baogao("targets", *options).stdout
    assert all(words in text for words in ("云岚省", "5.5%左右", "石黎市", "6.6%左右"))


@pytest.mark.parametrize("wrong", [("-i", "happiness"), ("--kind", "wish"), ("-r", "火星基地")])
def test_the_command_refuses_in_one_line(sample_directory: Path, wrong: tuple[str, str]) -> None:
    """An unknown indicator, kind or region is one line on standard error, exit code 2."""
    result = baogao("targets", *wrong, "--index", sample_directory)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_real_coverage(real_index: OpenIndex) -> None:
    """All 31 provinces and the nation state a growth target for 2026, and those who do not state a CPI target are named."""
    from rag.table import select_rows

    growth = select_rows(real_index, (), 2026, "gdp_growth", "target")
    assert {real_index.reports[row.report].region for row in growth.rows} >= {"全国", "广东省", "西藏自治区"}
    assert growth.of - len(growth.missing) == len(growth.rows) >= 32
    prices = select_rows(real_index, (), 2026, "cpi", "target")
    assert {name.split()[0] for name in prices.missing} >= {"广东省", "重庆市"}
    assert "天津市" not in {name.split()[0] for name in prices.missing}
