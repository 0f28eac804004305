"""Consultations over time: when they close, how long is left, what came of them."""
