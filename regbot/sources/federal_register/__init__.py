"""The Federal Register of the United States: proposed rules, rules with request for comments, and notices, by its API v1."""

from regbot.sources.federal_register.source import FederalRegister

__all__ = ["FederalRegister"]
