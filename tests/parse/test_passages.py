"""JSONL passages keep their ids and texts; a bad line is named."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.errors import CorpusError
from regbot.parse.passages import Passage, read_passages


def test_passages():
    line = {"id": "a-1", "document": "book", "label": " 1.\n1 ", "text": "one\r\ntwo\0", "more": [1]}
    assert list(read_passages(json.dumps(line) + "\n\n", "x.jsonl")) == [Passage("a-1", "book", "1. 1", "one\ntwo", 1)]


def test_a_number_may_be_an_id_and_only_id_is_needed():
    assert list(read_passages('{"id": 5}', "x.jsonl")) == [Passage("5", "", "", "", 0)]


def test_the_same_id_in_two_documents():
    lines = '{"id": "a", "document": "one"}\n{"id": "a", "document": "two"}'
    assert len(list(read_passages(lines, "x.jsonl"))) == 2


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "5",
        "null",
        '"a"',
        "{}",
        '{"id": ""}',
        '{"id": "a b"}',
        '{"id": "a#b"}',
        '{"id": "{a}"}',
        '{"id": true, "text": 1}',
        "[" * 100_000,
    ],
)
def test_a_bad_line_is_named(line):
    with pytest.raises(CorpusError, match=r"x\.jsonl: line 2: "):
        list(read_passages('{"id": "good"}\n' + line, "x.jsonl"))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    try:
        passages = list(read_passages(text, "x.jsonl"))
    except CorpusError as error:
        passages = []
        assert error.hint  # noqa: PT017
    assert all(passage.id for passage in passages)
