"""The bundled corpus with an index of the real model, made once, and questions put to it."""

from __future__ import annotations

import os
import pickle
import re
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from regbot.ask.conversation import Conversation
from regbot.corpus.store import Corpus
from regbot.index.retrieve import Index, Mode
from regbot.model import Answer, AsOf, Document, Filters, Outcome
from regbot.paths import Paths, bundled_corpus
from regbot.workflows.evaluate import Evaluation, evaluate
from regbot.workflows.indexing import build_index
from regbot.workspace import Workspace

NOW = datetime.fromisoformat("2026-11-22T09:00:00+08:00")
REPOSITORY = Path(__file__).resolve().parents[2]
SHARED_CACHE = REPOSITORY / ".pytest_cache" / "regbot"
OWN_QUESTIONS = Path(__file__).with_name("questions.jsonl")
MARKED = re.compile(r"” \[(\d+)\]")
MARKER = re.compile(r"\[(\d+)\]")

Ask = Callable[..., Answer]
Text = tuple[str, str, str, str]
"""Ref, version, language and kind."""


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of one run of the tests share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def bundled_home(shared_folder: Path) -> Path:
    """A workspace with the bundled corpus and its whole index. Shared: only read it."""
    home = shared_folder / "bundled"
    paths, known = Paths(home, SHARED_CACHE), SHARED_CACHE / "embeddings.sqlite3"
    with FileLock(f"{home}.lock"):
        if not paths.corpus.exists():
            shutil.copytree(bundled_corpus(), paths.corpus, ignore=shutil.ignore_patterns("snapshots"))
            paths.indexes.mkdir()
            if known.exists():
                shutil.copy(known, paths.embeddings)
        build_index(Workspace(paths, AsOf(NOW)), lambda *_: None)
        if not known.exists() or known.stat().st_size != paths.embeddings.stat().st_size:
            partial = known.with_suffix(f".{os.getpid()}")
            shutil.copy(paths.embeddings, partial)
            partial.replace(known)
    return home


@pytest.fixture(scope="session")
def bundled(bundled_home: Path) -> Workspace:
    """The bundled corpus as it stands today, vectors and model loaded."""
    workspace = Workspace(Paths(bundled_home, SHARED_CACHE), AsOf(NOW))
    workspace.index.meaning.load()
    assert not workspace.index.meaning.missing
    return workspace


@pytest.fixture(scope="session")
def index(bundled: Workspace) -> Index:
    return bundled.index


@pytest.fixture(scope="session")
def documents() -> list[Document]:
    """The bundled documents, as the files say."""
    return list(Corpus(bundled_corpus() / "documents").documents())


@pytest.fixture(scope="session")
def ask(index: Index) -> Ask:
    """Answer a question by itself, today or on a day (ISO)."""

    def answer(question: str, day: str | None = None, *, mode: Mode = Mode.HYBRID, **filters) -> Answer:
        moment = AsOf(NOW, date.fromisoformat(day) if day else None)
        return Conversation(index).ask(question, Filters(moment, **filters), mode=mode)

    return answer


@pytest.fixture(scope="session")
def talk(index: Index) -> Callable[..., Answer]:
    """The answer to the last of several turns of one conversation."""

    def last(*turns: str, day: str | None = None) -> Answer:
        conversation = Conversation(index)
        within = Filters(AsOf(NOW, date.fromisoformat(day) if day else None))
        return [conversation.ask(turn, within) for turn in turns][-1]

    return last


@pytest.fixture(scope="session")
def own_set(bundled: Workspace, shared_folder: Path) -> Evaluation:
    """The answers to our own questions, asked once in a run of the tests."""
    return evaluated(bundled, OWN_QUESTIONS, shared_folder / "own-questions.pickle")


def evaluated(workspace: Workspace, questions: Path, kept: Path) -> Evaluation:
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            found = evaluate(workspace, questions, lambda *_: None, limit=8)
            kept.write_bytes(pickle.dumps(found))
        return pickle.loads(kept.read_bytes())


@pytest.fixture(scope="session")
def texts() -> dict[Text, str]:
    """Every text and every summary on disk, read without the index."""
    corpus = Corpus(bundled_corpus() / "documents")
    found: dict[Text, str] = {}
    for document in corpus.ids():
        for version in corpus.versions(document):
            for item in version.provisions:
                day = item.version.isoformat()
                found[item.ref, day, item.lang, item.kind.value] = item.text
                for lang, summary in item.summaries.items():
                    found[item.ref, day, lang, "summary"] = summary
    return found


@pytest.fixture(scope="session")
def faults(texts: dict[Text, str]) -> Callable[[Answer], list[str]]:
    """What is wrong with an answer's form: its outcome, its citations, its quotes and their markers."""
    return lambda answer: [*_faults_of_outcome(answer), *_faults_of_citations(answer, texts), *_faults_of_lines(answer)]


def _faults_of_outcome(answer: Answer) -> list[str]:
    if answer.outcome is Outcome.ANSWERED:
        return [] if answer.answer.strip() and answer.reason is None else ["an answer without words, or with a reason"]
    told = bool(answer.reason and answer.reason.strip())
    return (
        [] if told and not answer.citations and not answer.answer else ["an abstention without a reason, or with more"]
    )


def _faults_of_citations(answer: Answer, texts: dict[Text, str]) -> list[str]:
    found = []
    if [item.n for item in answer.citations] != list(range(1, len(answer.citations) + 1)):
        found.append("citations are not numbered from 1")
    for item in answer.citations:
        text = texts.get((item.ref, item.version, item.lang, item.kind.value))
        if text is None:
            found.append(f"{item.ref}: no such text on disk")
        elif not item.quote.strip() or text[item.start : item.end] != item.quote:
            found.append(f"{item.ref}: {item.quote!r} does not stand at {item.start}:{item.end}")
        if f"{item.document}#{item.eid}" != item.ref:
            found.append(f"{item.ref}: another provision than {item.document}#{item.eid}")
    return found


def _faults_of_lines(answer: Answer) -> list[str]:
    quotes = {item.n: item.quote for item in answer.citations}
    found, marked = [], set()
    for line in answer.answer.split("\n"):
        pieces, rest, wrong = _quoted(line, quotes)
        found += wrong
        marked |= {int(number) for number in MARKER.findall(rest)}
        if "“" in rest:
            found.append(f"a quote without a marker: {line}")
        for n, quoted in pieces.items():
            if "".join("".join(quoted).split()) != "".join(quotes[n].split()):
                found.append(f"quote {n} is not shown whole: {line}")
    if marked != set(quotes):
        found.append(f"markers {sorted(marked)} do not correspond to citations {sorted(quotes)}")
    return found


def _quoted(line: str, quotes: dict[int, str]) -> tuple[dict[int, list[str]], str, list[str]]:
    """The marked quotes of a line by number, the line with only their markers left, and what is wrong with them."""
    pieces: dict[int, list[str]] = {}
    rest, wrong, at = "", [], 0
    for match in MARKED.finditer(line):
        n = int(match[1])
        opens = [index for index in range(at, match.start()) if line[index] == "“"]
        start = next((index for index in opens if line[index + 1 : match.start()] in quotes.get(n, "")), None)
        if start is None:
            wrong.append(f"not in citation {n}: {line[at : match.end()]}")
            continue
        pieces.setdefault(n, []).append(line[start + 1 : match.start()])
        rest += line[at:start] + f" [{n}]"
        at = match.end()
    return pieces, rest + line[at:], wrong
