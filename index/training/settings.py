"""Everything that can be changed about a run, in one place."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folders:
    """Where text is read from and the model is written to."""

    corpora: Path
    reports: Path
    out: Path
    cache: Path

    @property
    def training(self) -> Path:
        """The folder of texts that may be trained on."""
        return self.corpora / "training"

    @property
    def news(self) -> Path:
        """The dated news texts, one a line."""
        return self.corpora / "news" / "news.txt.xz"


@dataclass(frozen=True, slots=True)
class VocabularySettings:
    """How many tokens of each kind the tokenizer gets."""

    chinese_words: int = 22_000
    english_words: int = 21_500
    english_pieces: int = 1_200
    numbers: int = 600
    longest_chinese_word: int = 4
    news_texts: int = 25_000


@dataclass(frozen=True, slots=True)
class StartSettings:
    """How token vectors begin: shares of random, co-occurrence and teacher directions (they need not sum to 1)."""

    dimensions: int = 256
    random_share: float = 0.25
    cooccurrence_share: float = 0.15
    teacher_share: float = 0.60
    scale: float = 0.8
    news_texts: int = 12_000


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """The optimiser and the losses (temperature as InfoNCE's scale; lengths in tokens)."""

    steps: int = 1_800
    batch: int = 1_024
    teacher_batch: int = 768
    learning_rate: float = 0.02
    warm_up: int = 50
    scale: float = 20.0
    nested: tuple[int, ...] = (256, 64)
    teacher_weight: float = 2.0
    query_tokens: int = 48
    passage_tokens: int = 192
    token_dropout: float = 0.15


@dataclass(frozen=True, slots=True)
class Settings:
    """One run of the recipe."""

    folders: Folders
    seed: int = 0
    vocabulary: VocabularySettings = field(default_factory=VocabularySettings)
    start: StartSettings = field(default_factory=StartSettings)
    train: TrainSettings = field(default_factory=TrainSettings)
