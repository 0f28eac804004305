"""Composition root: one workspace with its settings, corpus and index, each opened when first needed."""

from __future__ import annotations

import shutil
import tempfile
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from regbot import paths
from regbot.corpus.store import Corpus
from regbot.errors import ConfigError
from regbot.model import AsOf, Filters

if TYPE_CHECKING:
    from regbot.ask.conversation import Conversation
    from regbot.config import Settings
    from regbot.index.retrieve import Index


class Workspace:
    """A folder with `corpus/`, `indexes/`, `drafts/` and `config.toml`, looked at as of a moment."""

    def __init__(self, where: paths.Paths, as_of: AsOf) -> None:
        self.paths = where
        self.as_of = as_of

    @classmethod
    def open(cls, home: Path | None, as_of: AsOf) -> Workspace:
        """The workspace at `home`, else the default one, seeded with the bundled corpus if it is not there yet.

        Raises ConfigError when `home` is a file, or the default workspace cannot be created.
        """
        where = paths.resolve(home)
        if where.home.exists() and not where.home.is_dir():
            raise ConfigError(f"{where.home} is not a folder", "name the folder of a workspace: `--home DIR`")
        if paths.is_default(home) and not where.corpus.exists():
            _seed(where)
        return cls(where, as_of)

    @cached_property
    def settings(self) -> Settings:
        """Validated settings. Raises ConfigError."""
        from regbot import config

        return config.load(self.paths.config)

    @cached_property
    def corpus(self) -> Corpus:
        """The documents on disk."""
        return Corpus(self.paths.documents)

    @cached_property
    def index(self) -> Index:
        """The published index generation. Raises SearchIndexError."""
        from regbot.index.retrieve import Index

        return Index.open(self.paths, self.settings)

    def reopen_index(self) -> Index:
        """The newest published generation, after a build."""
        self.__dict__.pop("index", None)
        return self.index

    def filters(self, documents: tuple[str, ...] = ()) -> Filters:
        """Filters of this workspace's moment, restricted to `documents` (ids or globs)."""
        return Filters(as_of=self.as_of, documents=documents)

    def conversation(self, *, llm: bool | None = None) -> Conversation:
        """A new conversation over the index.

        `llm` says whether the language model of the settings may word the answers; None: where the settings name one.
        Raises ConfigError when it is wanted and none is named.
        """
        from regbot.ask.conversation import Conversation

        settings = self.settings.llm
        if llm and not (settings.url and settings.model):
            raise ConfigError("no language model is set up", "name one in config.toml: `[llm]` with `url` and `model`")
        if llm is False or not (settings.url and settings.model):
            return Conversation(self.index)
        from regbot.ask.llm import rephrase

        return Conversation(self.index, lambda answer: rephrase(answer, settings))


def _seed(where: paths.Paths) -> None:
    source = paths.bundled_corpus()
    try:
        where.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=where.home, prefix=".seed-") as folder:
            copy = Path(folder) / "corpus"
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("snapshots"))
            if not where.corpus.exists():
                copy.rename(where.corpus)
    except OSError as error:
        raise ConfigError(
            f"cannot set up the workspace at {where.home}: {error}", "choose another: `--home DIR`"
        ) from error
