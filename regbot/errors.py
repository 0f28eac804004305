"""Every error regbot raises on purpose: a message, a hint that mends it, and an exit code."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Process exit codes, as promised to scripts."""

    OK = 0
    UNEXPECTED = 1
    CONFIG = 2
    CORPUS = 3
    SOURCE = 4
    INDEX = 5
    MODEL = 6
    DRAFT = 7
    INTERRUPTED = 130


class RegbotError(Exception):
    """Base of the error tree. `message` says what is wrong, `hint` the one thing to do about it."""

    exit_code = ExitCode.UNEXPECTED
    default_hint = "run `regbot doctor`"

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or self.default_hint

    @property
    def code(self) -> str:
        """Short name for JSON, e.g. `index_missing`."""
        name = type(self).__name__.removesuffix("Error")
        return "".join(f"_{char.lower()}" if char.isupper() else char for char in name).lstrip("_")


class ConfigError(RegbotError):
    """Bad usage or bad settings."""

    exit_code = ExitCode.CONFIG
    default_hint = "run `regbot --help`"


class CorpusError(RegbotError):
    """A document, version or provision is missing or does not parse."""

    exit_code = ExitCode.CORPUS


class UnknownRefError(CorpusError):
    """No such document or provision."""

    default_hint = "run `regbot list` for the documents, `regbot show DOCUMENT` for its provisions"


class SourceError(RegbotError):
    """A publisher's site or API did not give what was asked."""

    exit_code = ExitCode.SOURCE


class SearchIndexError(RegbotError):
    """The index cannot answer; it can always be rebuilt from the corpus."""

    exit_code = ExitCode.INDEX
    default_hint = "run `regbot index build`"


class IndexMissingError(SearchIndexError):
    """No index generation has been published yet."""


class IndexStaleError(SearchIndexError):
    """The index was made by an incompatible version of regbot."""


class IndexCorruptError(SearchIndexError):
    """A published generation cannot be read."""

    default_hint = "run `regbot index build --force`"


class VectorServerError(SearchIndexError):
    """The Chroma server that holds the vectors does not answer, or does not hold them."""

    default_hint = "start the server, or correct `vectors` under [index] in config.toml"


class ModelError(RegbotError):
    """The embedding model is missing, altered or will not load."""

    exit_code = ExitCode.MODEL
    default_hint = "reinstall regbot, or search without a model: `--mode lexical`"


class DraftError(RegbotError):
    """A comment draft cannot be read, written or exported."""

    exit_code = ExitCode.DRAFT


class InterruptedByUserError(RegbotError):
    """Ctrl-C."""

    exit_code = ExitCode.INTERRUPTED
    default_hint = "run the same command again: it goes on where it stopped"
