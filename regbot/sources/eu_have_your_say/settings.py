"""What sources.toml may say of Have your say."""

from __future__ import annotations

import re

from pydantic import Field, field_validator

from regbot.sources.settings import SourceSettings


class EuHaveYourSaySettings(SourceSettings):
    """Which initiatives: those named, else those open for feedback, narrowed by topic and words."""

    initiatives: tuple[int, ...] = Field((), description="numbers of initiatives; empty means whatever is open")
    topic: str = Field("", description="code of a topic, as in the portal's address: DIGITAL, ENV, JUST")
    text: str = Field("", description="words that the portal's search has to find")
    language: str = Field("EN", description="two letters: the language of titles and documents")
    documents: int = Field(4, ge=0, le=50, description="most attached documents that are read for one initiative")

    @field_validator("language")
    @classmethod
    def _code(cls, value: str) -> str:
        if not re.fullmatch(r"[A-Za-z]{2}", value):
            raise ValueError("a language is two letters, such as EN or FR")
        return value.upper()
