"""The training loop: contrastive over in-batch negatives at nested widths, and the teacher's directions beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tqdm import tqdm

from .bags import Bag, Packed, TokenVectors, pack
from .corpora import Parallel
from .pairs import Source
from .settings import TrainSettings

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tokenized:
    """A source as token ids; `groups` says which of the distinct positives belongs to each anchor."""

    source: Source
    anchors: Packed
    positives: Packed
    groups: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Taught:
    """Both sides of the taught pairs as token ids beside the teacher's vectors, shape (pairs, dimensions)."""

    english: Packed
    chinese: Packed
    vectors: Vectors


def tokenize(source: Source, tokenizer: Tokenizer) -> Tokenized:
    """A source ready for the loop; pairs with an empty side are left out."""
    pairs = [(anchor, positive) for anchor, positive in source.pairs if anchor.strip() and positive.strip()]
    numbers: dict[str, int] = {}
    groups = np.array([numbers.setdefault(positive, len(numbers)) for _, positive in pairs])
    return Tokenized(source, pack([a for a, _ in pairs], tokenizer), pack(list(numbers), tokenizer), groups)


def pack_taught(pairs: list[Parallel], vectors: Vectors, tokenizer: Tokenizer) -> Taught:
    """The taught pairs ready for the loop."""
    return Taught(pack([p.en for p in pairs], tokenizer), pack([p.zh for p in pairs], tokenizer), vectors)


def contrastive(
    queries: torch.Tensor, positives: torch.Tensor, same: torch.Tensor, settings: TrainSettings, symmetric: bool
) -> torch.Tensor:
    """Mean InfoNCE (van den Oord 2018) over the nested widths (Kusupati 2022); `same` masks repeated positives."""
    target = torch.arange(len(queries), device=queries.device)
    losses = []
    for width in settings.nested:
        scores = settings.scale * F.normalize(queries[:, :width]) @ F.normalize(positives[:, :width]).T
        scores = scores.masked_fill(same, -1e4)
        losses.append(F.cross_entropy(scores, target))
        if symmetric:
            losses.append(F.cross_entropy(scores.T, target))
    return torch.stack(losses).mean()


class Trainer:
    """Holds the token vectors and the random state of one run."""

    def __init__(self, start: Vectors, settings: TrainSettings, seed: int) -> None:
        self.settings = settings
        self.rng = np.random.default_rng(seed)
        self.vectors = TokenVectors(start)

    def run(self, sources: list[Tokenized], taught: Taught | None) -> Vectors:
        """Token vectors after `settings.steps` steps, shape (tokens, dimensions)."""
        shares = np.array([s.source.weight for s in sources]) / sum(s.source.weight for s in sources)
        progress = tqdm(range(self.settings.steps), desc="training", mininterval=5)
        smooth = math.nan
        for step in progress:
            source = sources[int(self.rng.choice(len(sources), p=shares))]
            loss = self._loss(source, taught if step % 2 == 0 else None)
            torch.autograd.backward(loss)
            self.vectors.advance(self._learning_rate(step))
            smooth = loss.item() if math.isnan(smooth) else 0.98 * smooth + 0.02 * loss.item()
            progress.set_postfix(loss=f"{smooth:.3f}", refresh=False)
        return np.asarray(self.vectors.table.numpy())

    def _loss(self, source: Tokenized, taught: Taught | None) -> torch.Tensor:
        settings = self.settings
        rows, bags = self._contrast_bags(source)
        target = None
        if taught is not None:
            drawn = self.rng.permutation(len(taught.vectors))[: settings.teacher_batch]
            target = F.normalize(torch.from_numpy(taught.vectors[drawn]))
            bags += [side.bag(drawn, settings.query_tokens, 0.0, self.rng) for side in (taught.english, taught.chinese)]
        queries, positives, *imitating = self.vectors.means(bags)
        groups = torch.from_numpy(source.groups[rows])
        same = (groups[:, None] == groups[None, :]) & ~torch.eye(len(rows), dtype=torch.bool)
        loss = contrastive(queries, positives, same, settings, source.source.symmetric)
        if target is not None:
            away = [1 - F.cosine_similarity(means, target).mean() for means in imitating]
            loss = loss + settings.teacher_weight * torch.stack(away).sum()
        return loss

    def _contrast_bags(self, source: Tokenized) -> tuple[NDArray[np.int64], list[Bag]]:
        settings = self.settings
        rows = self.rng.permutation(len(source.groups))[: settings.batch]
        anchors = source.anchors.bag(rows, settings.query_tokens, settings.token_dropout, self.rng)
        return rows, [anchors, source.positives.bag(source.groups[rows], settings.passage_tokens, 0.0, self.rng)]

    def _learning_rate(self, step: int) -> float:
        rising = min(1.0, (step + 1) / self.settings.warm_up)
        falling = max(0.02, 1 - step / self.settings.steps)
        return self.settings.learning_rate * rising * falling
