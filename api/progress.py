"""Progress of long work: a bar on a terminal, a plain line a stage elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

from tqdm import tqdm

_PATIENCE = 5.0  # seconds without a word


def reporter(stream: TextIO | None = None) -> Callable[[str, int, int], None]:
    """A function to call with (stage, done, of); it draws on `stream`, by default standard error."""
    target = stream or sys.stderr
    return _Bars(target) if target.isatty() else _Lines(target)


class _Bars:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._stage = ""
        self._bar: tqdm | None = None

    def __call__(self, stage: str, done: int, of: int) -> None:
        if stage != self._stage or self._bar is None:
            self._bar = tqdm(total=of, desc=f"{stage:<18}", file=self._stream, leave=True)
            self._stage = stage
        self._bar.update(done - self._bar.n)
        if done >= of:
            self._bar.close()


class _Lines:
    """A line when a stage ends, and one every tenth of a stage that takes more than a few seconds, with what is left to wait."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._began = self._said = time.perf_counter()

    def __call__(self, stage: str, done: int, of: int) -> None:
        now = time.perf_counter()
        if done >= of:
            print(f"{stage}: {of} ({now - self._began:.1f} s)", file=self._stream, flush=True)
            self._began = self._said = now
        elif done and now - self._said > max(_PATIENCE, 0.1 * (now - self._began) * of / done):
            left = (now - self._began) * (of - done) / done
            print(f"{stage}: {done} of {of}, about {left:.0f} s left", file=self._stream, flush=True)
            self._said = now
