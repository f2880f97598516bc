"""txtai as its documentation shows it: hybrid index with content over paragraphs.

Followed: the Segmentation pipeline's page (`paragraphs=True`, text cleaning on) and the embeddings pages (`hybrid=True`: BM25 and vectors, half
each; `content=True`). txtai's keyword index cuts by Unicode's word boundaries, which in Chinese is every character. The method is named
because the encoder is a sentence-transformers folder. Cleaning strips a paragraph and makes one space of several, so each is found again in
the raw text, one after the other, before it is indexed; what is written are the raw characters.
"""

# glue begins
import re

from txtai import Embeddings
from txtai.pipeline import Segmentation

# glue ends
from eval.peers.protocol import TOP, Found, Given, Search, measure


def build(given: Given) -> Search:
    """A search in the hybrid index."""
    # glue begins
    segment = Segmentation(paragraphs=True)
    places = [(sha256, *place) for sha256, text in given.texts.items() for place in _locate(text, segment(text))]
    embeddings = Embeddings(path=given.encoder, method="sentence-transformers", hybrid=True, content=True)
    embeddings.index(enumerate(piece for _, _, piece, _ in places))

    def search(question: str) -> list[Found]:
        hits = [(places[int(hit["id"])], hit["score"]) for hit in embeddings.search(question, TOP)]
        return [Found(sha256, start, raw, score) for (sha256, start, _, raw), score in hits]

    # glue ends
    return search


def _locate(text: str, pieces: list[str]) -> list[tuple[int, str, str]]:
    """For each piece, in their order: where it begins, the piece, and the raw characters that it was cleaned from."""
    # glue begins
    places: list[tuple[int, str, str]] = []
    cursor = 0
    for piece in pieces:
        found = re.compile(" +".join(map(re.escape, piece.split(" ")))).search(text, cursor)
        assert found, f"not in the text: {piece[:40]}"
        places.append((found.start(), piece, found.group()))
        cursor = found.end()
    # glue ends
    return places


if __name__ == "__main__":
    measure(
        "txtai", "Segmentation by paragraphs, Embeddings(hybrid=True, content=True), defaults",
        ["txtai", "sentence-transformers", "faiss-cpu"],
        __file__, build,
    )  # fmt: skip
