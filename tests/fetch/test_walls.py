"""Challenge pages are told from real ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regbot.fetch.walls import wall_name
from tests.replaying import WALL

LONG = (
    "<html><body><h1>Rules on automated access</h1>"
    + "<p>A captcha must be accessible to everyone.</p>" * 60
    + "</body></html>"
)


@pytest.mark.parametrize(
    ("status", "page", "name"),
    [
        (200, WALL, "Cloudflare"),
        (403, WALL, "Cloudflare"),
        (200, "<html><script src='/_Incapsula_Resource?x'></script></html>", "Imperva"),
        (
            200,
            "<html><head><title>Access Denied</title></head><body>Reference errors.edgesuite.net</body></html>",
            "Akamai",
        ),
        (200, "<html><body>请完成安全验证后继续访问</body></html>", "a bot check"),
        (200, "<html><body>Please verify you are human</body></html>", "a bot check"),
        (412, "<html><script>var a=1</script></html>", "a script challenge"),
        (200, "<html><script>$_ts=window['$_ts'];</script></html>", "Ruishu"),
        (
            200,
            "<html><body>Due to aggressive automated scraping, programmatic access is limited</body></html>",
            "the Federal Register",
        ),
        (200, LONG, ""),
        (200, "<html><body><p>Comments close on 7 September 2023.</p></body></html>", ""),
        (404, "<html><body>Not found</body></html>", ""),
        (200, '{"captcha": true}', ""),
        (200, "", ""),
    ],
)
def test_pages(status: int, page: str, name: str):
    assert wall_name(status, {}, page.encode()) == name


def test_headers_tell_too():
    assert wall_name(403, {"cf-mitigated": "challenge"}, b"") == "Cloudflare"
    assert wall_name(202, {"x-amzn-waf-action": "challenge"}, b"") == "AWS WAF"


@given(st.integers(100, 599), st.binary(max_size=400))
def test_any_answer(status: int, body: bytes):
    assert isinstance(wall_name(status, {}, b"<html>" + body), str)
