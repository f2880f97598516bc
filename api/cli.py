"""The command line: baogao index | ask | search | reports | serve | eval. Heavy imports wait until they are needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.settings import Settings, read_settings

if TYPE_CHECKING:
    from index.store import OpenIndex
    from rag.generate import Model
    from rag.question import Filters

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before torch and faiss: more threads slow single queries down

app = typer.Typer(
    help="Baogao 报告: ask China's government work reports, get answers that can be checked.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip

evaluation = typer.Typer()
app.add_typer(evaluation, name="eval", invoke_without_command=True)

SCORECARD = Path(".baogao/eval/scorecard.json")
ReportsOption = Annotated[
    Path | None, typer.Option("--reports", help="Folder of reports (.txt, .md). Default: ./reports, else the invented samples.")
]
IndexOption = Annotated[Path | None, typer.Option("--index", help="Index directory. Default: .baogao/index")]
EncoderOption = Annotated[
    str | None,
    typer.Option("--encoder", help="A sentence-transformers folder or hub name. Default: BAOGAO_ENCODER, else the bundled one."),
]
RegionOption = Annotated[list[str] | None, typer.Option("--region", "-r", help="Only this region (any name: 粤, Guangdong); repeatable.")]
YearOption = Annotated[list[int] | None, typer.Option("--year", "-y", help="Only reports of this year; repeatable.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the HTTP contract's JSON instead of text.")]


@app.command("index")
def build(
    reports: ReportsOption = None, index: IndexOption = None, encoder: EncoderOption = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Exit 0 even when files had to be left out.")] = False,
    if_stale: Annotated[bool, typer.Option("--if-stale", help="Do nothing when the index is up to date.")] = False,
) -> None:  # fmt: skip
    """Build the index from a folder of reports."""
    settings = _settings(reports, index, encoder)
    with _clear_errors():
        from api.building import build_from, is_current

        if if_stale and is_current(settings):
            typer.echo(f"The index at {settings.index} is up to date.")
            return
        summary = build_from(settings)
    typer.echo(
        f"{summary.reports} reports, {summary.passages} passages, {summary.characters} characters indexed from {settings.reports} "
        f"into {settings.index} in {summary.seconds:.1f} s"
    )
    if summary.long_passages:
        typer.echo(
            f"{summary.long_passages} passages are longer than the encoder reads: the end of each does not count in its vector", err=True
        )
    for duplicate in summary.duplicates:
        typer.echo(
            f"duplicate: {duplicate.dropped.file} repeats {duplicate.kept.id} of {duplicate.kept.file}; the first was kept", err=True
        )
    for message in summary.bad:
        typer.echo(f"left out: {message}", err=True)
    if summary.bad and not skip_bad:
        raise typer.Exit(3)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question in Chinese or English.")],
    region: RegionOption = None, year: YearOption = None, index: IndexOption = None, encoder: EncoderOption = None, json: JsonOption = False,
    generative: Annotated[bool, typer.Option("--generative", help="Let the model of BAOGAO_LLM_BASE_URL write; what it says is verified.")] = False,
) -> None:  # fmt: skip
    """Answer a question, with the sentences the answer comes from."""
    with _clear_errors():
        opened = _open(_settings(None, index, encoder))
        from api.printing import print_asked
        from api.shaping import shape_asked
        from rag.ask import ask as answer
        from rag.generate import Generated, generate

        asked, generation = answer(opened, _stripped(question, "question"), _filters(opened, region, year)), None
        if generative:
            open_model = _model_opener()
            *_, last = generate(opened, asked, open_model() if open_model else None)
            assert isinstance(last, Generated)
            asked, generation = last.asked, last.generation
        if json:
            typer.echo(shape_asked(opened, asked, generation).model_dump_json(indent=2))
        else:
            typer.echo(print_asked(asked, generation))


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Words or a question.")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 5,
    region: RegionOption = None, year: YearOption = None, index: IndexOption = None, encoder: EncoderOption = None, json: JsonOption = False,
) -> None:  # fmt: skip
    """Find passages."""
    with _clear_errors():
        opened = _open(_settings(None, index, encoder))
        from api.printing import print_hits
        from api.shaping import shape_hits
        from rag.ask import understand
        from rag.retrieve import retrieve

        question = understand(opened, _stripped(query, "query"), _filters(opened, region, year))
        found = shape_hits(opened, question, retrieve(opened, question, k), 0, 0.0, 0.0)
        typer.echo(found.model_dump_json(indent=2) if json else print_hits(found))


@app.command()
def reports(index: IndexOption = None, encoder: EncoderOption = None, json: JsonOption = False) -> None:
    """List the reports in the index."""
    with _clear_errors():
        opened = _open(_settings(None, index, encoder))
        from api.printing import print_reports
        from api.schemas import ReportsOut
        from api.shaping import shape_report

        listed = ReportsOut(reports=[shape_report(report) for report in opened.reports], total=len(opened.reports))
        typer.echo(listed.model_dump_json(indent=2) if json else print_reports(listed))


@app.command()
def targets(
    region: RegionOption = None,
    year: Annotated[int | None, typer.Option("--year", "-y", help="The year the figures are about.")] = None,
    indicator: Annotated[str | None, typer.Option("--indicator", "-i", help="Such as gdp_growth, cpi, urban_new_jobs. Default: all.")] = None,
    kind: Annotated[str, typer.Option(help="target, achieved or plan.")] = "target",
    index: IndexOption = None, encoder: EncoderOption = None, json: JsonOption = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:  # fmt: skip
    """List the targets, results or plans that the reports state."""
    with _clear_errors():
        from index.errors import BaogaoError
        from index.indicators import BY_KEY

        if kind not in ("target", "achieved", "plan") or (indicator and indicator not in BY_KEY):
            raise BaogaoError(f"--kind is target, achieved or plan; --indicator one of {', '.join(BY_KEY)}")
        opened = _open(_settings(None, index, encoder))
        from api.printing import print_targets
        from api.tables import shape_targets, targets_csv
        from rag.table import select_rows

        selection = select_rows(opened, _filters(opened, region, None).regions, year, indicator, kind)
        found = shape_targets(opened, selection, 10_000, 0)
        typer.echo(found.model_dump_json(indent=2) if json else targets_csv(found).lstrip("\ufeff") if csv else print_targets(found))


@app.command()
def serve(
    index: IndexOption = None, encoder: EncoderOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
) -> None:  # fmt: skip
    """Serve the page and the HTTP API."""
    with _clear_errors():
        open_model = _model_opener()
        opened = _open(_settings(None, index, encoder))
        import uvicorn

        from api.app import create_app
        from api.printing import print_welcome
        from rag.ask import ask as answer
        from rag.rerank import count_long

        long = count_long(opened)
        if long:
            typer.echo(f"{long} passages are longer than the reranker reads: the end of each does not count there", err=True)
        answer(opened, "今年的主要工作有哪些？")  # dictionaries and models load on first use: not while a user waits
        typer.echo(print_welcome(opened, f"http://{host}:{port}"))
        uvicorn.run(create_app(opened, host, SCORECARD, open_model), host=host, port=port, log_level="warning")


@app.command("mcp")
def serve_agents(index: IndexOption = None, encoder: EncoderOption = None) -> None:
    """Serve the tools of the Model Context Protocol on standard input and output."""
    with _clear_errors():
        opened = _open(_settings(None, index, encoder))
        try:
            from api.mcp_server import serve_stdio
        except ImportError as error:
            from index.errors import BaogaoError

            raise BaogaoError("this needs the extra: pip install -e '.[mcp]'") from error
        serve_stdio(opened)


@evaluation.callback()
def evaluate(
    context: typer.Context,
    questions: Annotated[Path | None, typer.Option(help="A .jsonl file or folder of questions. Default: those of the project.")] = None,
    split: Annotated[str, typer.Option(help="dev, test or all.")] = "all",
    out: Annotated[Path, typer.Option(help="Folder for rows, scorecard, run and qrels.")] = SCORECARD.parent,
    index: IndexOption = None, encoder: EncoderOption = None, json: JsonOption = False,
) -> None:  # fmt: skip
    """Measure retrieval and answers on questions with known evidence."""
    if context.invoked_subcommand:
        return
    with _clear_errors():
        opened = _open(_settings(None, index, encoder))
        from eval.run import evaluate as measure

        scorecard = measure(opened, questions, split, out)
        typer.echo(scorecard.as_json() if json else scorecard.as_text())


@evaluation.command()
def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help="Result folder (--out of an evaluation) to compare with.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Result folder to compare.")],
    seed: Annotated[int, typer.Option(min=0, help="Of the resampling: the same seed gives the same figures.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:  # fmt: skip
    """Compare two evaluations question by question: what was gained, what was lost, what is noise."""
    with _clear_errors():
        from eval.compare import compare_runs

        comparison = compare_runs(a, b, seed)
        typer.echo(comparison.as_json() if json else comparison.as_text())


def _settings(reports: Path | None, index: Path | None, encoder: str | None) -> Settings:
    settings = read_settings()
    return replace(
        settings, reports=reports or settings.reports, index=index or settings.index, encoder=encoder or settings.encoder
    )  # fmt: skip


def _open(settings: Settings) -> OpenIndex:
    from api.building import open_from

    return open_from(settings)


def _model_opener() -> Callable[[], Model] | None:
    """What opens the language model that is configured, for one answer; None where none is."""
    from functools import partial

    from api.settings import read_model_settings

    settings = read_model_settings()
    if settings is None:
        return None
    try:
        from api.model import OpenAIModel
    except ImportError as error:
        from index.errors import BaogaoError

        raise BaogaoError("a language model is configured; that needs the extra: pip install -e '.[llm]'") from error
    return partial(OpenAIModel, settings)


def _filters(opened: OpenIndex, regions: list[str] | None, years: list[int] | None) -> Filters:
    from pydantic import ValidationError

    from api.filters import read_filters
    from api.schemas import FiltersIn
    from index.errors import BaogaoError

    try:
        given = FiltersIn(regions=regions or [], years=years or [])
    except ValidationError as error:
        raise BaogaoError(
            "; ".join(f"--{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors())
        ) from error
    return read_filters(opened, given)


def _stripped(text: str, what: str) -> str:
    from api.schemas import MOST_CHARACTERS
    from index.errors import BaogaoError

    if not text.strip():
        raise BaogaoError(f"the {what} is empty: write one in quotes")
    if len(text) > MOST_CHARACTERS:
        raise BaogaoError(f"the {what} has {len(text)} characters; the limit is {MOST_CHARACTERS}")
    return text.strip()


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Turn the product's own errors into one line on standard error and exit code 2."""
    from api.errors import Problem
    from index.errors import BaogaoError

    try:
        yield
    except (BaogaoError, Problem) as error:
        typer.echo(f"baogao: {error}", err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"baogao: {error.strerror}: {error.filename}", err=True)
        raise typer.Exit(2) from None


def main() -> None:
    """Entry point of the console script."""
    sys.exit(app())
