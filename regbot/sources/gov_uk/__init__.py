"""GOV.UK: consultations and calls for evidence of the United Kingdom's government, by its search and content APIs."""

from regbot.sources.gov_uk.source import GovUk

__all__ = ["GovUk"]
