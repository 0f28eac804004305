"""API keys: from the environment, else from the system's keyring; never from a file."""

from __future__ import annotations

import os

SERVICE = "regbot"


def secret(name: str) -> str:
    """The secret of this name, e.g. `REGULATIONS_GOV_API_KEY`; empty when neither the environment nor the keyring has it."""
    found = os.environ.get(name, "").strip()
    if found:
        return found
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(SERVICE, name) or ""
    except (KeyringError, RuntimeError, OSError):
        return ""
