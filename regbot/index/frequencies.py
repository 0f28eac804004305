"""How telling a token is: in how many texts of the index it stands."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable

from regbot.index.catalogue import Catalogue

VOCABULARY = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words, row)"


def weights(catalogue: Catalogue, tokens: Iterable[str]) -> dict[str, float]:
    """Inverse document frequency of each token, greatest for tokens that stand nowhere. Raises IndexCorruptError."""
    wanted = list(dict.fromkeys(tokens))
    catalogue.fetch(VOCABULARY)
    total = catalogue.fetch("SELECT count(*) FROM texts")[0][0]
    rows = catalogue.fetch(
        "SELECT term, doc FROM temp.vocabulary WHERE term IN (SELECT value FROM json_each(?))", (json.dumps(wanted),)
    )
    standing = dict(rows)
    return {token: math.log(1 + (total + 1) / (standing.get(token, 0) + 0.5)) for token in wanted}
