"""The door to publishers: what it asks, how it waits, what it refuses."""

from __future__ import annotations

import gzip
import time
import zlib
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from werkzeug import Response

from regbot.corpus.ledger import Ledger
from regbot.corpus.snapshots import Snapshots
from regbot.errors import SourceError
from regbot.fetch import guard
from regbot.fetch.client import Client, Policy, Shared, _target
from regbot.fetch.errors import (
    AddressError,
    BotWallError,
    OversizeError,
    ParseError,
    PermanentError,
    RobotsError,
    TransientError,
)
from regbot.fetch.politeness import Pace
from tests.replaying import FAULTS, NOW, WALL, Replay, context_for

PAGE = (
    "<!DOCTYPE html><html><body><h1>Notice</h1><p>" + "Comments close on 7 September 2023. " * 80 + "</p></body></html>"
)


def client(folder: Path, slept: list[float] | None = None, resolve=None, **policy) -> Client:
    settings = {"delay": 0.0, "allow_local": True, "timeout": 3.0, "backoff": 0.01} | policy
    pace = Pace(slept.append) if slept is not None else Pace()
    shared = Shared(Snapshots(folder, Ledger(folder)), "regbot/1 (tests; contact: t@example.org)", lambda: NOW, pace)
    return Client(replace(shared, resolve=resolve) if resolve else shared, Policy(**settings))


def test_second_request_is_conditional_and_brings_the_stored_body(replay: Replay, tmp_path: Path):
    replay.serve("/page", PAGE)
    with client(tmp_path) as ask:
        first = ask.get(f"{replay.url}/page")
    with client(tmp_path) as ask:
        second = ask.get(f"{replay.url}/page")
    assert (first.fresh, second.fresh) == (True, False)
    assert second.body == first.body
    assert [item.status for item in replay.asked] == [200, 304]
    assert replay.asked[1].headers["if-none-match"] == replay.answers["/page"][0].tag


def test_a_lost_or_altered_snapshot_is_fetched_anew(replay: Replay, tmp_path: Path):
    replay.serve("/page", PAGE)
    with client(tmp_path) as ask:
        stored = tmp_path / (sha := ask.get(f"{replay.url}/page").sha256)[:2] / sha
        stored.unlink()
        assert ask.get(f"{replay.url}/page").fresh
        stored.write_bytes(b"altered")
        with pytest.raises(Exception, match="altered"):
            ask.get(f"{replay.url}/page")
        assert ask.get(f"{replay.url}/page").body == PAGE.encode()


def test_last_modified_is_sent_back(replay: Replay, tmp_path: Path):
    day = "Tue, 08 Aug 2023 10:00:00 GMT"
    replay.serve("/page", PAGE, etag=False, headers={"Last-Modified": day})
    with client(tmp_path) as ask:
        ask.get(f"{replay.url}/page")
        ask.get(f"{replay.url}/page")
    assert replay.asked[1].headers["if-modified-since"] == day


def test_what_was_accepted_decides_which_answer_is_remembered(replay: Replay, tmp_path: Path):
    replay.serve("/act", PAGE)
    with client(tmp_path) as ask:
        ask.get(f"{replay.url}/act", headers={"Accept-Language": "en"})
        ask.get(f"{replay.url}/act", headers={"Accept-Language": "de"})
    assert not replay.asked[1].conditional


