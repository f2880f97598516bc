"""Errors of the index package.

BaogaoError
├── SourceError       a file that cannot be read as text
├── ReportsError      a folder without a usable report
├── EncoderError      a model that cannot be loaded or used
└── StoredIndexError
    ├── IndexMissing      there is no index where one was looked for
    ├── IndexCorrupt      an index is there, but broken or half written
    └── IndexMismatch     the index was built with another encoder or format
"""

from __future__ import annotations


class BaogaoError(Exception):
    """Root of the tree: the message says what, where and what to do."""


class SourceError(BaogaoError):
    """A file that cannot be read as text."""


class ReportsError(BaogaoError):
    """A folder without a usable report."""


class EncoderError(BaogaoError):
    """A model that cannot be loaded or used."""


class StoredIndexError(BaogaoError):
    """An index directory that cannot be used."""


class IndexMissing(StoredIndexError):
    """There is no index where one was looked for."""


class IndexCorrupt(StoredIndexError):
    """An index is there, but broken or half written."""


class IndexMismatch(StoredIndexError):
    """The index was built with another encoder or another format."""
