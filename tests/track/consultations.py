"""Documents open for comment, made on the spot."""

from __future__ import annotations

from datetime import UTC, date, datetime

from regbot.model import AsOf, Consultation, Document, DocumentKind, LegalStatus


def consultation(closes, *, opens=None, zone="Asia/Shanghai", name="doc", stated="", **more) -> Document:
    values = {"legal_status": LegalStatus.DRAFT, "kind": DocumentKind.DRAFT, "title": {"en": "A draft"}} | more
    period = {
        key: values.pop(key) for key in ("conflicts", "dates", "channels", "evidence", "outcome") if key in values
    }
    return Document(
        id=name,
        jurisdiction="cn",
        timezone=zone,
        consultation=Consultation(opens=opens, closes=closes, stated_as=stated, **period),
        **values,
    )


def on(day: str) -> AsOf:
    return AsOf(now=datetime(2030, 1, 1, tzinfo=UTC), day=date.fromisoformat(day))


def at(moment: str) -> AsOf:
    return AsOf(now=datetime.fromisoformat(moment))
