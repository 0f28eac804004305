"""The least that has to happen: start Python, import chromadb, load the ONNX model, encode one question, query once."""

import sys
from pathlib import Path

import chromadb
import numpy as np
import onnxruntime
from tokenizers import Tokenizer


def main(model: str, folder: str, question: str) -> None:
    session = onnxruntime.InferenceSession(str(Path(model) / "model.onnx"), providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(Path(model) / "tokenizer.json"))
    passages = chromadb.PersistentClient(folder).get_collection("passages", embedding_function=None)
    encoded = tokenizer.encode(question)
    inputs = {
        "input_ids": np.array([encoded.ids], dtype=np.int64),
        "attention_mask": np.array([encoded.attention_mask], dtype=np.int64),
    }
    vectors = session.run(None, inputs)[0]
    found = passages.query(query_embeddings=vectors, n_results=5)
    for key, distance in zip(found["ids"][0], found["distances"][0], strict=True):
        print(f"{1 - distance:.3f}  {key}")


if __name__ == "__main__":
    main(*sys.argv[1:])
