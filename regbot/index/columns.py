"""What a search has to know of every text, as arrays: where it belongs, and when it was current.

Each array has one entry a text, at its id; entry 0 is unused. Together they take 18 bytes a text.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from regbot.index.catalogue import Selection

    Texts = NDArray[np.integer]
    """Ids of texts."""

NEVER = date.max.toordinal()
LANGS = "langs"


class ColumnsWriter:
    """Collects the columns of texts that come by id, from 1 on."""

    def __init__(self) -> None:
        self._document, self._provision = array("I", [0]), array("I", [0])
        self._since, self._until = array("I", [0]), array("I", [0])
        self._lang = array("H", [0])
        self._langs: dict[str, int] = {}

    def add(self, document: int, provision: int, lang: str, since: date, until: date | None) -> None:
        """Take down a text: its document's number, the first text of its provision, and its days."""
        self._document.append(document)
        self._provision.append(provision)
        self._since.append(since.toordinal())
        self._until.append(until.toordinal() if until else NEVER)
        self._lang.append(self._langs.setdefault(lang, len(self._langs)))

    def finish(self, connection: sqlite3.Connection) -> None:
        """Write them into the catalogue. Raises sqlite3.Error."""
        columns = {
            "document": self._document,
            "provision": self._provision,
            "since": self._since,
            "until": self._until,
            "lang": self._lang,
        }
        connection.executemany(
            "INSERT INTO columns VALUES (?, ?)", [(name, column.tobytes()) for name, column in columns.items()]
        )
        connection.execute("INSERT INTO columns VALUES (?, ?)", (LANGS, json.dumps(list(self._langs)).encode()))


@dataclass(frozen=True, slots=True)
class Columns:
    """The arrays of one catalogue. `provision` is the id of the first text of a provision, and stands for it."""

    document: NDArray[np.uint32]
    provision: NDArray[np.uint32]
    since: NDArray[np.uint32]
    until: NDArray[np.uint32]
    lang: NDArray[np.uint16]
    langs: tuple[str, ...]
    _computing: Lock = field(default_factory=Lock)
    _admitted: WeakKeyDictionary[Selection, NDArray[np.bool_]] = field(default_factory=WeakKeyDictionary)

    @classmethod
    def of(cls, stored: dict[str, bytes]) -> Columns:
        """The columns as `ColumnsWriter` wrote them."""
        import numpy as np

        def numbers(name: str) -> NDArray[np.uint32]:
            return np.frombuffer(stored[name], dtype=np.uint32)

        return cls(
            document=numbers("document"),
            provision=numbers("provision"),
            since=numbers("since"),
            until=numbers("until"),
            lang=np.frombuffer(stored["lang"], dtype=np.uint16),
            langs=tuple(json.loads(stored[LANGS])),
        )

    @property
    def texts(self) -> int:
        """How many texts there are."""
        return len(self.provision) - 1

    def admitted(self, selection: Selection) -> NDArray[np.bool_]:
        """For each text whether it may be returned; kept while the selection is."""
        with self._computing:
            found = self._admitted.get(selection)
            if found is None:
                found = self._admitted[selection] = self._admits(selection)
            return found

    def _admits(self, selection: Selection) -> NDArray[np.bool_]:
        import numpy as np

        days = np.zeros(int(self.document.max(initial=0)) + 1, dtype=np.uint32)
        days[list(selection.days)] = [date.fromisoformat(day).toordinal() for day in selection.days.values()]
        day = days[self.document]
        admits = (self.since <= day) & (self.until > day) & (day > 0)
        if selection.langs:
            held = [number for number, lang in enumerate(self.langs) if lang in selection.langs]
            admits &= np.isin(self.lang, held)
        admits[0] = False
        return admits

    def provisions(self, texts: Texts, scores: NDArray[np.floating], limit: int) -> dict[int, float]:
        """The first `limit` provisions of texts given best first, each with the score of its first text."""
        import numpy as np

        own = self.provision[texts]
        first = np.sort(np.unique(own, return_index=True)[1])[:limit]
        return dict(zip(own[first].tolist(), scores[first].tolist(), strict=True))

    def best(self, texts: Texts, scores: NDArray[np.floating], limit: int) -> dict[int, float]:
        """The `limit` provisions with the highest scores, best first, each with that of its best text.

        `scores` are those of `texts`, which come by id.
        """
        import numpy as np

        taken = 2 * limit
        while taken < len(texts):
            among = scores >= np.partition(scores, len(texts) - taken)[len(texts) - taken]
            found = self._ordered(texts[among], scores[among], limit)
            if len(found) == limit:
                return found
            taken *= 4
        return self._ordered(texts, scores, limit)

    def _ordered(self, texts: Texts, scores: NDArray[np.floating], limit: int) -> dict[int, float]:
        import numpy as np

        order = np.argsort(-scores, kind="stable")
        return self.provisions(texts[order], scores[order], limit)
