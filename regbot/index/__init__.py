"""The index: catalogue, words and vectors made from the corpus, in immutable generations."""
