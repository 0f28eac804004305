"""A version of a document as Markdown, both ways. The format is described in corpus/README.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from regbot.errors import CorpusError
from regbot.model import Confidence, Provision, TextKind, Version

HEADING = re.compile(r"(?P<level>#{1,2}) (?P<title>.*?)\s*\{#(?P<eid>[^\s{}#]+)\}\s*")
SEPARATOR = " · "
LEVELS = " › "
ESCAPED = ("#", "<!--", "\\")
HINT = "compare the file with corpus/README.md and correct that line"


@dataclass(slots=True)
class _Section:
    level: int
    title: str
    eid: str
    about: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(line[1:] if line.startswith("\\") else line for line in self.lines).strip("\n")


def read_version(document: str, text: str, where: str) -> Version:
    """Parse a text file of `document`; `where` names the file in errors.

    Raises CorpusError, with the line, when the file departs from the format.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    front, start = _front_matter(lines, where)
    try:
        version, kind = date.fromisoformat(front["version"]), TextKind(front["kind"])
        lang = front["lang"]
    except (KeyError, ValueError) as error:
        raise CorpusError(f"{where}: front matter: {error}", HINT) from error
    provisions = []
    seen: set[str] = set()
    container = ""
    for section in _sections(lines, start, where):
        if section.eid in seen:
            raise CorpusError(f"{where}: {{#{section.eid}}} stands twice", HINT)
        seen.add(section.eid)
        if section.level == 1:
            container = section.title
        else:
            try:
                provisions.append(_provision(section, document, version, lang, kind, container))
            except ValueError as error:
                raise CorpusError(f"{where}: {{#{section.eid}}}: {error}", HINT) from error
    return Version(
        document=document,
        date=version,
        lang=lang,
        kind=kind,
        provisions=tuple(provisions),
        by=front.get("by", ""),
        notice=front.get("notice", ""),
        source=front.get("source", ""),
    )


def write_version(version: Version) -> str:
    """The Markdown that `read_version` turns back into `version`."""
    front = {
        "kind": version.kind,
        "version": version.date.isoformat(),
        "lang": version.lang,
        "by": version.by,
        "notice": version.notice,
        "source": version.source,
    }
    blocks = ["---", *(f"{key}: {_one_line(value)}" for key, value in front.items() if value), "---", ""]
    eids = {provision.eid for provision in version.provisions}
    container: tuple[str, ...] = ()
    for number, provision in enumerate(version.provisions, 1):
        if provision.breadcrumb != container:
            blocks += [
                f"# {LEVELS.join(map(_one_line, provision.breadcrumb))} {{#{_free(f'group_{number}', eids)}}}",
                "",
            ]
        container = provision.breadcrumb
        blocks += _section_lines(provision)
    return "\n".join(blocks) + "\n"


def _front_matter(lines: list[str], where: str) -> tuple[dict[str, str], int]:
    if lines[0].strip() != "---":
        raise CorpusError(f"{where}: line 1: front matter is missing", HINT)
    for number, line in enumerate(lines[1:], 1):
        if line.strip() == "---":
            return _pairs(lines[1:number]), number + 1
    raise CorpusError(f"{where}: front matter has no end", HINT)


def _pairs(lines: list[str]) -> dict[str, str]:
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {key.strip(): value.strip() for key, _, value in pairs}


def _sections(lines: list[str], start: int, where: str) -> Iterator[_Section]:
    section: _Section | None = None
    number = start
    while number < len(lines):
        line = lines[number]
        number += 1
        if line.startswith("#"):
            heading = HEADING.fullmatch(line)
            if not heading:
                raise CorpusError(f"{where}: line {number}: a heading needs {{#eid}} at its end", HINT)
            if section:
                yield section
            section = _Section(len(heading["level"]), heading["title"], heading["eid"])
            if number < len(lines) and lines[number].startswith("<!--"):
                end = _comment_end(lines, number, where)
                section.about = _pairs(lines[number + 1 : end])
                number = end + 1
        elif section:
            section.lines.append(line)
        elif line.strip():
            raise CorpusError(f"{where}: line {number}: text stands before the first heading", HINT)
    if section:
        yield section


def _comment_end(lines: list[str], start: int, where: str) -> int:
    for number in range(start, len(lines)):
        if lines[number].rstrip().endswith("-->"):
            return number
    raise CorpusError(f"{where}: line {start + 1}: the comment has no end", HINT)


def _provision(section: _Section, document: str, version: date, lang: str, kind: TextKind, container: str) -> Provision:
    about = section.about
    label, _, heading = section.title.partition(SEPARATOR)
    return Provision(
        document=document,
        version=version,
        lang=lang,
        kind=kind,
        eid=section.eid,
        label=label,
        heading=heading,
        text=section.text,
        breadcrumb=tuple(container.replace(SEPARATOR, " ").split(LEVELS)) if container else (),
        topics=_listed(about.get("topics", "")),
        confidence=Confidence(about.get("confidence", Confidence.VERIFIED)),
        summaries=_by_language(about, "summary-"),
        terms={key: _listed(value) for key, value in _by_language(about, "terms-").items()},
        gap=about.get("gap", ""),
        date=about.get("date", ""),
        source=about.get("source", ""),
        url=about.get("url", ""),
    )


def _by_language(about: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {key.removeprefix(prefix): value for key, value in about.items() if key.startswith(prefix)}


def _listed(value: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in re.split(r"[,，、]", value) if item.strip())


def _section_lines(provision: Provision) -> list[str]:
    label, heading = _one_line(provision.label).replace(SEPARATOR, " - "), _one_line(provision.heading)
    title = f"{label}{SEPARATOR}{heading}" if heading else label
    about = {
        "confidence": "" if provision.confidence is Confidence.VERIFIED else provision.confidence.value,
        "topics": ", ".join(provision.topics),
        **{f"summary-{lang}": text for lang, text in provision.summaries.items()},
        **{f"terms-{lang}": ", ".join(terms) for lang, terms in provision.terms.items()},
        "gap": provision.gap,
        "date": provision.date,
        "source": provision.source,
        "url": provision.url,
    }
    pairs = [f"{key}: {_one_line(value)}" for key, value in about.items() if value]
    comment = ["<!--", *pairs, "-->"] if pairs else []
    body = [f"\\{line}" if line.startswith(ESCAPED) else line for line in provision.text.split("\n")]
    return [f"## {title} {{#{provision.eid}}}", *comment, "", *body, ""]


def _free(eid: str, taken: set[str]) -> str:
    return eid if eid not in taken else _free(f"{eid}-", taken)


def _one_line(value: str) -> str:
    return " ".join(value.replace("-->", "—>").split())
