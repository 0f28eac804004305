"""Whatever bytes come in the place of an act: they are refused with a reason, or read."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regbot.sources.eurlex.formex import parse_formex
from regbot.sources.eurlex.notice import read_notice
from regbot.sources.eurlex.source import part_addresses
from regbot.sources.eurlex.xhtml import parse_xhtml
from tests.replaying import only_source_errors

FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FUZZ
@given(st.binary(max_size=2000))
def test_any_bytes_are_refused_or_read(data: bytes) -> None:
    only_source_errors(parse_formex, data)
    only_source_errors(read_notice, data)
    only_source_errors(parse_xhtml, data.decode("utf-8", "replace"))
    only_source_errors(part_addresses, data.decode("latin-1"))


NAMES = """
    div p table tr td span a br ol li ARTICLE TI.ART STI.ART PARAG ALINEA NP NO.P TXT LIST ITEM TBL ROW CELL NOTE
    QUOT.S ANNEX TITLE DIVISION CONSID ACT
"""
TAGS = st.sampled_from(NAMES.split())
CLASSES = st.sampled_from(
    [
        "",
        "oj-ti-art",
        "oj-sti-art",
        "oj-doc-ti",
        "oj-ti-section-1",
        "oj-note",
        "eli-subdivision",
        "grid-list",
        "Titrearticle",
        "Annexetitre",
    ]
)
WORDS = st.sampled_from(
    ["Article 1", "‘Article 2", "(1)", "ANNEX I", "Whereas x", "THE COUNCIL,", "CHAPTER I", "Done at X", "text", "—"]
)


@FUZZ
@given(st.lists(st.tuples(TAGS, CLASSES, WORDS, st.booleans()), max_size=40))
def test_any_order_of_marks_is_read(parts: list[tuple[str, str, str, bool]]) -> None:
    page = "".join(
        f'<{tag} class="{kind}" id="art_{at}">{text}{f"</{tag}>" * closed}'
        for at, (tag, kind, text, closed) in enumerate(parts)
    )
    only_source_errors(parse_xhtml, f"<html><body>{page}</body></html>")
    only_source_errors(parse_formex, f"<ACT>{page}</ACT>".encode())


def test_deep_nesting_does_no_harm() -> None:
    only_source_errors(parse_xhtml, "<div>" * 20_000 + "x")
    only_source_errors(parse_formex, b"<ACT>" + b"<P>" * 20_000 + b"x")
