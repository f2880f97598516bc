"""A small static encoder made from the corpus itself: what is used where no trained model is.

Latent semantic analysis (Deerwester et al. 1990): token vectors are the right singular vectors of the tf-idf matrix of
passages × tokens, scaled by idf; a text's vector is the mean over its tokens. Deterministic: same passages, same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

_VOCABULARY = 8_000
_SEED = 20


def make_static_model(passages: Sequence[str], folder: Path, dimension: int = 128) -> None:
    """Write a sentence-transformers model (StaticEmbedding) made from `passages` into `folder`."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.Digits()])
    trainer = trainers.BpeTrainer(
        vocab_size=_VOCABULARY, special_tokens=["[UNK]"], max_token_length=4, show_progress=False, limit_alphabet=6_000
    )
    tokenizer.train_from_iterator(passages, trainer)
    weights = token_vectors([encoding.ids for encoding in tokenizer.encode_batch(list(passages))], tokenizer.get_vocab_size(), dimension)
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu").save(str(folder))


def token_vectors(passages: Sequence[Sequence[int]], vocabulary: int, dimension: int) -> np.ndarray:
    """Shape (vocabulary, dimension), float32: idf-weighted singular vectors of the passages' token ids."""
    rows = np.repeat(np.arange(len(passages)), [len(ids) for ids in passages])
    columns = np.concatenate([np.asarray(ids, np.int64) for ids in passages])
    counts = csr_matrix((np.ones(len(columns), np.float32), (rows, columns)), shape=(len(passages), vocabulary))
    idf = np.log((len(passages) + 1) / (np.bincount(counts.indices, minlength=vocabulary) + 0.5)).astype(np.float32)
    weighted = counts.multiply(idf).tocsr()
    weighted.data = np.log1p(weighted.data)
    rank = min(dimension, min(weighted.shape) - 1)
    start = np.random.default_rng(_SEED).standard_normal(min(weighted.shape))
    _, _, right = svds(weighted, k=rank, v0=start)
    signs = np.sign(right[np.arange(rank), np.abs(right).argmax(axis=1)])
    vectors = np.zeros((vocabulary, dimension), np.float32)
    vectors[:, :rank] = (right * signs[:, None]).T * idf[:, None]
    return vectors
