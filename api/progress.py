"""Progress of long work: a bar on a terminal, a plain line a stage elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

from tqdm import tqdm


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
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._began = time.perf_counter()

    def __call__(self, stage: str, done: int, of: int) -> None:
        if done >= of:
            now = time.perf_counter()
            print(f"{stage}: {of} ({now - self._began:.1f} s)", file=self._stream, flush=True)
            self._began = now
