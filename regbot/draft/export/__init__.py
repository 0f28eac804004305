"""A comment made ready to send: one letter, laid out once, written in several formats."""
