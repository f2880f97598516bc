"""A small transformer instead of static vectors: `python -m index.training.transformer --corpora DIR --reports DIR --out DIR`.

Three stages on the texts and pairs of the static recipe: masked words, the contrastive mix, and the mix with hard negatives, the
passages of other regions or years that BM25 takes for the right one. Meant for a GPU; runs on any device, seeded.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer, processors
from tqdm import tqdm
from transformers import BertConfig, BertForMaskedLM, PreTrainedTokenizerFast

from index.lexical import build_lexical
from index.tokens import tokenize

from .corpora import ReportPassage
from .glossing import Glosser, build_glosser
from .lexicon import build_lexicon
from .pairs import Source, Texts, build_sources, with_header
from .pseudo import chinese_query, english_query
from .recipe import default_cache, read_texts, train_tokenizer
from .settings import Folders, Settings, TrainSettings
from .train import contrastive

Triple = tuple[str, str, str]
"""A question, the passage it is about, and a passage that only looks like it."""

_SPECIAL = {"pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}


@dataclass(frozen=True, slots=True)
class TransformerSettings:
    """Size of the model (4 × 256 is 15 M weights, 12 M of them token vectors) and length of the three stages."""

    layers: int = 4
    width: int = 256
    heads: int = 4
    tokens: int = 256
    masked_steps: int = 60_000
    contrastive_steps: int = 20_000
    hard_steps: int = 8_000
    batch: int = 256
    learning_rate: float = 5e-4
    masked_share: float = 0.15
    neighbours: int = 4
    query_tokens: int = 40
    losses: TrainSettings = field(default_factory=TrainSettings)  # its scale and nested widths


def build_transformer(settings: Settings, size: TransformerSettings) -> None:
    """Read, pretrain, train and write the sentence-transformers directory `settings.folders.out`."""
    texts = read_texts(settings)
    glosser = build_glosser(build_lexicon(texts.cedict, texts.parallel))
    sources = [source for source in build_sources(texts, glosser, settings.seed) if source.pairs]
    tokenizer = marked(train_tokenizer(texts, sources, glosser, settings), size.tokens)
    trainer = Trainer(tokenizer, size, settings.seed)
    trainer.pretrain(all_texts(texts))
    trainer.train_pairs(sources)
    trainer.train_triples(hard_triples(texts.reports, glosser, size, settings.seed))
    trainer.export(settings.folders.out)


def marked(tokenizer: Tokenizer, longest: int) -> PreTrainedTokenizerFast:
    """The static recipe's tokenizer with the marks a transformer needs around a text."""
    tokenizer.add_special_tokens(list(_SPECIAL.values()))
    ends = [(mark, tokenizer.token_to_id(mark)) for mark in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, model_max_length=longest, unk_token="[UNK]", **_SPECIAL
    )


def all_texts(texts: Texts) -> list[str]:
    """Every Chinese and English text at hand, for the masked words."""
    parallel = [side for pair in texts.parallel for side in (pair.en, pair.zh) if len(side) > 20]
    passages = [with_header(passage) for passage in texts.reports]
    return [*passages, *texts.news, *(law.text for law in texts.laws), *{a.context: None for a in texts.asked}, *parallel]


def hard_triples(reports: list[ReportPassage], glosser: Glosser, size: TransformerSettings, seed: int) -> list[Triple]:
    """Questions in both languages with their passage and one of its nearest by BM25 that is of another region or year."""
    rng = random.Random(seed)
    tokens = [tokenize(passage.text) for passage in reports]
    lexical = build_lexical(tokens, [[] for _ in tokens])
    triples = []
    for passage, own in zip(tqdm(reports, desc="hard negatives"), tokens, strict=True):
        order = np.argsort(-lexical.scores(rng.sample(own, min(len(own), size.query_tokens))), kind="stable")
        near = (reports[int(at)] for at in order[: 50 * size.neighbours])
        others = [p for p in near if (p.region, p.year) != (passage.region, passage.year)][: size.neighbours]
        for query in (english_query(passage, glosser, rng), chinese_query(passage, glosser, rng)):
            if query.strip() and others:
                triples.append((query, with_header(passage), with_header(rng.choice(others))))
    return triples


