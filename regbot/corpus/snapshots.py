"""Every byte that publishers sent, by SHA-256, with a log of where and when it came from."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock, get_ident

from regbot.corpus.ledger import Ledger
from regbot.errors import CorpusError

VALIDATORS = ("etag", "last-modified", "content-type")
"""Headers worth remembering for the next request."""


class Snapshots:
    """Bodies below `folder`: `<first two digits>/<sha256>`, and `log-<month>.jsonl`, one line for each answer.

    With `read_only` nothing is written: what comes in is only hashed. Raises CorpusError when the disk refuses.
    """

    def __init__(self, folder: Path, ledger: Ledger, *, read_only: bool = False) -> None:
        self._folder = folder
        self._ledger = ledger
        self._read_only = read_only
        self._lock = Lock()

    def recall(self, key: str) -> tuple[Mapping[str, str], str] | None:
        """Validators of the last answer kept under `key`, and its body's SHA-256; None if the body is gone."""
        known = self._ledger.answer(key)
        return known if known and self._path(known[1]).is_file() else None

    def read(self, sha256: str) -> bytes:
        """A body kept before. Raises CorpusError when it is gone or was altered."""
        try:
            body = self._path(sha256).read_bytes()
        except OSError as error:
            raise CorpusError(
                f"the snapshot {sha256} cannot be read: {error.strerror}", "run the same command again"
            ) from error
        if hashlib.sha256(body).hexdigest() != sha256:
            self._path(sha256).unlink(missing_ok=True)
            raise CorpusError(f"the snapshot {sha256} was altered and has been removed", "run the same command again")
        return body

    def keep(self, key: str, url: str, reply: tuple[int, Mapping[str, str], bytes], at: datetime) -> str:
        """Keep the body of an answer with its status, headers, address and moment; gives its SHA-256."""
        status, headers, body = reply
        sha256 = hashlib.sha256(body).hexdigest()
        if self._read_only:
            return sha256
        try:
            self._store(sha256, body)
            self._log(
                {"at": at.isoformat(), "url": url, "status": status, "sha256": sha256, "headers": dict(headers)}, at
            )
        except OSError as error:
            hint = "free some space or make the folder writable"
            raise CorpusError(f"cannot write to {self._folder}: {error.strerror}", hint) from error
        if status == 200:
            validators = {name: headers[name] for name in VALIDATORS if name in headers}
            self._ledger.put_answer(key, url, validators, sha256, at)
        return sha256

    def recall_robots(self, address: str, after: datetime) -> tuple[int, str] | None:
        """Status and text of a robots.txt read after a moment, else None."""
        known = self._ledger.robots(address)
        return known[:2] if known and known[2] > after else None

    def keep_robots(self, address: str, status: int, text: str, at: datetime) -> None:
        """Keep a robots.txt, so that it need not be asked for again soon."""
        if not self._read_only:
            self._ledger.put_robots(address, status, text, at)

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _store(self, sha256: str, body: bytes) -> None:
        path = self._path(sha256)
        if path.is_file():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{sha256}.{os.getpid()}-{get_ident()}.partial")
        with partial.open("wb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)

    def _log(self, entry: Mapping[str, object], at: datetime) -> None:
        """Append one line in one write, so that lines of several threads or a power cut never run into each other."""
        line = json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        with self._lock:
            descriptor = os.open(self._folder / f"log-{at:%Y-%m}.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(descriptor, line)
            finally:
                os.close(descriptor)
