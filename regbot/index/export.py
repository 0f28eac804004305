"""A sentence-transformers model to ONNX, once: pooling and normalisation included, checked against the original."""

from __future__ import annotations

import logging
import shutil
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from regbot.errors import ModelError
from regbot.index.embed import SentenceTransformerEncoder
from regbot.index.encoder import GRAPH, TOKENIZER, Card, OnnxEncoder, export_sizes, write_card

LOWEST_COSINE = 0.9999
EXAMPLES = ("The processor shall obtain separate consent.", "Consent")


def export(original: SentenceTransformerEncoder, folder: Path, sample: Sequence[str]) -> OnnxEncoder:
    """Export `original` to `folder` and open it. Raises ModelError, leaving nothing, when it cannot be done truly.

    `sample` are texts on which every exported vector must have a cosine of at least 0.9999 with the original's.
    """
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        original.tokenizer.save(str(partial / TOKENIZER))
        _write_graph(original, partial / GRAPH)
        card = replace(original.card, sizes=export_sizes(partial))
        write_card(partial, card)
        write_card(partial, _checked(original, partial, card, sample))
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    except Exception as error:
        raise ModelError(f"the model cannot be exported to ONNX: {error}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return OnnxEncoder(folder)


def _write_graph(original: SentenceTransformerEncoder, path: Path) -> None:
    import torch

    class Sentences(torch.nn.Module):  # type: ignore[misc]
        def __init__(self, model: Any) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            return torch.nn.functional.normalize(self.model(features)["sentence_embedding"], dim=1)

    encoded = original.model.preprocess(list(EXAMPLES))
    if extra := encoded.keys() - {"input_ids", "attention_mask", "token_type_ids", "modality"}:
        raise ModelError(f"unexpected inputs: {', '.join(sorted(extra))}")
    shape = {
        0: torch.export.Dim("batch", min=1, max=4096),
        1: torch.export.Dim("tokens", min=2, max=original.card.max_tokens),
    }
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Sentences(original.model).eval(),
            (encoded["input_ids"], encoded["attention_mask"]),
            path,
            dynamo=True,
            dynamic_shapes=(shape, shape),
            input_names=["input_ids", "attention_mask"],
            output_names=["sentence_vector"],
            external_data=True,
            verbose=False,
        )


def _checked(original: SentenceTransformerEncoder, folder: Path, card: Card, sample: Sequence[str]) -> Card:
    exported = OnnxEncoder(folder)
    texts = [*EXAMPLES, *sample, " ".join([*sample, *EXAMPLES] * 20)[:20_000]]
    batched = (original.documents(texts) * exported.documents(texts)).sum(axis=1)
    single = [float(original.query(text) @ exported.query(text)) for text in texts[:8]]
    lowest = min(float(batched.min()), *single)
    if not lowest >= LOWEST_COSINE:
        raise ModelError(f"cosine {lowest:.5f} with the original")
    return replace(card, cosine=min(lowest, 1.0))
