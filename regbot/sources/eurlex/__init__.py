"""Law of the European Union by CELEX number, from Cellar, the store behind EUR-Lex."""

from regbot.sources.eurlex.source import Eurlex

__all__ = ["Eurlex"]
