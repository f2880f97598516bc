"""Baogao in the same protocol: `build_index` on the folder, then what POST /v1/search does with a question and no filters."""

# glue begins
import tempfile
from pathlib import Path

# glue ends
from eval.peers.protocol import TOP, Found, Given, Search, measure

# glue begins
from index.build import build_index
from index.encoder import open_encoder
from index.store import open_index
from rag.ask import understand
from rag.retrieve import retrieve

# glue ends


def build(given: Given) -> Search:
    """A search in a fresh index: built, written, opened and checked."""
    # glue begins
    encoder = open_encoder(given.encoder)
    with tempfile.TemporaryDirectory() as folder:
        build_index(given.reports, Path(folder) / "index", encoder)
        index = open_index(Path(folder) / "index", encoder)

    def search(question: str) -> list[Found]:
        hits = retrieve(index, understand(index, question), TOP).hits
        passages = [(index.passages[hit.passage_id], hit.score) for hit in hits]
        return [Found(index.reports[p.report].sha256, p.start, index.text(p), score) for p, score in passages]

    # glue ends
    return search


if __name__ == "__main__":
    measure("Baogao", "defaults: `baogao index`, then search with no filters", ["baogao", "sentence-transformers"], __file__, build)
