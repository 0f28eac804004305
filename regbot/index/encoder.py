"""Questions and passages to vectors with onnxruntime and tokenizers alone; neither torch nor sentence_transformers."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from regbot.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

CARD = "export.json"
GRAPH = "model.onnx"
WEIGHTS = "model.onnx.data"
TOKENIZER = "tokenizer.json"
MOST_UNKNOWN = 0.1
BATCH = 16


@dataclass(frozen=True, slots=True)
class Card:
    """What a model is: its hash, vector length, the tokens it reads at most, its prompts, and how true the export is.

    `cosine` is the lowest cosine between exported and original vectors on a sample of the corpus; None: not exported.
    """

    hash: str
    dimension: int
    max_tokens: int
    query_prompt: str = ""
    document_prompt: str = ""
    cosine: float | None = None
    sizes: tuple[int, ...] = ()


class Encoder(Protocol):
    """Turns text into unit vectors."""

    card: Card

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), dimension), each of length 1."""

    def query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimension,), of length 1."""

    def reads(self, text: str) -> bool:
        """Whether the model's vocabulary covers `text`: at most a tenth of its tokens are unknown."""

    def has(self, word: str) -> bool:
        """Whether `word` stands whole in the model's vocabulary."""


class OnnxEncoder:
    """Runs the export in `folder`. Raises ModelError when it is missing, cut short or will not load."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self.card = read_card(folder)
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read once, on import: else it keeps an identifier and sends events
        try:
            import onnxruntime
            from tokenizers import Tokenizer

            onnxruntime.set_default_logger_severity(3)
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.inter_op_num_threads = 1
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            self._session = onnxruntime.InferenceSession(
                str(folder / GRAPH), sess_options=options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise ModelError(
                f"the exported model in {folder} does not load: {error}", "run `regbot index build`"
            ) from error
        prepare(self._tokenizer, self.card.max_tokens)
        self._unknown = unknown_token(self._tokenizer)

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages; batched by length."""
        import numpy as np

        prompted = [self.card.document_prompt + text for text in texts]
        vectors = np.empty((len(texts), self.card.dimension), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(by_length), BATCH):
            chosen = by_length[start : start + BATCH]
            vectors[chosen] = self._run([prompted[index] for index in chosen])
        return vectors

    def query(self, text: str) -> Vectors:
        """The vector of a question."""
        vector: Vectors = self._run([self.card.query_prompt + text])[0]
        return vector

    def reads(self, text: str) -> bool:
        """Whether the model's vocabulary covers `text`."""
        return covers(self._tokenizer, self._unknown, text)

    def has(self, word: str) -> bool:
        """Whether `word` stands whole in the model's vocabulary."""
        return holds_whole(self._tokenizer, self._unknown, word)

    def _run(self, texts: list[str]) -> Vectors:
        import numpy as np

        encoded = self._tokenizer.encode_batch(texts)
        inputs = {
            "input_ids": np.array([item.ids for item in encoded], dtype=np.int64),
            "attention_mask": np.array([item.attention_mask for item in encoded], dtype=np.int64),
        }
        vectors: Vectors = self._session.run(None, inputs)[0]
        return vectors


def prepare(tokenizer: Any, max_tokens: int) -> None:
    """Set truncation and padding on a `tokenizers.Tokenizer`."""
    padding = tokenizer.padding or {}
    tokenizer.enable_truncation(max_tokens)
    tokenizer.enable_padding(
        **{key: value for key, value in padding.items() if key in ("direction", "pad_id", "pad_type_id", "pad_token")}
    )


def unknown_token(tokenizer: Any) -> int | None:
    """Id of the token that stands for what the vocabulary lacks; None where everything can be spelt."""
    unknown = json.loads(tokenizer.to_str())["model"].get("unk_token")
    return tokenizer.token_to_id(unknown) if isinstance(unknown, str) else None


def covers(tokenizer: Any, unknown: int | None, text: str) -> bool:
    """Whether at most a tenth of the tokens of `text` are unknown."""
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    return bool(ids) and (unknown is None or ids.count(unknown) <= MOST_UNKNOWN * len(ids))


def holds_whole(tokenizer: Any, unknown: int | None, word: str) -> bool:
    """Whether `word` is one token, and a known one."""
    ids = tokenizer.encode(word, add_special_tokens=False).ids
    return len(ids) == 1 and ids[0] != unknown


def read_card(folder: Path) -> Card:
    """The card of the export in `folder`. Raises ModelError when the export is missing or cut short."""
    try:
        data = json.loads((folder / CARD).read_text(encoding="utf-8"))
        card = Card(**{**data, "sizes": tuple(data["sizes"])})
        sizes = export_sizes(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"the exported model in {folder} cannot be read: {error}", "run `regbot index build`"
        ) from error
    if card.sizes != sizes:
        raise ModelError(
            f"the exported model in {folder} is damaged", "delete that folder, then run `regbot index build`"
        )
    return card


def write_card(folder: Path, card: Card) -> None:
    """Store the card beside its export."""
    with (folder / CARD).open("w", encoding="utf-8") as stream:
        json.dump(asdict(card), stream)
        stream.flush()
        os.fsync(stream.fileno())


def export_sizes(folder: Path) -> tuple[int, ...]:
    """Sizes in bytes of the export's files."""
    return tuple((folder / name).stat().st_size for name in (GRAPH, WEIGHTS, TOKENIZER))
