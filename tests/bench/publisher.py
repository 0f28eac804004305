"""A publisher of long pages on the loopback interface, in a process of its own, and a workspace that follows it."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEXT = """operator collects images from cameras near public roads and keeps a record of every person who asked for erasure
before the authority gives notice in writing that the period for comments has ended under this chapter"""
WORDS = TEXT.split()
SENTENCES, LENGTH = 4, 22
OWN_PROCESS = """
import http.server, sys
handler = lambda *given: http.server.SimpleHTTPRequestHandler(*given, directory=sys.argv[1])
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
print(server.server_port, flush=True)
server.serve_forever()
"""


@contextmanager
def publishing(folder: Path, pages: int, articles: int) -> Iterator[str]:
    """Serve `pages` pages of so many articles, `/0.html` and on; gives the server's address."""
    folder.mkdir()
    dice = random.Random(3)
    for number in range(pages):
        (folder / f"{number}.html").write_text(_page(dice, number, articles), encoding="utf-8")
    command = [sys.executable, "-c", OWN_PROCESS, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.terminate()


def follow(home: Path, address: str, sources: int, pages: int) -> None:
    """Write a sources.toml that shares the pages out among `sources` sources; their terms are `terms_of` each."""
    parts = ['contact = "tests@example.org"']
    for number in range(sources):
        urls = ", ".join(f'"{address}/{page}.html"' for page in range(number, pages, sources))
        parts.append(
            f'[sources.pages-{number:02}]\ntype = "page"\nterms = "{terms_of(number)}"\nurls = [{urls}]\n'
            "allow_local = true\ndelay_seconds = 0"
        )
    (home / "corpus" / "sources.toml").write_text("\n".join(parts) + "\n", encoding="utf-8")


def terms_of(number: int) -> str:
    """The terms of source `number`, found nowhere else."""
    return f"Terms of source {number:02}."


def _page(dice: random.Random, number: int, articles: int) -> str:
    body = "".join(
        f"<h3>Article {article} {' '.join(dice.choices(WORDS, k=3)).capitalize()}</h3><p>{_words(dice)}</p>"
        for article in range(1, articles + 1)
    )
    title = f"Draft rules on cameras, part {number}"
    return f'<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>'


def _words(dice: random.Random) -> str:
    return " ".join(f"{' '.join(dice.choices(WORDS, k=LENGTH)).capitalize()}." for _ in range(SENTENCES))
