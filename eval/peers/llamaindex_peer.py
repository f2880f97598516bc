"""LlamaIndex as its documentation shows it, defaults throughout, no LLM.

Followed: the starter tutorial (VectorStoreIndex.from_documents, whose parser is SentenceSplitter with 1024 tokens and overlap 200;
HuggingFaceEmbedding with a local folder) and the "Reciprocal Rerank Fusion Retriever" page: BM25Retriever on the index's docstore and the
vector retriever in a QueryFusionRetriever, `num_queries=1` so that no LLM writes further queries. `use_async` is off: the ranking
is the same and each query is faster without an event loop. Documents carry no file name, which would be embedded with every chunk.
HuggingFaceEmbedding refuses a static model (its `max_seq_length` is infinite and cannot be set), so the class is told a finite one here; no
chunk comes near it, and the line does not count as glue.
"""

# glue begins
from llama_index.core import Document, Settings, VectorStoreIndex
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.retrievers.bm25 import BM25Retriever

# glue ends
from sentence_transformers.sentence_transformer.modules import StaticEmbedding

from eval.peers.protocol import TOP, Found, Given, Search, measure


def build(given: Given) -> Search:
    """A search in the fused retriever."""
    StaticEmbedding.max_seq_length = 2**20  # type: ignore[assignment, method-assign]
    # glue begins
    Settings.llm = MockLLM()
    Settings.embed_model = HuggingFaceEmbedding(model_name=given.encoder)
    index = VectorStoreIndex.from_documents([Document(text=text, id_=sha256) for sha256, text in given.texts.items()])
    vectors = index.as_retriever(similarity_top_k=TOP)
    words = BM25Retriever.from_defaults(docstore=index.docstore, similarity_top_k=TOP)
    fusion = QueryFusionRetriever([vectors, words], similarity_top_k=TOP, num_queries=1, mode="reciprocal_rerank", use_async=False)

    def search(question: str) -> list[Found]:
        hits = fusion.retrieve(question)
        return [Found(hit.node.ref_doc_id, hit.node.start_char_idx, hit.node.text, hit.score) for hit in hits]

    # glue ends
    return search


if __name__ == "__main__":
    measure(
        "LlamaIndex",
        "SentenceSplitter 1024/200 tokens, VectorStoreIndex + BM25Retriever in QueryFusionRetriever (reciprocal_rerank), defaults, no LLM",
        ["llama-index-core", "llama-index-retrievers-bm25", "llama-index-embeddings-huggingface", "sentence-transformers"],
        __file__, build,
    )  # fmt: skip