def test_user_agent_names_regbot_and_a_contact(replay: Replay, tmp_path: Path):
    replay.serve("/page", PAGE)
    with client(tmp_path) as ask:
        ask.get(f"{replay.url}/page")
    assert replay.asked[0].headers["user-agent"] == "regbot/1 (tests; contact: t@example.org)"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("500", TransientError),
        ("503", TransientError),
        ("429 long", TransientError),
        ("slow drip", TransientError),
        ("truncated", TransientError),
        ("broken gzip", TransientError),
        ("404", PermanentError),
        ("403", PermanentError),
        ("gzip bomb", OversizeError),
        ("redirect loop", PermanentError),
        ("cookie loop", BotWallError),
        ("redirect file", AddressError),
        ("bot wall", BotWallError),
        ("bot wall 403", BotWallError),
        ("html for json", ParseError),
        ("empty", ParseError),
    ],
)
def test_each_fault_has_its_own_error_with_a_hint(replay: Replay, tmp_path: Path, fault: str, error: type[SourceError]):
    replay.serve("/page", PAGE)
    for path, kind in (("/page", fault), ("/loop", "redirect loop"), ("/cookie", "cookie loop")):
        replay.serve(path, PAGE)
        replay.fault(path, kind)
    with (
        client(tmp_path, slept=[], timeout=0.6 if fault == "slow drip" else 5.0) as ask,
        pytest.raises(error) as caught,
    ):
        ask.get(f"{replay.url}/page", expect="json")
    assert type(caught.value) is error
    assert caught.value.hint
    assert int(caught.value.exit_code) == 4
    assert not any(tmp_path.glob("??/*.partial"))


def test_only_transient_errors_are_retried(replay: Replay, tmp_path: Path):
    replay.serve("/page", PAGE)
    replay.fault("/page", "503", times=2)
    with client(tmp_path, slept=(slept := [])) as ask:
        assert ask.get(f"{replay.url}/page").status == 200
    assert [item.status for item in replay.asked] == [503, 503, 200]
    assert len(slept) == 2
    replay.forget()
    replay.fault("/page", "404")
    with client(tmp_path, slept=slept) as ask, pytest.raises(PermanentError):
        ask.get(f"{replay.url}/page")
    assert len(replay.asked) == 1


def test_retry_after_is_waited_for(replay: Replay, tmp_path: Path):
    replay.serve("/page", PAGE)
    replay.fault("/page", "429", times=1)
    with client(tmp_path, slept=(slept := [])) as ask:
        ask.get(f"{replay.url}/page")
    assert slept == [1.0]


def test_a_long_retry_after_is_told_and_not_waited_for(replay: Replay, tmp_path: Path):
    replay.serve("/page", PAGE)
    replay.fault("/page", "429 long")
    with client(tmp_path, slept=(slept := [])) as ask, pytest.raises(TransientError) as caught:
        ask.get(f"{replay.url}/page")
    assert slept == []
    assert "3,600 seconds" in caught.value.hint


def test_retry_after_may_be_a_date(replay: Replay, tmp_path: Path):
    replay.serve("/page", "busy", status=503, headers={"Retry-After": "Sun, 22 Nov 2026 01:00:30 GMT"})
    with client(tmp_path, slept=(slept := []), attempts=2) as ask, pytest.raises(TransientError):
        ask.get(f"{replay.url}/page")
    assert slept == [30.0]


def test_headers_that_drip_end_too(replay: Replay, tmp_path: Path):
    import socket
    import threading

    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        connection, _ = listener.accept()
        try:
            for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 500:
                connection.sendall(bytes([byte]))
                time.sleep(0.05)
        except OSError:
            return

    threading.Thread(target=drip, daemon=True).start()
    started = time.monotonic()
    settings = {"timeout": 0.5, "attempts": 1, "ignore_robots": True}
    with client(tmp_path, **settings) as ask, pytest.raises(TransientError, match=r"0\.5 seconds"):
        ask.get(f"http://127.0.0.1:{listener.getsockname()[1]}/")
    assert time.monotonic() - started < 2
    listener.close()


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:{port}/page",
        "http://127.1:{port}/page",
        "http://[::ffff:127.0.0.1]:{port}/page",
        "http://2130706433:{port}/page",
    ],
)
def test_no_way_in_to_the_own_machine(replay: Replay, tmp_path: Path, address: str):
    replay.serve("/page", PAGE)
    with client(tmp_path, allow_local=False) as ask, pytest.raises(AddressError) as caught:
        ask.get(address.format(port=replay.server.port))
    assert "allow_local" in caught.value.hint
    assert replay.requests == []


@pytest.mark.parametrize("fault", ["redirect private", "redirect loopback"])
@pytest.mark.parametrize("allow_local", [True, False])
def test_no_redirect_into_a_private_network(
    replay: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, allow_local: bool
):
    public = guard.is_public
    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.1" or public(address))
    replay.serve("/page", PAGE)
    replay.fault("/page", fault)
    with client(tmp_path, allow_local=allow_local) as ask, pytest.raises(AddressError, match=r"169\.254|::1"):
        ask.get(f"{replay.url}/page")
    assert [item.path for item in replay.asked] == ["/page"]


