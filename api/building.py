"""Settings → a built or opened index: which encoder goes with which index is decided here alone."""

from __future__ import annotations

from api.progress import reporter
from api.settings import Settings
from index.build import BuildSummary, build_index, is_stale
from index.encoder import Encoder, open_encoder
from index.store import OpenIndex, open_index, read_manifest


def build_from(settings: Settings) -> BuildSummary:
    """Build the index of `settings.reports`; the encoder is the one set, else one made from the reports."""
    encoder: Encoder | None = open_encoder(settings.encoder) if settings.encoder else None
    return build_index(settings.reports, settings.index, encoder, progress=reporter())


def open_from(settings: Settings) -> OpenIndex:
    """Open the index with the encoder set, else with the one it was built with. Raises as `open_index` does."""
    read_manifest(settings.index)
    own = settings.index / "encoder"
    return open_index(settings.index, open_encoder(settings.encoder or own))


def is_current(settings: Settings) -> bool:
    """Whether the index was built from these reports, as they are now, with this encoder."""
    fingerprint = open_encoder(settings.encoder).fingerprint if settings.encoder else None
    return not is_stale(settings.index, settings.reports, fingerprint)
