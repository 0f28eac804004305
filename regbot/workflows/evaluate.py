"""Ask questions with known answers and count what came back."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from regbot.errors import ConfigError
from regbot.model import Answer, Outcome
from regbot.workflows.ask import ask, filters
from regbot.workflows.questions import question_in, read_records
from regbot.workspace import Workspace

Report = Callable[[str, int, int], None]

Z95 = 1.959963984540054
RANKED = 5
HINT = "the fields of a questions file are described under `regbot eval --help`"


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with the refs that answer it (none: it cannot be answered) and what an answer must mention.

    `must_mention` holds groups of alternatives; one of each group has to occur. Without `gold_given` the file's line says
    nothing of gold, which counts as none.
    """

    id: str
    text: str
    type: str = "plain"
    gold: tuple[str, ...] = ()
    need_all: bool = False
    must_mention: tuple[tuple[str, ...], ...] = ()
    gold_given: bool = True


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of `total` with its 95 % Wilson interval; `value` is None where nothing was counted."""

    hits: float
    total: int

    @property
    def value(self) -> float | None:
        """The share."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Lower and upper bound."""
        if not self.total:
            return None
        share, n, square = self.hits / self.total, self.total, Z95 * Z95
        centre = (share + square / (2 * n)) / (1 + square / n)
        half = Z95 * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What one question gave. `recall` maps a depth to the share of its gold found by then."""

    question: GoldQuestion
    answer: Answer
    ranked: tuple[str, ...]
    recall: dict[int, float]
    any_gold: bool
    citations_right: int
    mentions_found: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All rates over some questions."""

    outcomes: tuple[Outcomes, ...] = ()
    rates: dict[str, Rate] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many questions were asked."""
        return len(self.outcomes)

    @property
    def failures(self) -> list[Outcomes]:
        """Questions with a problem, in the file's order."""
        return [item for item in self.outcomes if item.problems]

    def by_type(self) -> dict[str, Evaluation]:
        """The same rates for each type of question, by name."""
        types = sorted({item.question.type for item in self.outcomes})
        return {name: summarise([item for item in self.outcomes if item.question.type == name]) for name in types}


def evaluate(workspace: Workspace, path: Path, report: Report, *, limit: int) -> Evaluation:
    """Ask every question of the file. Raises ConfigError with the line that does not parse, SearchIndexError."""
    questions = read_gold(path)
    within = filters(workspace)
    outcomes = []
    for done, question in enumerate(questions):
        report("Asking", done, len(questions))
        answer = ask(workspace, question.text, within, limit=limit)
        outcomes.append(judge(question, answer, ranking(answer)))
    return summarise(outcomes)


def ranking(answer: Answer) -> list[str]:
    """The provisions an answer offers, in order: those it cites, then those it calls related."""
    return list(dict.fromkeys([*(item.ref for item in answer.citations), *answer.related]))


def judge(question: GoldQuestion, answer: Answer, ranked: Sequence[str]) -> Outcomes:
    """Measure one answer and one ranking (refs, best first) against the question's gold."""
    said = "\n".join((answer.answer, *answer.notes, *(item.quote for item in answer.citations))).casefold()
    return Outcomes(
        question=question,
        answer=answer,
        ranked=tuple(ranked),
        recall={depth: _recall(question, ranked[:depth]) for depth in (1, RANKED)},
        any_gold=any(matches(ref, gold) for ref in ranked[:RANKED] for gold in question.gold),
        citations_right=sum(_is_gold(item.ref, question) for item in answer.citations),
        mentions_found=sum(_mentions(said, group) for group in question.must_mention),
        problems=tuple(_problems(question, answer, ranked, said)),
    )


def summarise(outcomes: Iterable[Outcomes]) -> Evaluation:
    """The rates over `outcomes`.

    recall@k, any_gold@5 and mention_rate count questions with gold; a question that needs all of its gold counts in
    recall by the share found. citation_precision counts the citations given to questions with gold.
    """
    items = tuple(outcomes)
    gold = [item for item in items if item.question.gold]
    none = [item for item in items if not item.question.gold]
    answered = [item for item in gold if item.answer.citations]
    rates = {
        "recall@1": Rate(sum(item.recall[1] for item in gold), len(gold)),
        "recall@5": Rate(sum(item.recall[RANKED] for item in gold), len(gold)),
        "any_gold@5": Rate(sum(item.any_gold for item in gold), len(gold)),
        "citation_precision": Rate(
            sum(item.citations_right for item in answered), sum(len(item.answer.citations) for item in answered)
        ),
        "mention_rate": Rate(
            sum(item.mentions_found for item in gold), sum(len(item.question.must_mention) for item in gold)
        ),
        "abstain_recall": Rate(sum(_abstained(item.answer) for item in none), len(none)),
        "false_abstention": Rate(sum(_abstained(item.answer) for item in gold), len(gold)),
    }
    return Evaluation(items, rates)


def read_gold(path: Path) -> list[GoldQuestion]:
    """The questions of an `eval` file. Raises ConfigError with the line that does not parse."""
    return [_gold(where, record) for where, record in read_records(path)]


def matches(ref: str, gold: str) -> bool:
    """Whether `ref` is the provision `gold` or lies inside it."""
    return ref == gold or ref.startswith(f"{gold}__")


def _gold(where: str, record: dict[str, Any]) -> GoldQuestion:
    need = record.get("need", "any")
    gold, mentions = record.get("gold", []), record.get("must_mention", [])
    if need not in ("any", "all") or not _strings(gold) or not _strings(mentions):
        raise ConfigError(f"{where}: need, gold or must_mention is malformed", HINT)
    return GoldQuestion(
        id=str(record.get("id", where)),
        text=question_in(where, record),
        type=str(record.get("type", "plain")),
        gold=tuple(gold),
        gold_given="gold" in record,
        need_all=need == "all",
        must_mention=tuple(tuple(group.split("|")) for group in mentions),
    )


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _recall(question: GoldQuestion, ranked: Sequence[str]) -> float:
    found = sum(any(matches(ref, gold) for ref in ranked) for gold in question.gold)
    if question.need_all:
        return found / len(question.gold)
    return float(found > 0)


def _is_gold(ref: str, question: GoldQuestion) -> bool:
    return any(matches(ref, gold) for gold in question.gold)


def _mentions(said: str, group: Iterable[str]) -> bool:
    return any(word.casefold() in said for word in group)


def _abstained(answer: Answer) -> bool:
    return answer.outcome is Outcome.ABSTAINED


def _problems(question: GoldQuestion, answer: Answer, ranked: Sequence[str], said: str) -> Iterable[str]:
    if not question.gold:
        if not _abstained(answer):
            why = "its gold is empty" if question.gold_given else "its line has no `gold`, which counts as empty"
            yield f"answered what the corpus cannot answer ({why})"
        return
    if _abstained(answer):
        yield f"abstained: {answer.reason}"
    if not any(_is_gold(ref, question) for ref in ranked[:RANKED]):
        yield f"no gold among the first {RANKED} found"
    wrong = [item.ref for item in answer.citations if not _is_gold(item.ref, question)]
    if wrong:
        yield f"cited beside the gold: {', '.join(wrong)}"
    for group in question.must_mention:
        if not _mentions(said, group):
            yield f"did not mention {' or '.join(group)}"
