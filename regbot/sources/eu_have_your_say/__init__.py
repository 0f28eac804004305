"""Have your say: what the European Commission asks the public about, by the interface behind its portal."""

from regbot.sources.eu_have_your_say.source import EuHaveYourSay

__all__ = ["EuHaveYourSay"]
