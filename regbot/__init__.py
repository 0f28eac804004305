"""regbot: comment on, quote and track draft regulations from a terminal."""

__version__ = "0.1.0"
