"""The app in a browser on this computer: textual-serve, closed to every other page and address."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from rich.console import Console
from textual_serve.server import Server

from regbot.errors import ConfigError

HOST = "127.0.0.1"
POLICY = "default-src 'self' 'unsafe-inline' data:; connect-src 'self' ws:; frame-ancestors 'none'"
"""The page fetches nothing from elsewhere, so that it works offline and nobody learns of it."""


def serve(arguments: Sequence[str], port: int) -> None:
    """Serve `regbot ARGUMENTS` at http://127.0.0.1:`port` until interrupted. Raises ConfigError when the port is taken."""
    command = shlex.join([sys.executable, "-m", "regbot", *arguments])
    try:
        _LoopbackServer(command, host=HOST, port=port, title="regbot").serve()
    except OSError as error:
        raise ConfigError(f"cannot listen on port {port}: {error.strerror}", "choose another: `--port N`") from error


class _LoopbackServer(Server):
    """A server that answers only its own page: other sites open in the same browser cannot reach the app through it."""

    def initialize_logging(self) -> None:
        self.console = Console(quiet=True)

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._own_page_only)
        app.on_response_prepare.append(_with_policy)
        return app

    @web.middleware
    async def _own_page_only(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        own = {f"{HOST}:{self.port}", f"localhost:{self.port}"}
        origin = request.headers.get("Origin")
        if request.host not in own or (origin and origin.removeprefix("http://") not in own):
            raise web.HTTPForbidden(text="regbot answers only its own page")
        return await handler(request)


async def _with_policy(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Content-Security-Policy"] = POLICY
