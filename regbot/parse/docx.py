"""The text of a Word file (DOCX): paragraphs and tables in order, headings marked with `#`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from regbot.parse.errors import ParseError
from regbot.parse.text import clean

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

MOST_UNPACKED = 100_000_000
HINT = "open it in Word or LibreOffice and save it again as DOCX or text"


def read_docx(data: bytes) -> str:
    """The text, paragraphs separated by empty lines, table cells by ` | `. Numbers that Word adds itself are not in it.

    Raises ParseError, also when the file unpacks to more than 100 MB.
    """
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MOST_UNPACKED:
                raise ParseError("the Word file unpacks to more than 100 MB", HINT)
        blocks = list(_blocks(docx.Document(io.BytesIO(data))))
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        OpcError,
        LxmlError,
        KeyError,
        ValueError,
        OSError,
        EOFError,
    ) as error:
        raise ParseError(f"the Word file cannot be read: {error}", HINT) from error
    except (AttributeError, IndexError, TypeError, NotImplementedError, RuntimeError, zipfile.error) as error:
        raise ParseError("the Word file is damaged", HINT) from error
    return clean("\n\n".join(block for block in blocks if block.strip())).text


def _blocks(document: WordDocument) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield "\n".join(" | ".join(" ".join(cell.text.split()) for cell in row.cells) for row in block.rows)
        else:
            style = (block.style.name or "") if block.style else ""
            level = style.removeprefix("Heading ")
            yield f"{'#' * min(int(level), 6)} {block.text}" if level.isdigit() and level != style else block.text
