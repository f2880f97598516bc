"""LlamaIndex set up for Chinese: as `llamaindex_peer`, with BM25Retriever's documented `token_pattern` taking every Chinese character.

Its default pattern takes a run of two and more letters for a word, so whatever stands between two Chinese commas is one "word" to it. About the encoder's
length see `llamaindex_peer`.
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
    characters = r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+"  # each Chinese character, and runs of other letters and figures
    Settings.llm = MockLLM()
    Settings.embed_model = HuggingFaceEmbedding(model_name=given.encoder)
    index = VectorStoreIndex.from_documents([Document(text=text, id_=sha256) for sha256, text in given.texts.items()])
    vectors = index.as_retriever(similarity_top_k=TOP)
    words = BM25Retriever.from_defaults(docstore=index.docstore, similarity_top_k=TOP, token_pattern=characters)
    fusion = QueryFusionRetriever([vectors, words], similarity_top_k=TOP, num_queries=1, mode="reciprocal_rerank", use_async=False)

    def search(question: str) -> list[Found]:
        hits = fusion.retrieve(question)
        return [Found(hit.node.ref_doc_id, hit.node.start_char_idx, hit.node.text, hit.score) for hit in hits]

    # glue ends
    return search


if __name__ == "__main__":
    measure(
        "LlamaIndex + characters",
        "as LlamaIndex, with a token_pattern for BM25Retriever that takes every Chinese character",
        ["llama-index-core", "llama-index-retrievers-bm25", "llama-index-embeddings-huggingface", "sentence-transformers"],
        __file__, build,
    )  # fmt: skip