def test_the_address_that_was_checked_is_the_address_that_is_reached(replay: Replay, tmp_path: Path):
    """A name that answers first with a public and then with a private address gains nothing: it is resolved once."""
    answers = [["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]]
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[min(len(asked), 3) - 1]

    replay.serve("/page", PAGE)
    with client(tmp_path, resolve=resolve, ignore_robots=True) as ask:
        assert ask.get(f"http://rebinding.example:{replay.server.port}/page").status == 200
    assert asked == ["rebinding.example"]


def test_a_name_with_one_private_address_is_refused(tmp_path: Path):
    ask = client(tmp_path, allow_local=False, resolve=lambda *_: ["93.184.216.34", "192.168.1.1"])
    with ask, pytest.raises(AddressError, match=r"192\.168\.1\.1"):
        ask.get("https://mixed.example/")


def test_robots_txt_is_obeyed_and_asked_for_once(replay: Replay, tmp_path: Path):
    replay.serve("/robots.txt", "User-agent: *\nDisallow: /closed\nCrawl-delay: 7\n", content_type="text/plain")
    replay.serve("/open", PAGE)
    with client(tmp_path, slept=(slept := [])) as ask:
        ask.get(f"{replay.url}/open")
        with pytest.raises(RobotsError) as caught:
            ask.get(f"{replay.url}/closed/page")
        ask.get(f"{replay.url}/open")
    assert "import" in caught.value.hint
    assert [item.path for item in replay.requests] == ["/robots.txt", "/open", "/open"]
    assert slept[-1] == pytest.approx(7, abs=0.5)


def test_robots_txt_counts_for_a_day(replay: Replay, tmp_path: Path):
    replay.serve("/robots.txt", "User-agent: *\nDisallow: /closed\n", content_type="text/plain")
    replay.serve("/open", PAGE)
    for hours, asked in ((0, 1), (23, 1), (25, 2)):
        context = context_for(tmp_path, now=NOW + timedelta(hours=hours))
        context.get(f"{replay.url}/open")
        with pytest.raises(RobotsError):
            context.get(f"{replay.url}/closed")
        context.client.close()
        assert [item.path for item in replay.requests].count("/robots.txt") == asked


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False)])
def test_missing_robots_allow_and_broken_robots_forbid(replay: Replay, tmp_path: Path, status: int, allowed: bool):
    replay.serve("/robots.txt", "no", status=status)
    replay.serve("/page", PAGE)
    with client(tmp_path) as ask:
        if allowed:
            assert ask.get(f"{replay.url}/page").status == 200
        else:
            with pytest.raises(RobotsError, match="for now"):
                ask.get(f"{replay.url}/page")


def test_robots_of_the_target_count_after_a_redirect(replay: Replay, tmp_path: Path):
    replay.serve("/robots.txt", "User-agent: regbot\nDisallow: /closed\n", content_type="text/plain")
    replay.serve("/moved", "", status=302, headers={"Location": "/closed/page"})
    with client(tmp_path) as ask, pytest.raises(RobotsError):
        ask.get(f"{replay.url}/moved")


def test_pause_between_requests_to_one_host(replay: Replay, tmp_path: Path):
    replay.serve("/a", PAGE)
    with client(tmp_path, slept=(slept := []), delay=2.0, ignore_robots=True) as ask:
        ask.get(f"{replay.url}/a")
        ask.get(f"{replay.url}/a")
    assert slept == [pytest.approx(2.0, abs=0.3)]


