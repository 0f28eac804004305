"""How telling a token is: in how many texts of the index it stands."""

from __future__ import annotations

import math
from collections.abc import Iterable

from regbot.index.catalogue import Catalogue
from regbot.index.postings import occurrences


def weights(catalogue: Catalogue, tokens: Iterable[str]) -> dict[str, float]:
    """Inverse document frequency of each token, greatest for tokens that stand nowhere. Raises IndexCorruptError."""
    wanted = list(dict.fromkeys(tokens))
    standing, total = occurrences(catalogue, wanted), catalogue.size
    return {token: math.log(1 + (total + 1) / (standing.get(token, 0) + 0.5)) for token in wanted}
