"""Where things are, and which settings are in effect."""

from __future__ import annotations

from regbot.workspace import Workspace

REDACTED = "(set)"


def where(workspace: Workspace) -> dict[str, str]:
    """Every place that regbot reads or writes."""
    paths = workspace.paths
    return {
        "home": str(paths.home),
        "corpus": str(paths.corpus),
        "indexes": str(paths.indexes),
        "drafts": str(paths.drafts),
        "config": str(paths.config),
        "models": str(paths.models),
    }


def in_effect(workspace: Workspace) -> dict[str, dict[str, object]]:
    """Settings by section, secrets redacted. Raises ConfigError."""
    from pydantic import SecretStr

    sections = workspace.settings
    return {
        name: {
            key: (REDACTED if value.get_secret_value() else "") if isinstance(value, SecretStr) else value
            for key, value in getattr(sections, name)
        }
        for name in type(sections).model_fields
    }
