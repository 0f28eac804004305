"""A real Chroma server on this machine, to start, kill and start again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

PATIENCE = 60


class ChromaServer:
    """`chroma run` over `folder`, on a port that was free when this was made."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        chroma = [sys.executable, "-c", "from chromadb.cli.cli import app; app()", "run"]
        options = ["--path", str(self._folder), "--host", "127.0.0.1", "--port", str(self.port)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._folder.mkdir(exist_ok=True)
        environment = os.environ | {"ANONYMIZED_TELEMETRY": "False"}
        self._process = subprocess.Popen([*chroma, *options], cwd=self._folder, env=environment, **quiet)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("Chroma did not start")

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None
