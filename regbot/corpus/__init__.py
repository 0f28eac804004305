"""Reads and writes the corpus folder: the plain-text truth."""
