"""A language model may word an answer, and nothing else: a real server, honest, lying, broken and gone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from pydantic import SecretStr
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from regbot.ask.llm import fault_in, rephrase
from regbot.config import LlmSettings
from regbot.model import Answer, Citation, Confidence, LegalStatus, Outcome, TextKind

QUOTE = "Whoever scans a face must ask first. This does not apply where a law says so. The fine is at most 500 yuan."


def citation(n: int, quote: str) -> Citation:
    return Citation(
        n=n,
        ref="faces-draft-2023#art_2",
        document="faces-draft-2023",
        eid="art_2",
        label="Article 2",
        title="Draft rules on faces",
        legal_status=LegalStatus.DRAFT,
        lang="en",
        quote=quote,
        start=0,
        end=len(quote),
        url="",
        version="2023-08-08",
        sha256="",
        kind=TextKind.RESTATEMENT,
        confidence=Confidence.VERIFIED,
    )


ANSWER = Answer(
    question="Must a shop ask before it scans my face?",
    as_of=date(2023, 8, 20),
    outcome=Outcome.ANSWERED,
    answer=f"2023 draft, Article 2: “{QUOTE}” [1]",
    citations=(citation(1, QUOTE), citation(2, "Shops may offer another way in.")),
)


@pytest.fixture
def says(httpserver: HTTPServer):
    """Let the server say something; gives settings for it."""

    def say(text: object, status: int = 200) -> LlmSettings:
        body = {"choices": [{"message": {"content": text}}]}
        httpserver.expect_request("/v1/chat/completions", method="POST").respond_with_json(body, status=status)
        return LlmSettings(url=httpserver.url_for("/v1"), model="small", key=SecretStr("sk-secret"))

    return say


def test_a_faithful_wording_takes_the_place_of_ours(says, httpserver: HTTPServer):
    worded = rephrase(ANSWER, says("Whoever scans a face must ask first, but not where a law says so. [1]"))
    assert worded.answer == "Whoever scans a face must ask first, but not where a law says so [1]."
    assert worded.citations == ANSWER.citations
    assert worded.notes[-1].startswith("Worded by the language model small at localhost")
    request, _ = httpserver.log[0]
    asked = json.loads(request.get_data())
    assert request.headers["Authorization"] == "Bearer sk-secret"
    assert QUOTE in asked["messages"][1]["content"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("A shop must ask first.", "names no source"),
        ("A shop must ask first [7].", "not there"),
        ("A shop must not ask first, and the fine is 900 yuan [1].", "number"),
        ("Shops must offer another way in [2].", "duty"),
        ("Shops may not offer another way in [2].", "denies"),
        ("Whoever scans a face must ask first, not “at once” [1].", "quotation"),
        ("Bananas grow in Ecuador without a licence from grocers [1].", "says what its sources do not"),
        ("", "empty"),
        ("x" * 5000, "too long"),
    ],
)
def test_what_the_quotes_do_not_bear_is_set_aside(says, text, fault):
    assert fault in fault_in(text, ANSWER)
    kept = rephrase(ANSWER, says(text))
    assert kept.answer == ANSWER.answer
    assert fault in kept.notes[-1]


@pytest.mark.parametrize("reply", [None, 5, ["x"]])
def test_a_reply_without_text_changes_nothing(says, reply):
    kept = rephrase(ANSWER, says(reply))
    assert (kept.answer, "its reply has no text" in kept.notes[-1]) == (ANSWER.answer, True)


def test_a_server_that_fails_changes_nothing(says):
    assert "status 500" in rephrase(ANSWER, says("x", 500)).notes[-1]


def test_a_server_that_is_gone_or_talks_nonsense_changes_nothing(httpserver: HTTPServer):
    gone = LlmSettings(url="http://127.0.0.1:9", model="small")
    assert "cannot be reached" in rephrase(ANSWER, gone).notes[-1]
    httpserver.expect_request("/chat/completions").respond_with_data("<html>")
    assert "no JSON" in rephrase(ANSWER, replace_url(gone, httpserver.url_for(""))).notes[-1]


def test_a_reply_without_end_is_cut_off(httpserver: HTTPServer):
    def endless(_request: Request) -> Response:
        return Response(("x" * 65536 for _ in range(100)), content_type="application/json")

    httpserver.expect_request("/chat/completions").respond_with_handler(endless)
    kept = rephrase(ANSWER, LlmSettings(url=httpserver.url_for(""), model="small"))
    assert "too long" in kept.notes[-1]


def test_a_refusal_is_never_sent_anywhere(says, httpserver: HTTPServer):
    refused = replace(ANSWER, outcome=Outcome.ABSTAINED, answer="", citations=())
    assert rephrase(refused, says("x")) == refused
    assert httpserver.log == []


def replace_url(settings: LlmSettings, url: str) -> LlmSettings:
    return settings.model_copy(update={"url": url.rstrip("/")})
