"""Rows, pages and texts of the Federal Register to test with."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from regbot.parse.assemble import Piece
from regbot.sources.base import Parsed
from regbot.sources.federal_register.record import parse_document
from regbot.sources.federal_register.source import FederalRegisterSettings

DATA = Path(__file__).parent / "data" / "federal_register"
GOLDEN = Path(__file__).parent / "golden"
SHARED = Path(__file__).parents[3] / "shared" / "samples"
NOW = datetime(2024, 2, 13, 12, tzinfo=UTC)
SETTINGS = FederalRegisterSettings(name="fr", type="federal_register", terms="public domain")
SEARCH = "/api/v1/documents.json"
PAGE = "https://www.federalregister.gov/documents"


def xml(name: str) -> bytes:
    return (DATA / name).read_bytes()


def row(number: str = "2024-02703", **more: Any) -> dict[str, Any]:
    return {
        "document_number": number,
        "type": "Proposed Rule",
        "action": "Notice of proposed rulemaking.",
        "title": "Safety Zone; Biscayne Bay, Homestead, FL",
        "publication_date": "2024-02-12",
        "comments_close_on": "2024-03-13",
        "html_url": f"{PAGE}/2024/02/12/{number}/safety-zone",
        "full_text_xml_url": f"{PAGE}/full_text/xml/2024/02/12/{number}.xml",
        "body_html_url": f"{PAGE}/full_text/html/2024/02/12/{number}.html",
        "raw_text_url": f"{PAGE}/full_text/text/2024/02/12/{number}.txt",
        "docket_ids": ["USCG-2023-0715"],
        **more,
    }


def page(rows: list[dict[str, Any]], total_pages: int = 1, count: int | None = None) -> dict[str, Any]:
    return {"count": len(rows) if count is None else count, "total_pages": total_pages, "results": rows}


def made(pieces: list[Piece], **more: Any) -> Parsed:
    return parse_document(row(**more), pieces, SETTINGS, date(2024, 2, 13))


def only(outcome: list[tuple[Any, Any]]) -> Any:
    assert len(outcome) == 1
    return outcome[0][1]
