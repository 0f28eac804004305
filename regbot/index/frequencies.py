"""How telling a token is: in how many texts of the index it stands."""

from __future__ import annotations

import math
from collections.abc import Iterable

from regbot.index.catalogue import Catalogue
from regbot.index.postings import occurrences


def weights(catalogue: Catalogue, tokens: Iterable[str]) -> dict[str, float]:
    """The `weight` of each token in this index. Raises IndexCorruptError."""
    wanted = list(dict.fromkeys(tokens))
    standing = occurrences(catalogue, wanted)
    return {token: weight(standing.get(token, 0), catalogue.size) for token in wanted}


def weight(standing: int, total: int) -> float:
    """Inverse document frequency of a token in `standing` of `total` texts: greatest where it stands nowhere."""
    return math.log(1 + (total + 1) / (standing + 0.5))
