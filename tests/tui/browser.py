"""A headless Chromium, driven by its own protocol: enough to open a page, press keys and hear what the page is sent."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|.)")


class Page:
    """One page of the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._received = b""
        self.blocked: list[str] = []
        self._listener = asyncio.create_task(self._listen())

    @property
    def terminal(self) -> str:
        """What the app has written so far, without its escape sequences."""
        return ESCAPES.sub("", self._received.decode(errors="replace"))

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = len(self._waiting) + 1
        self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        return await asyncio.wait_for(self._waiting[number], 30)

    async def open(self, url: str) -> None:
        for domain in ("Page", "Network", "Runtime"):
            await self.call(f"{domain}.enable")
        await self.call("Page.navigate", url=url)

    async def type(self, text: str) -> None:
        await self.call("Input.insertText", text=text)

    async def press(self, key: str, code: int) -> None:
        for kind in ("keyDown", "keyUp"):
            await self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
                text="\r" if code == 13 else "",
            )

    async def click(self, x: int, y: int) -> None:
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    async def until(self, holds: Callable[[str], bool], seconds: float = 30) -> None:
        """Wait until what the app has written fulfils `holds`."""
        async with asyncio.timeout(seconds):
            while not holds(self.terminal):
                await asyncio.sleep(0.05)

    async def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode((await self.call("Page.captureScreenshot"))["data"]))

    async def _listen(self) -> None:
        async for message in self._socket:
            event = json.loads(message.data)
            if "id" in event:
                self._waiting[event["id"]].set_result(event.get("result", {}))
            elif event["method"] == "Network.webSocketFrameReceived":
                frame = event["params"]["response"]
                self._received += base64.b64decode(frame["payloadData"]) if frame["opcode"] == 2 else b""
            elif event["method"] == "Network.loadingFailed":
                self.blocked.append(event["params"].get("blockedReason", ""))


@asynccontextmanager
async def page(width: int = 1200, height: int = 800) -> AsyncIterator[Page]:
    """A page of a fresh headless Chromium."""
    assert CHROMIUM
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            CHROMIUM,
            *("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--no-first-run"),
            *(f"--user-data-dir={profile}", f"--window-size={width},{height}", "about:blank"),
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            port = await _port(Path(profile) / "DevToolsActivePort")
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json") as response:
                    target = next(item for item in await response.json() if item["type"] == "page")
                async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                    yield Page(socket)
        finally:
            process.kill()
            await process.wait()


async def _port(file: Path) -> int:
    async with asyncio.timeout(30):
        while not (file.is_file() and file.read_text()):
            await asyncio.sleep(0.05)
    return int(file.read_text().splitlines()[0])
