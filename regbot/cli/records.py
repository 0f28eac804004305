"""The JSON of the contract: every result as plain values, dates as ISO 8601."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from regbot.model import Answer, Citation, ClosingDate, ForceChange, Provision, Version

if TYPE_CHECKING:
    from regbot.index.generation import IndexStatus
    from regbot.index.manifest import Manifest
    from regbot.index.verify import VerifyReport
    from regbot.workflows.documents import Listed
    from regbot.workflows.evaluate import Evaluation, Outcomes
    from regbot.workflows.refresh import RefreshReport
    from regbot.workflows.search import Found
    from regbot.workflows.show import Outline, Shown
    from regbot.workflows.sources import SourceStatus


def answer_record(answer: Answer) -> dict[str, Any]:
    """An `ask` object."""
    return {
        "question": answer.question,
        "as_of": answer.as_of.isoformat(),
        "outcome": answer.outcome.value,
        "reason": answer.reason,
        "answer": answer.answer,
        "confidence": round(answer.confidence, 4),
        "citations": [_citation(item) for item in answer.citations],
        "notes": list(answer.notes),
        "related": list(answer.related),
        "timings_ms": {name: round(value, 1) for name, value in answer.timings_ms.items()},
    }


def search_record(query: str, mode: str, found: list[Found]) -> dict[str, Any]:
    """A `search` object."""
    return {"query": query, "mode": mode, "hits": [_hit(item) for item in found]}


def listed_record(item: Listed) -> dict[str, Any]:
    """An item of `list` and `deadlines`."""
    document, deadline = item.document, item.deadline
    consultation = document.consultation
    return {
        "document": document.id,
        "title": document.title_in("en"),
        "titles": dict(document.title),
        "kind": document.kind.value,
        "jurisdiction": document.jurisdiction,
        "issuer": document.issuer,
        "legal_status": item.legal_status.value,
        "published": _iso(document.published),
        "effective": _iso(item.effective),
        "expires": _iso(item.expires),
        "delayed": _moved(item.delay, document.effective),
        "extended": _moved(item.extension, document.expires),
        "withdrawn": _withdrawal(item),
        "state": deadline.state.value if deadline else None,
        "comment_opens": _iso(consultation.opens) if consultation else None,
        "comment_closes": _iso(consultation.closes) if consultation else None,
        "closes_at": _iso(deadline.closes_at) if deadline else None,
        "closes_at_local": _iso(deadline.closes_at_local) if deadline else None,
        "timezone": document.timezone,
        "days_left": deadline.days_left if deadline else None,
        "stated_as": consultation.stated_as if consultation else None,
        "evidence": f"{document.id}#{consultation.evidence}" if consultation and consultation.evidence else None,
        "conflicts": list(consultation.conflicts) if consultation else [],
        "dates": [_closing_date(claim) for claim in consultation.dates] if consultation else [],
        "channels": [asdict(channel) for channel in consultation.channels] if consultation else [],
        "superseded_by": item.superseded_by or None,
        "url": document.url,
    }


def outline_record(outline: Outline) -> dict[str, Any]:
    """A document's outline, as `show DOCUMENT` prints it."""
    document, version = outline.listed.document, outline.version
    return {
        **listed_record(outline.listed),
        "terms": document.terms,
        "incomplete": document.incomplete,
        "topics": list(document.topics),
        "relations": [asdict(relation) | {"day": _iso(relation.day)} for relation in document.relations],
        "lang": version.lang,
        "version": version.date.isoformat(),
        "text_kind": version.kind.value,
        "notice": version.notice,
        "source": version.source,
        "languages": list(outline.languages),
        "versions": [_version(item) for item in outline.versions],
        "replaced_texts": [path.name for paths in outline.replaced.values() for path in paths],
        "provisions": [_outlined(item) for item in version.provisions],
    }


def shown_record(shown: Shown) -> dict[str, Any]:
    """One provision, as `show REF` prints it: the text to read first, then `texts` with every one held."""
    texts = [_text(shown, item) for item in shown.texts]
    first = shown.provision
    return {
        **texts[0],
        "breadcrumb": list(first.breadcrumb),
        "topics": list(first.topics),
        "date": first.date or None,
        "source": first.source or None,
        "texts": texts,
    }


