"""A mail ready to send: opens in a mail program as an unsent message. It names no sender: that is the person's to do."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from regbot.draft.channels import EMAIL
from regbot.draft.export.cleaning import clean_line
from regbot.errors import DraftError

LONGEST_SUBJECT = 250
MOSTLY = 0.2


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to go along; `name` is a bare file name."""

    name: str
    data: bytes


def as_eml(to: str, subject: str, body: str, attachments: Iterable[Attachment] = ()) -> bytes:
    """The message. Raises DraftError for a recipient that is not one plain address."""
    if not EMAIL.fullmatch(to):
        raise DraftError(f"{clean_line(to)!r} is no e-mail address", "choose another channel: `--channel`")
    message = EmailMessage(policy=SMTP)
    message["To"] = to
    message["Subject"] = shortened(subject)
    message["X-Unsent"] = "1"
    message.set_content(body, charset="utf-8", cte=_encoding(body))
    for attachment in attachments:
        guessed, packed = mimetypes.guess_type(attachment.name)
        kind, _, subtype = (guessed if guessed and not packed else "application/octet-stream").partition("/")
        if kind in ("message", "multipart"):
            kind, subtype = "application", "octet-stream"
        message.add_attachment(
            attachment.data, maintype=kind, subtype=subtype, filename=clean_line(attachment.name).replace("/", "_")
        )
    return message.as_bytes()


def shortened(subject: str) -> str:
    """One line of at most 250 characters."""
    words = clean_line(subject)
    return words if len(words) <= LONGEST_SUBJECT else f"{words[: LONGEST_SUBJECT - 1]}…"


def _encoding(body: str) -> str:
    """What keeps a mostly Latin text readable in the file, and a Chinese one short."""
    foreign = sum(not sign.isascii() for sign in body)
    return "base64" if foreign > len(body) * MOSTLY else "quoted-printable"
