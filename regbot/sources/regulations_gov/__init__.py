"""Dockets and documents of regulations.gov by its API v4. It needs a key of one's own (free)."""

from regbot.sources.regulations_gov.source import RegulationsGov

__all__ = ["RegulationsGov"]
