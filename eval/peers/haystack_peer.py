"""Haystack as its hybrid retrieval tutorial shows it, defaults throughout but for the unit of splitting.

Followed: tutorial 33, "Creating a Hybrid Retrieval Pipeline" (DocumentSplitter, sentence-transformers embedders, InMemoryDocumentStore with its
BM25 and embedding retrievers, DocumentJoiner) without its ranker, a second model; the joiner's page for `reciprocal_rank_fusion`. The store's
BM25 takes Chinese character by character by itself. The splitter's default, 200 words between spaces, would keep each of these files in
one piece, so it splits by `passage` (blank lines), the unit its page gives for paragraphs: five a chunk, about the thousand characters of the
other frameworks' chunks and, of 1, 2, 3 and 5, what found most here.
"""

# glue begins
from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

# glue ends
from eval.peers.protocol import TOP, Found, Given, Search, measure


def build(given: Given) -> Search:
    """A search in the hybrid pipeline."""
    # glue begins
    store = InMemoryDocumentStore()
    _write(store, given)
    pipeline = _pipeline(store, given.encoder)

    def search(question: str) -> list[Found]:
        asked = {"embedder": {"text": question}, "words": {"query": question}}
        hits = pipeline.run(asked)["joiner"]["documents"]
        return [Found(hit.meta["sha256"], hit.meta["split_idx_start"], hit.content, hit.score) for hit in hits]

    # glue ends
    return search


def _write(store: InMemoryDocumentStore, given: Given) -> None:
    # glue begins
    indexing = Pipeline()
    indexing.add_component("splitter", DocumentSplitter(split_by="passage", split_length=5))
    indexing.add_component("embedder", SentenceTransformersDocumentEmbedder(model=given.encoder, progress_bar=False))
    indexing.add_component("writer", DocumentWriter(document_store=store))
    indexing.connect("splitter", "embedder")
    indexing.connect("embedder", "writer")
    documents = [Document(content=text, meta={"sha256": sha256}) for sha256, text in given.texts.items()]
    indexing.run({"splitter": {"documents": documents}})
    # glue ends


def _pipeline(store: InMemoryDocumentStore, encoder: str) -> Pipeline:
    # glue begins
    pipeline = Pipeline()
    pipeline.add_component("embedder", SentenceTransformersTextEmbedder(model=encoder, progress_bar=False))
    pipeline.add_component("vectors", InMemoryEmbeddingRetriever(document_store=store, top_k=TOP))
    pipeline.add_component("words", InMemoryBM25Retriever(document_store=store, top_k=TOP))
    pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=TOP))
    pipeline.connect("embedder", "vectors")
    pipeline.connect("words", "joiner")
    pipeline.connect("vectors", "joiner")
    # glue ends
    return pipeline


if __name__ == "__main__":
    measure(
        "Haystack",
        "DocumentSplitter by 5 passages, InMemoryDocumentStore, BM25 + embedding retrievers in DocumentJoiner (reciprocal_rank_fusion)",
        ["haystack-ai", "sentence-transformers-haystack", "sentence-transformers"],
        __file__, build,
    )  # fmt: skip