def test_a_key_is_not_carried_to_another_host_nor_kept(replay: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    other = f"http://127.0.0.1:{replay.server.port}"
    replay.serve("/api", "", status=307, headers={"Location": f"{other}/page"})
    replay.serve("/page", PAGE)
    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.1")
    with client(tmp_path) as ask:
        ask.get(f"{replay.url}/api", headers={"X-Api-Key": "s3cret"}, params={"api_key": "s3cret", "q": "x"})
    assert [item.headers.get("x-api-key") for item in replay.asked] == ["s3cret", None]
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or b"s3cret" not in path.read_bytes()


def test_an_error_names_no_key(replay: Replay, tmp_path: Path):
    with client(tmp_path) as ask, pytest.raises(PermanentError) as caught:
        ask.get(f"{replay.url}/missing", params={"api_key": "s3cret"})
    assert "s3cret" not in caught.value.message


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("gzip", lambda data: gzip.compress(data[:100]) + gzip.compress(data[100:])),
    ],
)
def test_packed_answers(replay: Replay, tmp_path: Path, encoding: str, pack):
    packed = pack(PAGE.encode())
    replay.serve("/page", respond=lambda _: Response(packed, headers={"Content-Encoding": encoding}))
    with client(tmp_path) as ask:
        assert ask.get(f"{replay.url}/page").text == PAGE


def test_large_answers_are_refused_by_their_own_announcement(replay: Replay, tmp_path: Path):
    replay.serve("/page", b"x" * 5000)
    with client(tmp_path, max_bytes=4000) as ask, pytest.raises(OversizeError, match="4,000"):
        ask.get(f"{replay.url}/page")


def test_post_sends_json_and_keeps_the_answer(replay: Replay, tmp_path: Path):
    replay.serve("/search", {"rows": []}, method="POST")
    with client(tmp_path) as ask:
        answer = ask.post(f"{replay.url}/search", json={"pageNum": 1}, expect="json")
    assert answer.json() == {"rows": []}
    assert replay.asked[0].body == b'{"pageNum":1}'
    assert (tmp_path / answer.sha256[:2] / answer.sha256).is_file()


def test_statuses_asked_for_come_back(replay: Replay, tmp_path: Path):
    replay.serve("/act", "pending", status=202)
    with client(tmp_path, attempts=1) as ask:
        assert ask.get(f"{replay.url}/act", also=(202,)).status == 202
        with pytest.raises(TransientError):
            ask.get(f"{replay.url}/act")


def test_permanent_errors_carry_the_publisher_s_words(replay: Replay, tmp_path: Path):
    replay.serve("/api", {"errors": [{"detail": "bad date"}]}, status=400)
    with client(tmp_path) as ask, pytest.raises(PermanentError) as caught:
        ask.get(f"{replay.url}/api", expect="json")
    assert caught.value.status == 400
    assert b"bad date" in caught.value.body


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://example.org/", "https://user:pw@example.org/", "http://", "nonsense"]
)
def test_addresses_that_are_none(tmp_path: Path, address: str):
    with client(tmp_path) as ask, pytest.raises(AddressError):
        ask.get(address)


def test_no_connection_is_transient(tmp_path: Path):
    with client(tmp_path, ignore_robots=True, attempts=1) as ask, pytest.raises(TransientError, match="cannot connect"):
        ask.get("http://127.0.0.1:9/")


def test_every_fault_leaves_a_log_that_reads(replay: Replay, tmp_path: Path):
    import json

    for fault in FAULTS:
        if fault in ("slow drip", "gzip bomb"):
            continue
        replay.serve("/page", PAGE)
        replay.fault("/page", fault)
        context = context_for(tmp_path, attempts=1)
        with suppress(SourceError):
            context.get(f"{replay.url}/page")
        context.client.close()
    for line in (tmp_path / "log-2026-11.jsonl").read_text().splitlines():
        entry = json.loads(line)
        assert entry["url"].startswith(replay.url)
        assert (tmp_path / entry["sha256"][:2] / entry["sha256"]).is_file()
    assert WALL.encode() not in {path.read_bytes() for path in tmp_path.glob("??/*")}


def test_a_redirect_never_leaves_encryption():
    asked = httpx.URL("https://data.example/resource/1")
    assert _target(asked, "http://data.example:80/resource/1.xml") == "https://data.example/resource/1.xml"
    assert _target(asked, "/resource/2") == "https://data.example/resource/2"
    with pytest.raises(PermanentError, match="not encrypted"):
        _target(asked, "http://other.example/")
