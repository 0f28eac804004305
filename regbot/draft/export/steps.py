"""What a person does with the files: regbot makes them ready and never sends anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from regbot.draft.channels import Place, Route, file_codes
from regbot.draft.comment import Sender
from regbot.draft.export.letter import address_lines
from regbot.draft.export.material import Material
from regbot.parse.text import language


@dataclass(frozen=True, slots=True)
class Ready:
    """What was made: the file to use, further files to send along with it by hand, the subject."""

    main: str
    along: tuple[str, ...]
    subject: str
    form: str


def steps(material: Material, ready: Ready, closes_at: datetime | None) -> tuple[str, ...]:
    """The steps from the file to the comment sent, in order; `closes_at` is in the issuer's zone."""
    route = material.route
    assert route
    by_kind = {"email": _email, "portal": _portal, "post": _post, "fax": _fax}
    told = by_kind.get(route.kind, _other)(material, route, ready)
    return (*told, *_in_time(material, route, closes_at), *_afterwards(material, route))


def spoken_moment(moment: datetime) -> str:
    """`7 September 2023, 23:59 (Asia/Shanghai)`."""
    return f"{moment.day} {moment:%B %Y, %H:%M} ({moment.tzinfo})"


def _email(material: Material, route: Route, ready: Ready) -> Iterator[str]:
    if ready.form == "eml":
        yield f"Open {ready.main} with your mail program: it opens as a message that is not sent yet."
        yield f"Check that it goes to {route.email} and that its subject is “{ready.subject}”."
    else:
        yield f"Write a mail to {route.email} with the subject “{ready.subject}” and attach {ready.main}, or paste its text."
    if ready.along:
        yield f"Attach {_listed(ready.along)}."
    yield from _signing(material)


def _portal(material: Material, route: Route, ready: Ready) -> Iterator[str]:
    instructions = f" {route.channel.instructions}" if route.channel.instructions else ""
    yield f"Open {route.channel.address} in your browser.{instructions}"
    codes = file_codes(material.document)
    named = [
        f"“{material.name}”",
        *(f"《{name}》" if language(name) == "zh" else f"“{name}”" for name in material.other_names),
    ]
    yield f"Find {', also called '.join(named)}{f' ({codes[0]})' if codes else ''}."
    yield (
        f"Copy the whole text of {ready.main} into the field for comments."
        if ready.form == "txt"
        else (f"Copy the text of {ready.main} into the field for comments, or upload it where the form lets you.")
    )
    if ready.along:
        yield f"Add {_listed(ready.along)} as attachments."
    yield from _signing(material)


def _post(material: Material, route: Route, ready: Ready) -> Iterator[str]:
    yield f"Print {ready.main}; what it begins with is for the envelope, not for the letter."
    yield from _signing(material)
    marked = f" and the words “{route.marking}”" if route.marking and route.place is Place.ENVELOPE else ""
    yield f"Write the address on the envelope{marked}: {' · '.join(address_lines(route.channel.address))}"
    if material.comment.sender is not Sender.ANONYMOUS:
        yield "Write your own address on it as well, so that it can come back to you."
    if ready.along:
        yield f"Put {_listed(ready.along)} in, printed."


def _fax(material: Material, route: Route, ready: Ready) -> Iterator[str]:
    yield f"Print {ready.main}."
    yield from _signing(material)
    yield f"Fax it to {route.channel.address}."


def _other(material: Material, route: Route, ready: Ready) -> Iterator[str]:
    yield f"Take {ready.main} to {route.channel.address}. {route.channel.instructions}".strip()
    yield from _signing(material)


def _signing(material: Material) -> Iterator[str]:
    yield "Read it once more from beginning to end: it is your comment, and it cannot be called back."
    sender = material.comment.sender
    if sender is Sender.ANONYMOUS:
        yield from _hidden(material)
    elif sender and not material.signature:
        yield "Add your name where you want it to stand."


def _hidden(material: Material) -> Iterator[str]:
    kind = material.route.kind if material.route else ""
    if kind == "email":
        yield "You comment without your name, but a mail shows its sender's address: use one that does not name you."
    elif kind == "portal":
        yield "You comment without your name: leave the form's fields for it empty, or choose to comment anonymously there."


def _in_time(material: Material, route: Route, closes_at: datetime | None) -> Iterator[str]:
    if closes_at is None:
        yield "No closing date is known: look at the notice before you send it."
        return
    closes, latest = spoken_moment(closes_at), closes_at - timedelta(days=route.lead_days)
    if material.day > closes_at.date():
        yield f"It closed on {closes}: what you send now comes too late. Keep it for practice, or for the next time."
    elif not route.lead_days:
        yield f"Send it before {closes}."
    elif material.day > latest.date():
        yield f"It may no longer arrive by {closes}, when comments close: take a quicker channel if there is one."
    else:
        yield f"Post it by {latest.day} {latest:%B %Y}, so that it arrives by {closes}."


def _afterwards(material: Material, route: Route) -> Iterator[str]:
    tracking = " --tracking NUMBER" if route.kind in ("portal", "post") else ""
    yield f"Then note it: `regbot draft sent {material.comment.id} --channel {route.kind}{tracking}`."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
