"""The thirty lines most tutorials show: fixed chunks, one encoder, nearest vectors; no words, no fusion.

Followed: RecursiveCharacterTextSplitter as in LangChain's RAG tutorial, sentence-transformers' `encode`, FAISS's `IndexFlatIP`.
"""

# glue begins
import faiss
from langchain_text_splitters import RecursiveCharacterTextSplitter
from sentence_transformers import SentenceTransformer

# glue ends
from eval.peers.protocol import TOP, Found, Given, Search, measure


def build(given: Given) -> Search:
    """A search among the vectors."""
    # glue begins
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
    chunks = splitter.create_documents(list(given.texts.values()), [{"sha256": sha256} for sha256 in given.texts])
    model = SentenceTransformer(given.encoder)
    vectors = model.encode([chunk.page_content for chunk in chunks], normalize_embeddings=True, show_progress_bar=False)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)

    def search(question: str) -> list[Found]:
        scores, numbers = index.search(model.encode([question], normalize_embeddings=True, show_progress_bar=False), TOP)
        hits = [(chunks[number], float(score)) for number, score in zip(numbers[0], scores[0], strict=True)]
        return [Found(chunk.metadata["sha256"], chunk.metadata["start_index"], chunk.page_content, score) for chunk, score in hits]

    # glue ends
    return search


if __name__ == "__main__":
    measure(
        "naive", "sentence-transformers + FAISS over RecursiveCharacterTextSplitter chunks of 1000/200, vectors only",
        ["sentence-transformers", "faiss-cpu", "langchain-text-splitters"],
        __file__, build,
    )  # fmt: skip
