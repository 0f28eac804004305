"""legislation.gov.uk: acts and instruments of the United Kingdom, in its own XML (CLML) and in Akoma Ntoso."""

from regbot.sources.uk_legislation.source import UkLegislation

__all__ = ["UkLegislation"]
