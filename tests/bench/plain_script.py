"""The twenty lines that anyone would write first: the same model by sentence-transformers, the same passages in Chroma."""

import sys

import chromadb
from sentence_transformers import SentenceTransformer


def main(model: str, folder: str, question: str) -> None:
    encoder = SentenceTransformer(model)
    client = chromadb.PersistentClient(folder)
    passages = client.get_collection("passages", embedding_function=None)
    vector = encoder.encode(question, normalize_embeddings=True)
    found = passages.query(query_embeddings=[vector.tolist()], n_results=5)
    for key, distance in zip(found["ids"][0], found["distances"][0], strict=True):
        print(f"{1 - distance:.3f}  {key}")


if __name__ == "__main__":
    main(*sys.argv[1:])