class Trainer:
    """Holds the model, its optimiser's device and the random state of one run."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast, size: TransformerSettings, seed: int) -> None:
        torch.manual_seed(seed)
        self._rng = random.Random(seed)
        self._tokenizer, self._size = tokenizer, size
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        config = BertConfig(
            vocab_size=len(tokenizer), hidden_size=size.width, num_hidden_layers=size.layers, num_attention_heads=size.heads,
            intermediate_size=4 * size.width, max_position_embeddings=size.tokens, pad_token_id=tokenizer.pad_token_id,
        )  # fmt: skip
        self._model = BertForMaskedLM(config).to(self._device)  # type: ignore[arg-type]

    def pretrain(self, texts: list[str]) -> None:
        """Guess masked tokens (Devlin et al. 2019)."""
        self._run("masked words", self._size.masked_steps, lambda: self._masked_loss(self._draw(texts)))

    def train_pairs(self, sources: list[Source]) -> None:
        """Tell a text's partner from the others of the batch; one source a batch, drawn by weight."""
        weights = [source.weight for source in sources]

        def loss() -> torch.Tensor:
            source = self._rng.choices(sources, weights)[0]
            pairs = [(a, b) for a, b in self._draw(source.pairs) if a.strip() and b.strip()]
            return self._contrast([a for a, _ in pairs], [b for _, b in pairs], source.symmetric)

        self._run("pairs", self._size.contrastive_steps, loss)

    def train_triples(self, triples: list[Triple]) -> None:
        """The same with a hard negative for every question beside the others of the batch."""

        def loss() -> torch.Tensor:
            drawn = self._draw(triples)
            return self._contrast([q for q, _, _ in drawn], [p for _, p, _ in drawn] + [n for _, _, n in drawn], symmetric=False)

        if triples:
            self._run("hard negatives", self._size.hard_steps, loss)

    def export(self, folder: Path) -> None:
        """Write the encoder with mean pooling as a sentence-transformers directory."""
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

        plain = folder / "plain"
        self._model.bert.to("cpu").save_pretrained(plain)
        self._tokenizer.save_pretrained(plain)
        modules = [Transformer(str(plain), max_seq_length=self._size.tokens), Pooling(self._size.width, "mean"), Normalize()]
        SentenceTransformer(modules=modules, device="cpu").save(str(folder), create_model_card=False)
        for path in sorted(plain.iterdir()):
            path.unlink()
        plain.rmdir()

    def _run(self, name: str, steps: int, loss: Callable[[], torch.Tensor]) -> None:
        optimiser = torch.optim.AdamW(self._model.parameters(), lr=self._size.learning_rate, weight_decay=0.01)
        warm_up = max(1, steps // 20)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min((step + 1) / warm_up, max(0.02, 1 - step / steps)))
        self._model.train()
        progress = tqdm(range(steps), desc=name, mininterval=5)
        for _ in progress:
            with torch.autocast(self._device.type, torch.bfloat16, enabled=self._device.type == "cuda"):
                value = loss()
            optimiser.zero_grad()
            torch.autograd.backward(value)
            torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            progress.set_postfix(loss=f"{value.item():.3f}", refresh=False)

    def _draw(self, rows: list[Any]) -> list[Any]:
        return self._rng.sample(rows, min(len(rows), self._size.batch))

    def _tokens(self, texts: list[str]) -> dict[str, torch.Tensor]:
        found = self._tokenizer(texts, padding=True, truncation=True, return_tensors="pt", return_token_type_ids=False)
        return {name: tensor.to(self._device) for name, tensor in found.items()}

    def _masked_loss(self, texts: list[str]) -> torch.Tensor:
        batch = self._tokens(texts)
        ids = batch["input_ids"]
        drawn = torch.rand(ids.shape).to(self._device)  # on the CPU, so that a seed means the same on every device
        special = torch.isin(ids, torch.tensor(self._tokenizer.all_special_ids, device=self._device))
        chosen = (drawn < self._size.masked_share) & ~special
        chosen[0, 1] = True  # a batch of short texts may have none
        batch["input_ids"] = ids.masked_fill(chosen & (drawn < 0.9 * self._size.masked_share), self._tokenizer.mask_token_id or 0)
        labels = ids.masked_fill(~chosen, -100)
        loss: torch.Tensor = self._model(**batch, labels=labels).loss
        return loss

    def _contrast(self, queries: list[str], passages: list[str], symmetric: bool) -> torch.Tensor:
        numbers = {text: number for number, text in enumerate(passages)}
        groups = torch.tensor([numbers[text] for text in passages])
        same = groups[: len(queries), None] == groups[None, :]
        same[torch.arange(len(queries)), torch.arange(len(queries))] = False
        means = self._means(queries), self._means(passages)
        return contrastive(*means, same.to(self._device), self._size.losses, symmetric)

    def _means(self, texts: list[str]) -> torch.Tensor:
        batch = self._tokens(texts)
        states = self._model.bert(**batch).last_hidden_state
        weights = batch["attention_mask"][:, :, None].to(states.dtype)
        means: torch.Tensor = (states * weights).sum(1) / weights.sum(1).clamp(min=1)
        return means


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m index.training.transformer", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with training/ and news/")
    parser.add_argument("--reports", type=Path, required=True, help="folder with the reports, *.txt")
    parser.add_argument("--out", type=Path, required=True, help="model directory to write")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps-divisor", type=int, default=1, help="train that many times shorter")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    full = TransformerSettings()
    steps = {name: max(1, getattr(full, name) // given.steps_divisor) for name in ("masked_steps", "contrastive_steps", "hard_steps")}
    folders = Folders(given.corpora, given.reports, given.out, default_cache(given.out))
    build_transformer(Settings(folders, seed=given.seed), replace(full, **steps))


if __name__ == "__main__":
    main()
