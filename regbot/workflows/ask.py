"""Ask a question: one, or a file of them with the model loaded once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from regbot.errors import ConfigError, UnknownRefError
from regbot.model import Answer, Filters, LegalStatus
from regbot.workspace import Workspace

DEFAULT_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the id that its answer is to carry."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Nearby:
    """A provision an answer points to without resting on it. `name` is the document's short name."""

    ref: str
    label: str
    heading: str
    name: str
    legal_status: LegalStatus


OLDER_TEXT = (
    "The corpus has changed since the index was built: {names} may read otherwise now. Run `regbot index build`."
)
OLDER_TEXT_ZH = "建立索引后语料库有改动：{names} 的现有文本可能不同，请运行 `regbot index build`。"


def filters(
    workspace: Workspace, documents: Iterable[str] = (), *, in_force: bool = False, lang: str | None = None
) -> Filters:
    """What a search may return. Raises ConfigError when `documents` (ids or globs) match nothing in the corpus."""
    wanted = tuple(documents)
    _check_documents(workspace, wanted)
    return replace(
        workspace.filters(wanted),
        statuses=(LegalStatus.IN_FORCE,) if in_force else (),
        langs=(lang,) if lang else (),
    )


def ask(
    workspace: Workspace, question: str, within: Filters, *, limit: int = DEFAULT_LIMIT, llm: bool | None = False
) -> Answer:
    """One question, without what was asked before; `llm` as for `Workspace.conversation`.

    Raises ConfigError, SearchIndexError.
    """
    return next(answer for _, answer in ask_all(workspace, [Question("", question)], within, limit=limit, llm=llm))


def ask_all(
    workspace: Workspace,
    questions: Iterable[Question],
    within: Filters,
    *,
    limit: int = DEFAULT_LIMIT,
    llm: bool | None = False,
) -> Iterator[tuple[str, Answer]]:
    """Each question by itself, in order, as soon as it is answered; one that quotes an older text says so."""
    for question in questions:
        answer = workspace.conversation(llm=llm).ask(question.text, within, limit=limit)
        yield question.id, _cautioned(answer, workspace)


def _cautioned(answer: Answer, workspace: Workspace) -> Answer:
    from regbot.parse.sentences import language_of

    indexed = workspace.index.manifest.fingerprints
    quoted = dict.fromkeys(item.document for item in answer.citations)
    older = [name for name in quoted if workspace.corpus.fingerprint(name) != indexed.get(name)]
    if not older:
        return answer
    note = OLDER_TEXT_ZH if language_of(answer.question) == "zh" else OLDER_TEXT
    return replace(answer, notes=(*answer.notes, note.format(names=", ".join(older))))


def nearby(workspace: Workspace, answer: Answer) -> list[Nearby]:
    """The provisions of `answer.related`, described; those no longer in the index are left out."""
    catalogue = workspace.index.catalogue
    described = []
    for ref in answer.related:
        try:
            provision = catalogue.provision(ref)
            document = catalogue.document(provision.document)
        except UnknownRefError:
            continue
        status = document.status_on(workspace.as_of.date_in(document.timezone))
        described.append(Nearby(ref, provision.label, provision.heading, document.name, status))
    return described


def _check_documents(workspace: Workspace, wanted: tuple[str, ...]) -> None:
    import difflib
    from fnmatch import fnmatchcase

    known = workspace.corpus.ids() if wanted else []
    for name in wanted:
        if not any(fnmatchcase(document, name) for document in known):
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
            hint = f"did you mean {near[0]}?" if near else "run `regbot list` for the documents"
            raise ConfigError(f"no document matches {name!r}", hint)
