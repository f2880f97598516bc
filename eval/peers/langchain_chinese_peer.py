"""LangChain set up for Chinese, as someone who knows its documentation would.

Followed: as in `langchain_peer`, and in addition the splitter's page, "splitting text from languages without word boundaries" (its list of
separators), and BM25Retriever's `preprocess_func`, here jieba's words, which is what Chinese guides to LangChain do.
"""

# glue begins
import jieba
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
    separators = ["\n\n", "\n", " ", ".", ",", "\u200b", "\uff0c", "\u3001", "\uff0e", "\u3002", ""]  # as the splitter's page has them
    splitter = RecursiveCharacterTextSplitter(separators=separators, chunk_size=1000, chunk_overlap=200, add_start_index=True)
    chunks = splitter.split_documents(documents)
    vectors = FAISS.from_documents(chunks, HuggingFaceEmbeddings(model_name=given.encoder)).as_retriever(search_kwargs={"k": TOP})
    words = BM25Retriever.from_documents(chunks, preprocess_func=jieba.lcut, k=TOP)
    ensemble = EnsembleRetriever(retrievers=[vectors, words], weights=[0.5, 0.5])

    def search(question: str) -> list[Found]:
        hits = ensemble.invoke(question)[:TOP]
        return [Found(d.metadata["sha256"], d.metadata["start_index"], d.page_content, 1 / rank) for rank, d in enumerate(hits, 1)]

    # glue ends
    return search


if __name__ == "__main__":
    measure(
        "LangChain + jieba",
        "as LangChain, with the separators its documentation gives for Chinese and jieba's words for BM25Retriever",
        ["langchain-classic", "langchain-community", "langchain-huggingface", "langchain-text-splitters", "rank-bm25", "faiss-cpu", "jieba"],
        __file__, build,
    )  # fmt: skip
