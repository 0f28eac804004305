"""A comment from its first point to the file a person sends. regbot never sends it."""
