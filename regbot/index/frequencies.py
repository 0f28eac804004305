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
    standing, total = occurrences(catalogue, wanted), catalogue.size
    return {token: math.log(1 + (total + 1) / (standing.get(token, 0) + 0.5)) for token in wanted}


def occurrences(catalogue: Catalogue, tokens: Iterable[str]) -> dict[str, int]:
    """In how many texts each token stands, without those that stand nowhere. Raises IndexCorruptError."""
    catalogue.fetch(VOCABULARY)
    return dict(
        catalogue.fetch(
            "SELECT term, doc FROM temp.vocabulary WHERE term IN (SELECT value FROM json_each(?))",
            (json.dumps(list(tokens)),),
        )
    )
