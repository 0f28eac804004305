"""Bytes and text to parsed documents: pure functions, no I/O."""