def plain_fields(value: Any) -> dict[str, Any]:
    """A flat dataclass as a JSON object."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def manifest_record(manifest: Manifest) -> dict[str, Any]:
    """What `index build` made."""
    return {
        "generation": manifest.generation,
        "built_at": manifest.built_at.isoformat(),
        "documents": manifest.documents,
        "texts": manifest.texts,
        "vectors": manifest.vectors,
        "model": manifest.model or "bundled",
        "model_hash": manifest.model_hash,
        "encoder": manifest.encoder.value,
        "encoder_note": manifest.encoder_note,
        "cosine": manifest.cosine,
        "vectors_at": manifest.server,
    }


def status_record(status: IndexStatus) -> dict[str, Any]:
    """How the index stands to the corpus."""
    return {
        "state": status.state.value,
        "reason": status.reason,
        "changed": list(status.changed),
        "index": manifest_record(status.manifest) if status.manifest else None,
    }


def report_record(report: VerifyReport) -> dict[str, Any]:
    """What `index verify` found."""
    return {"ok": not report.problems, **plain_fields(report), "problems": list(report.problems)}


def evaluation_record(evaluation: Evaluation) -> dict[str, Any]:
    """All rates, each with `[low, high]` of its 95 % interval, for each type too, and what failed."""
    return {
        **_rates(evaluation),
        "per_type": {name: _rates(part) for name, part in evaluation.by_type().items()},
        "failures": [_failure(item) for item in evaluation.failures],
    }


def refresh_record(report: RefreshReport) -> dict[str, Any]:
    """What `refresh` did, source by source; `error` as in the contract when something failed, else null."""
    message, hint = report.problem
    return {
        **asdict(report),
        "exit_code": int(report.exit_code),
        "error": {"code": report.exit_code.name.lower(), "message": message, "hint": hint} if message else None,
    }


def source_record(status: SourceStatus) -> dict[str, Any]:
    """A source and how it fares; `age_seconds` counts from its last success."""
    record = plain_fields(status)
    age = record.pop("age")
    for name in ("last_success", "last_attempt"):
        record[name] = _iso(record[name])
    return {**record, "age_seconds": age.total_seconds() if age is not None else None}


def _rates(evaluation: Evaluation) -> dict[str, Any]:
    record: dict[str, Any] = {"n": evaluation.n}
    for name, rate in evaluation.rates.items():
        record[name] = None if rate.value is None else round(rate.value, 4)
        record[f"{name}_interval"] = [round(bound, 4) for bound in rate.interval] if rate.interval else None
        record[f"{name}_of"] = rate.total
    return record


def _failure(item: Outcomes) -> dict[str, Any]:
    return {
        "id": item.question.id,
        "question": item.question.text,
        "type": item.question.type,
        "problems": list(item.problems),
        "gold": list(item.question.gold),
        "ranked": list(item.ranked),
        "cited": [citation.ref for citation in item.answer.citations],
        "outcome": item.answer.outcome.value,
        "answer": item.answer.answer,
    }


def _closing_date(claim: ClosingDate) -> dict[str, Any]:
    return {**plain_fields(claim), "closes": claim.closes.isoformat()}


def _citation(citation: Citation) -> dict[str, Any]:
    return {key: getattr(value, "value", value) for key, value in plain_fields(citation).items()}


def _hit(found: Found) -> dict[str, Any]:
    hit, provision = found.hit, found.hit.provision
    return {
        "ref": provision.ref,
        "document": provision.document,
        "eid": provision.eid,
        "label": provision.label,
        "heading": provision.heading,
        "title": found.document.title_in(provision.lang),
        "legal_status": found.legal_status.value,
        "lang": provision.lang,
        "kind": provision.kind.value,
        "version": provision.version.isoformat(),
        "score": round(hit.score, 6),
        "lexical_rank": hit.lexical_rank,
        "vector_rank": hit.vector_rank,
        "text": provision.text,
    }


def _text(shown: Shown, provision: Provision) -> dict[str, Any]:
    document = shown.listed.document
    return {
        "ref": provision.ref,
        "document": document.id,
        "eid": provision.eid,
        "label": provision.label,
        "heading": provision.heading,
        "title": document.title_in(provision.lang),
        "legal_status": shown.listed.legal_status.value,
        "text": provision.text,
        "lang": provision.lang,
        "kind": provision.kind.value,
        "version": provision.version.isoformat(),
        "sha256": provision.sha256,
        "url": provision.url or document.url,
        "confidence": provision.confidence.value,
        "gap": provision.gap or None,
    }


def _outlined(provision: Provision) -> dict[str, Any]:
    return {
        "ref": provision.ref,
        "eid": provision.eid,
        "label": provision.label,
        "heading": provision.heading,
        "breadcrumb": list(provision.breadcrumb),
        "confidence": provision.confidence.value,
        "gap": provision.gap or None,
        "characters": len(provision.text),
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "version": version.date.isoformat(),
        "lang": version.lang,
        "kind": version.kind.value,
        "by": version.by,
        "notice": version.notice,
        "source": version.source,
        "provisions": len(version.provisions),
    }


def _moved(change: ForceChange | None, first: date | None) -> dict[str, Any] | None:
    if change is None:
        return None
    days = {"from": _iso(first), "to": _iso(change.day)}
    return {"by": change.by, "published": _iso(change.published), **days, "quote": change.quote}


def _withdrawal(item: Listed) -> dict[str, Any] | None:
    gone = item.withdrawal
    if gone is None:
        return None
    return {"by": gone.by, "published": _iso(gone.published), "on": _iso(gone.counts_from), "quote": gone.quote}


def _iso(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None
