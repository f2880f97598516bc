"""LangChain as its documentation shows it, defaults throughout.

Followed: the RAG tutorial's RecursiveCharacterTextSplitter (1000 characters, overlap 200, add_start_index) and the how-to "combine results
from multiple retrievers": FAISS and BM25Retriever with its own splitting at spaces, half each, in an EnsembleRetriever. The page names BM25
first; where the halves tie the first wins, and on Chinese, which has no spaces, BM25's half is chance, so here the vectors come first, which
finds more. The ensemble gives ranks and no scores: the score written is 1/rank.
"""

# glue begins
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

# glue ends
from eval.peers.protocol import TOP, Found, Given, Search, measure


def build(given: Given) -> Search:
    """A search in the ensemble."""
    # glue begins
    documents = [Document(page_content=text, metadata={"sha256": sha256}) for sha256, text in given.texts.items()]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
    chunks = splitter.split_documents(documents)
    vectors = FAISS.from_documents(chunks, HuggingFaceEmbeddings(model_name=given.encoder)).as_retriever(search_kwargs={"k": TOP})
    words = BM25Retriever.from_documents(chunks, k=TOP)
    ensemble = EnsembleRetriever(retrievers=[vectors, words], weights=[0.5, 0.5])

    def search(question: str) -> list[Found]:
        hits = ensemble.invoke(question)[:TOP]
        return [Found(d.metadata["sha256"], d.metadata["start_index"], d.page_content, 1 / rank) for rank, d in enumerate(hits, 1)]

    # glue ends
    return search


if __name__ == "__main__":
    measure(
        "LangChain",
        "RecursiveCharacterTextSplitter 1000/200, BM25Retriever + FAISS in EnsembleRetriever 0.5/0.5, defaults",
        ["langchain-classic", "langchain-community", "langchain-huggingface", "langchain-text-splitters", "rank-bm25", "faiss-cpu"],
        __file__, build,
    )  # fmt: skip
