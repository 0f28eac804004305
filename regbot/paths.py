"""Every path regbot uses, decided in one place."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Paths:
    """Where one workspace keeps its things. `home` holds corpus, indexes, drafts and config.toml."""

    home: Path
    cache: Path

    @property
    def corpus(self) -> Path:
        """The truth: documents as plain text."""
        return self.home / "corpus"

    @property
    def documents(self) -> Path:
        """`<jurisdiction>/<document-id>/…` below here."""
        return self.corpus / "documents"

    @property
    def indexes(self) -> Path:
        """Disposable: rebuilt from the corpus without a network."""
        return self.home / "indexes"

    @property
    def manifest(self) -> Path:
        """Names the published index generation."""
        return self.indexes / "manifest.json"

    @property
    def embeddings(self) -> Path:
        """Vectors by (model, text hash), so that a rebuild embeds nothing twice."""
        return self.indexes / "embeddings.sqlite3"

    @property
    def lock(self) -> Path:
        """Held by the one writer."""
        return self.indexes / "writer.lock"

    @property
    def drafts(self) -> Path:
        """The user's comment drafts; never inside the corpus."""
        return self.home / "drafts"

    @property
    def config(self) -> Path:
        """The user's settings."""
        return self.home / "config.toml"

    @property
    def models(self) -> Path:
        """ONNX exports by model hash, shared by every workspace of this user."""
        return self.cache / "models"


def checkout() -> Path | None:
    """The repository root when regbot runs from a checkout, else None."""
    root = PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / "corpus").is_dir() else None


def bundled_corpus() -> Path:
    """The corpus that ships with regbot: in the wheel, or the checkout's own."""
    packaged = PACKAGE / "_corpus"
    return packaged if packaged.is_dir() else PACKAGE.parent / "corpus"


def ways_to_fill(home: Path) -> str:
    """How a workspace without documents gets some."""
    case = bundled_corpus()
    return (
        f"import documents with `regbot import PATH`, copy the first case that comes with regbot "
        f"(`mkdir -p '{home}' && cp -r '{case}' '{home}'`), or name another workspace with --home or REGBOT_HOME"
    )


def resolve(home: Path | None) -> Paths:
    """Paths of the workspace at `home`, else REGBOT_HOME, else the checkout, else the user-data folder."""
    import platformdirs

    chosen = home or _from_environment("REGBOT_HOME") or checkout() or platformdirs.user_data_path("regbot")
    cache = _from_environment("REGBOT_CACHE") or platformdirs.user_cache_path("regbot")
    return Paths(home=chosen.expanduser().absolute(), cache=cache)


def _from_environment(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None


def is_default(home: Path | None) -> bool:
    """Whether nobody named a workspace: neither `home`, nor REGBOT_HOME, nor a checkout around the code."""
    return not home and not _from_environment("REGBOT_HOME") and checkout() is None
