"""Recognises the pages that publishers show to programs instead of what was asked: challenges, captchas, waiting rooms."""

from __future__ import annotations

import re

PROVIDERS: tuple[tuple[str, re.Pattern[bytes]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "Cloudflare",
            rb"_cf_chl_opt|<title>\s*just a moment|cf-browser-verification|cf-challenge|<title>attention required! \| cloudflare",
        ),
        ("Akamai", rb"errors\.edgesuite\.net|_sec/cp_challenge|akamai.{0,40}bot"),
        ("Imperva", rb"_incapsula_resource|incapsula incident id"),
        ("DataDome", rb"captcha-delivery\.com|geo\.captcha"),
        ("HUMAN", rb"px-captcha|_pxappid"),
        ("AWS WAF", rb"awswafcookiedomainlist|awswafintegration|token\.awswaf\.com"),
        ("Ruishu", rb"\$_ts\s*=\s*window|\$_ts\.cd\s*="),
        ("Aliyun", rb"acw_sc__v[23]|aliyun_waf|errors\.aliyun\.com"),
        ("Knownsec", rb"__jsl_clearance|jsluid|yunsuo_session"),
        ("WangZhan Bao", rb"wzws-waf-cgi|wzws_cid|__wzws"),
        ("SafeDog", rb"safedog|waf\.tencent-cloud|bt\.cn/waf"),
        ("the Federal Register", rb"aggressive automated scraping|unblock.federalregister\.gov"),
    )
)
WORDS = re.compile(
    r"verify (?:that )?you(?: are|'re) (?:a )?human|are you a robot|not a robot|unusual traffic|checking your browser"
    r"|enable javascript and cookies|automated (?:access|requests?|queries)|access (?:to this page )?(?:has been )?denied"
    r"|security check|captcha|bot detection|请完成.{0,6}验证|安全验证|访问验证|人机验证|滑动验证"
    r"|访问过于频繁|您的访问.{0,8}(?:异常|拦截)"
    r"|请开启\s*javascript|请启用\s*javascript|正在进行.{0,6}安全检查",
    re.IGNORECASE,
)
UNSEEN = re.compile(
    rb"<(script|style|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^>]*>", re.IGNORECASE | re.DOTALL
)
MOVES = re.compile(rb"<script|http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)
LARGEST = 300_000
BRIEF, SHORT = 60, 1_500
"""Characters that a reader sees: a page with fewer than BRIEF shows nothing, one with more than SHORT is no wall."""


def wall_name(status: int, headers: dict[str, str] | None, body: bytes) -> str:
    """Whose wall an answer is ("Cloudflare", "a bot check"), else empty. `headers` have lower-case names."""
    told = headers or {}
    if told.get("cf-mitigated") == "challenge":
        return "Cloudflare"
    if told.get("x-amzn-waf-action") in ("challenge", "captcha"):
        return "AWS WAF"
    if len(body) > LARGEST or not _looks_like_html(body):
        return ""
    seen = " ".join(UNSEEN.sub(b" ", body).decode("utf-8", "replace").split())
    if len(seen) > SHORT:
        return ""
    provider = next((name for name, pattern in PROVIDERS if pattern.search(body)), "")
    if provider:
        return provider
    if WORDS.search(seen):
        return "a bot check"
    if status in (202, 412, 521) and len(seen) < BRIEF and MOVES.search(body):
        return "a script challenge"
    return ""


def _looks_like_html(body: bytes) -> bool:
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(
        (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<meta", b"<title", b"<!--", b"<div", b"<h1")
    )
