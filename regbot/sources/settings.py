"""What sources.toml may say about any source."""

from __future__ import annotations

from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class Cadence(StrEnum):
    """How often a source is worth asking."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class SourceSettings(BaseModel):
    """One table of sources.toml. A source adds keys of its own in a subclass; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field("", description="the table's name; set by the registry")
    type: str = Field("", description="which source class; empty means the table's name")
    enabled: bool = True
    cadence: Cadence = Cadence.DAILY
    terms: str = Field(min_length=1, description="the publisher's terms of reuse, in one sentence")
    base_url: str = Field("", description="asked instead of the publisher's own address: a mirror, a replay server")
    allow_local: bool = Field(False, description="whether private and loopback addresses may be asked")
    ignore_robots: bool = Field(False, description="only with allow_local: a local server needs no robots.txt")
    delay_seconds: float = Field(1.0, ge=0, le=120, description="pause between two requests to one host")
    retry_seconds: float = Field(1.0, ge=0, le=60, description="first pause before asking again after a passing error")
    timeout_seconds: float = Field(60.0, gt=0, le=600, description="longest time for one whole response")
    max_bytes: int = Field(20_000_000, gt=0, le=200_000_000, description="largest response, after decompression")
    max_items: int = Field(2_000, gt=0, description="most items taken from one listing")
    lookback_days: int = Field(90, gt=0, description="how far back the first refresh goes")
    timezone: str = Field("", description="IANA name; empty means the publisher's")
    topics: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _robots_matter(self) -> SourceSettings:
        if self.ignore_robots and not self.allow_local:
            raise ValueError("ignore_robots is only for local servers: set allow_local as well")
        return self

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            if value:
                ZoneInfo(value)
        except (ZoneInfoNotFoundError, OSError) as error:
            raise ValueError(f"{value!r} is no time zone") from error
        return value
