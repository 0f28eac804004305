"""`regbot serve`: the app in a browser, for its own page only."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.tui import browser


@pytest.fixture
async def address(own_home) -> AsyncIterator[str]:
    """Where a server of a small workspace answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "regbot", "--home", str(own_home), "serve", "--port", str(port)),
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )
    assert process.stderr
    assert str(port) in (await process.stderr.readline()).decode()
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                break
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


async def test_only_its_own_page_may_speak_to_it(address: str):
    async with aiohttp.ClientSession() as session:
        for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
            async with session.get(f"{address}/ws", headers=headers) as response:
                assert response.status == 403
        async with session.get(address) as response:
            assert response.status == 200
            assert "default-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.skipif(browser.CHROMIUM is None, reason="no Chromium here")
async def test_a_question_is_answered_in_a_browser(address: str):
    async with browser.page() as page:
        await page.open(address)
        await page.until(lambda terminal: "ready" in terminal)
        await page.click(200, 600)
        await page.type("When did comments on the 2023 draft close?")
        await page.press("Enter", 13)
        await page.until(lambda terminal: "Comments must arrive by 7 September 2023." in " ".join(terminal.split()))
        assert set(page.blocked) <= {"csp"}
