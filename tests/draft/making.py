"""Comments and consultations made for tests; every sentence here is our own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from regbot.draft.channels import route_for
from regbot.draft.comment import Anchor, Comment, Point, Position, Sender
from regbot.draft.export.material import Material
from regbot.model import Channel, Consultation, Document, DocumentKind, LegalStatus, Provision, TextKind

DAY = date(2026, 11, 2)
TEXT = "A processor may keep a face only for as long as necessary.\n\nIt must delete the face when asked."
CHINESE = "处理者保存人脸信息应当具有充分的必要性。\n\n个人要求删除的，应当删除。"
MAIL = Channel("email", "rules@example.gov", quote="write to rules@example.gov")
FORM = Channel("portal", "https://www.regulations.gov/commenton/XYZ-2026-0007-0001", quote="go to regulations.gov")
POST = Channel(
    "post",
    "Office of Rules\n1 Long Street\nOldtown",
    required_marking="Faces 2026 comment",
    quote="write to the Office",
)


def document(*channels: Channel, **more) -> Document:
    values = {
        "id": "faces-2026",
        "kind": DocumentKind.DRAFT,
        "jurisdiction": "xx",
        "title": {"en": "Rules on Faces", "zh": "人脸规定（征求意见稿）"},
        "legal_status": LegalStatus.DRAFT,
        "issuer": "Office of Rules",
        "issuer_zh": "规则办公室",
        "url": "https://example.gov/faces",
        "published": date(2026, 10, 1),
        "consultation": Consultation(date(2026, 10, 1), date(2026, 12, 1), channels=channels or (MAIL,)),
    }
    return Document(**(values | more))


def provision(lang: str = "en", *, kind: TextKind = TextKind.OFFICIAL, text: str = "") -> Provision:
    return Provision(
        document="faces-2026",
        version=date(2026, 10, 1),
        lang=lang,
        kind=kind,
        eid="art_12",
        label="第十二条" if lang == "zh" else "Article 12",
        heading="",
        text=text or (CHINESE if lang == "zh" else TEXT),
    )


def anchor(held: Provision) -> Anchor:
    return Anchor(held.ref, held.version, held.lang, held.sha256)


def comment(held: Provision, **more) -> Comment:
    point = Point(
        "point-1",
        anchor(held),
        held.text.partition("\n")[0],
        Position.AMEND,
        "Nobody can tell when that is, because no time is named.",
        ("https://example.org/study", "My gym kept mine for 14 months."),
        held.text.replace("for as long as necessary", "for at most 30 days").replace(
            "充分的必要性", "书面说明的必要性"
        ),
    )
    values = {
        "id": "my-comment",
        "consultation": "faces-2026",
        "lang": held.lang,
        "sender": Sender.INDIVIDUAL,
        "name": "Ada Roe",
        "contact": "ada@example.org",
        "standing": "I train at a gym that scans faces.",
        "points": (point,),
        "closing": "Thank you for reading this.",
        "own_views": True,
    }
    return Comment(**(values | more))


def material(
    held: Provision | None = None, *channels: Channel, kind: str = "", said: Comment | None = None, **more
) -> Material:
    held = held or provision()
    about = document(*channels, **more)
    return Material(
        comment=said or comment(held),
        document=about,
        texts={anchor(held): held},
        cited={},
        documents={about.id: about},
        day=DAY,
        route=route_for(about, kind),
    )


def long(given: Comment, characters: int) -> Comment:
    """`given` with a reason of so many characters."""
    words = ("It matters to people here. " * (characters // 27 + 1))[:characters]
    return replace(given, points=tuple(replace(point, reason=words) for point in given.points))
