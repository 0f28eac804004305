"""What the rules of one language for suggestions consist of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """Patterns over a provision's text; `condition`, `exception`, `decider` and `vague` have a group `words`.

    `once` is a duty to do something once, `when` a time for it, `remedy` a way to complain or be made whole, `binds` a
    duty or a ban. `terms` gives the terms of a text, `defines` whether a text defines one.
    """

    condition: re.Pattern[str]
    exception: re.Pattern[str]
    decider: re.Pattern[str]
    vague: re.Pattern[str]
    once: re.Pattern[str]
    when: re.Pattern[str]
    remedy: re.Pattern[str]
    binds: re.Pattern[str]
    terms: Callable[[str], Iterator[str]]
    defines: Callable[[str, str], bool]
