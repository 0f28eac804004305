"""Settings: defaults, then config.toml in the workspace, then REGBOT_* environment variables."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from regbot.errors import ConfigError

HINTS = {"index.vectors": 'write it as "http://host:port"; without it the vectors lie in the workspace'}


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid")


class IndexSettings(_Section):
    """How the index is made. `model` is a sentence-transformers name or folder; empty means the bundled model.

    `vectors` is the address of a Chroma server, as `http://host:port`; empty means a folder of the workspace.
    """

    model: str = ""
    vectors: str = ""

    @field_validator("vectors")
    @classmethod
    def _address(cls, value: str) -> str:
        """The address, in lower case and without the slash at its end."""
        parts = urlsplit(value.strip())
        if not value.strip():
            return ""
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
            raise ValueError("not the address of a server")
        if parts.username is not None or parts.path not in ("", "/") or parts.query or parts.fragment:
            raise ValueError("more than the address of a server")
        return f"{parts.scheme}://{parts.netloc.lower()}"


class LlmSettings(_Section):
    """An optional OpenAI-compatible server that may rephrase an answer; it never adds a claim."""

    url: str = ""
    model: str = ""
    key: SecretStr = SecretStr("")


class AppSettings(_Section):
    """How the app looks and is driven.

    `theme` is one of regbot's or Textual's, or a file in `themes/` of the workspace. `keys` gives actions other keys, by
    name: `deadlines = "f5,e"`.
    """

    theme: str = "regbot-dark"
    keys: dict[str, str] = {}


class Settings(BaseSettings):
    """All settings, validated. In the environment: REGBOT_INDEX__MODEL, REGBOT_LLM__KEY and so on."""

    model_config = SettingsConfigDict(env_prefix="REGBOT_", env_nested_delimiter="__", extra="ignore")

    index: IndexSettings = IndexSettings()
    llm: LlmSettings = LlmSettings()
    app: AppSettings = AppSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  the signature is pydantic's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment before file: the file's values arrive as init arguments."""
        return env_settings, init_settings


def load(path: Path) -> Settings:
    """Settings with `path` (config.toml) applied, if it exists. Raises ConfigError naming the file and key."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}", "correct the file, or move it away") from error
    for key in values.keys() - Settings.model_fields.keys():
        raise ConfigError(f"{path}: unknown key {key!r}", _nearest(key, Settings.model_fields))
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        section = Settings.model_fields.get(str(first["loc"][0]))
        known = section.annotation.model_fields if section and isinstance(section.annotation, type) else {}
        mend = HINTS.get(where, "correct that value")
        hint = _nearest(str(first["loc"][-1]), known) if first["type"] == "extra_forbidden" else mend
        message = first["msg"].lower().removeprefix("value error, ")
        raise ConfigError(f"{path}: {where}: {message}", hint) from error


def _nearest(key: str, known: Any) -> str:
    near = difflib.get_close_matches(key, list(known), n=1, cutoff=0.4)
    return f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
