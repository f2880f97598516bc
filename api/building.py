"""Settings → a built or opened index: which encoder goes with which index is decided here alone."""

from __future__ import annotations

from api.progress import reporter
from api.settings import Settings
from index.build import BuildSummary, build_index, is_stale
from index.encoder import BUNDLED, open_encoder
from index.reranker import open_reranker
from index.store import OpenIndex, open_index, read_manifest


def build_from(settings: Settings) -> BuildSummary:
    """Build the index of `settings.reports` with the encoder that is set."""
    return build_index(settings.reports, settings.index, open_encoder(settings.encoder or BUNDLED), progress=reporter())


def open_from(settings: Settings) -> OpenIndex:
    """Open the index with the encoder and the reranker that are set. Raises as `open_index` does."""
    read_manifest(settings.index)
    encoder = open_encoder(settings.encoder or BUNDLED)
    return open_index(settings.index, encoder, open_reranker(settings.reranker) if settings.reranker else None)


def is_current(settings: Settings) -> bool:
    """Whether the index was built from these reports, as they are now, with this encoder."""
    return not is_stale(settings.index, settings.reports, open_encoder(settings.encoder or BUNDLED).fingerprint)
