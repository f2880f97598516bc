"""`python -m index.training --corpora DIR --reports DIR --out DIR`: train the bundled encoder anew."""

from __future__ import annotations

import argparse
import logging
from dataclasses import replace
from pathlib import Path

from .recipe import build_encoder, default_cache
from .settings import Folders, Settings, TrainSettings


def main() -> None:
    """Parse the command line, train, say how to measure."""
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with training/ and news/")
    parser.add_argument("--reports", type=Path, required=True, help="folder with the reports, *.txt")
    parser.add_argument("--out", type=Path, required=True, help="model directory to write")
    parser.add_argument("--cache", type=Path, help="folder for the teacher's vectors (default: beside --out)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=TrainSettings().steps)
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    folders = Folders(given.corpora, given.reports, given.out, given.cache or default_cache(given.out))
    build_encoder(Settings(folders, seed=given.seed, train=replace(TrainSettings(), steps=given.steps)))
    print(f"{given.out} is written; measure it: python -m eval.public --benchmarks {given.corpora / 'benchmarks'} --encoder {given.out}")


if __name__ == "__main__":
    main()
