"""Charts of what was measured: `python -m eval.charts FOLDER --out docs/charts` (needs the extra `bench`: matplotlib).

Drawn as SVG from the JSON files in FOLDER, those that are there: scorecard.json (`baogao eval --json`), systems.json, a list of
{"system", "hit@5", "hit@5_interval": [low, high], "index_seconds", "query_p50_ms"}, and growth.json (`python -m eval.growth --json`).
The background is transparent and every colour can be read on white and on black; the same figures give the same bytes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")

from matplotlib.axes import Axes
from matplotlib.figure import Figure

BLUE, GREEN, GREY = "#4c8cc4", "#3f9c85", "#767d85"  # contrast of 3 and more on white and on a dark page
_STYLE: Any = {
    "svg.hashsalt": "baogao", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10,
    "axes.edgecolor": GREY, "axes.labelcolor": GREY, "axes.titlecolor": GREY, "text.color": GREY, "xtick.color": GREY, "ytick.color": GREY,
    "axes.spines.top": False, "axes.spines.right": False, "axes.titlelocation": "left", "axes.titlesize": 11,
    "grid.color": GREY, "grid.alpha": 0.3, "grid.linewidth": 0.6, "axes.axisbelow": True, "legend.frameon": False,
}  # fmt: skip


def draw_strata(scorecard: dict[str, Any]) -> Figure:
    """Quality by stratum: a bar for finding (hit@5) and one for answering right, where each is defined."""
    strata: dict[str, dict[str, float]] = scorecard["strata"]
    shown = {name: values for name, values in strata.items() if _number(values.get("hit@5")) is not None or _right(values) is not None}
    figure, (axes,) = _figure(1, 0.42 * len(shown) + 1.2)
    for offset, colour, label, read in ((-0.2, BLUE, "evidence among the first 5", _hit), (0.2, GREEN, "answered right", _right)):
        drawn = [(at + offset, value) for at, values in enumerate(shown.values()) if (value := read(values)) is not None]
        axes.barh([at for at, _ in drawn], [value for _, value in drawn], 0.36, color=colour, label=label)
    axes.set_yticks(range(len(shown)), [f"{name} ({values['n']:.0f})" for name, values in shown.items()])
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.grid(axis="x")
    axes.set_title("Questions by kind (how many)")
    figure.legend(loc="outside lower center", ncols=2)
    return figure


def draw_systems(systems: list[dict[str, Any]]) -> Figure:
    """Systems compared: hit@5 with its interval, seconds to index, milliseconds a query; the best found first."""
    ranked = sorted(systems, key=lambda system: -system["hit@5"])
    figure, panels = _figure(3, 0.4 * len(ranked) + 1.2)
    rows = range(len(ranked))
    for axes, key, title in zip(panels, ("hit@5", "index_seconds", "query_p50_ms"), ("hit@5", "index, s", "query p50, ms"), strict=True):
        axes.set_title(title)
        axes.grid(axis="x")
        if key == "hit@5":
            _draw_intervals(axes, ranked)
        else:
            bars = axes.barh(rows, [system[key] for system in ranked], 0.6, color=BLUE)
            axes.bar_label(bars, [f"{system[key]:.3g}" for system in ranked], padding=3)
            axes.margins(x=0.3)
    panels[0].set_yticks(rows, [str(system["system"]) for system in ranked])
    panels[0].invert_yaxis()
    return figure


def _draw_intervals(axes: Axes, ranked: list[dict[str, Any]]) -> None:
    low, high = ([abs(system["hit@5_interval"][side] - system["hit@5"]) for system in ranked] for side in (0, 1))
    axes.errorbar([system["hit@5"] for system in ranked], range(len(ranked)), xerr=[low, high], fmt="o", color=BLUE, capsize=4)
    axes.set_xlim(0, 1)


def draw_growth(growth: dict[str, Any]) -> Figure:
    """Latency with its floor, and quality, as the index grows; routed and unrouted."""
    sizes = [size for size in growth["sizes"] if "routed" in size]
    passages = [size["passages"] for size in sizes]
    figure, (latency, quality) = _figure(2, 3.4)
    for name, colour, marker in (("routed", BLUE, "o"), ("unrouted", GREEN, "s")):
        latency.plot(passages, [size[name]["p50_ms"] for size in sizes], color=colour, marker=marker, label=f"{name}: p50")
        latency.plot(passages, [size[name]["floor_ms"] for size in sizes], color=colour, linestyle=":", label=f"{name}: limit of memory")
        quality.plot(passages, [size[name]["hit@5"] for size in sizes], color=colour, marker=marker)
    latency.set_yscale("log")
    latency.set_title("Search, ms")
    quality.set_ylim(0, 1)
    quality.set_title("hit@5")
    for axes in (latency, quality):
        axes.set_xscale("log")
        axes.set_xlabel("passages in the index")
        axes.grid()
    figure.legend(loc="outside lower center", ncols=4, fontsize=8)
    return figure


CHARTS: dict[str, Callable[[Any], Figure]] = {"scorecard": draw_strata, "systems": draw_systems, "growth": draw_growth}


def draw_all(folder: Path, out: Path) -> list[Path]:
    """The files written, one for each of the JSON files that `folder` holds."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, draw in CHARTS.items():
        path = folder / f"{name}.json"
        if path.is_file():
            with matplotlib.rc_context(_STYLE):
                figure = draw(json.loads(path.read_text(encoding="utf-8")))
                figure.savefig(out / f"{name}.svg", transparent=True, bbox_inches="tight", metadata={"Date": None, "Creator": None})
            written.append(out / f"{name}.svg")
    return written


def _figure(panels: int, height: float) -> tuple[Figure, list[Axes]]:
    figure = Figure(figsize=(8, height), layout="constrained")
    made = figure.subplots(1, panels, sharey=panels == 3, squeeze=False)
    return figure, list(made[0])


def _hit(values: dict[str, float]) -> float | None:
    return _number(values.get("hit@5"))


def _right(values: dict[str, float]) -> float | None:
    return _number(values.get("right", values.get("cited")))


def _number(value: float | None) -> float | None:
    """None for a figure that is missing or not a number: a stratum without such questions."""
    return None if value is None or value != value else value


def main() -> None:
    """Draw what the folder holds and name what was written."""
    parser = argparse.ArgumentParser(prog="python -m eval.charts", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="holds scorecard.json, systems.json, growth.json, or some of them")
    parser.add_argument("--out", type=Path, default=Path("docs/charts"), help="folder for the charts")
    given = parser.parse_args()
    written = draw_all(given.folder, given.out)
    print("\n".join(str(path) for path in written) or f"{given.folder} holds none of {', '.join(f'{name}.json' for name in CHARTS)}")


if __name__ == "__main__":
    main()
