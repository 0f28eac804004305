from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from regbot.index.passages import WORD, passages_of, windows
from regbot.model import Document, DocumentKind, LegalStatus, Provision, TextKind

SENTENCES = st.lists(
    st.lists(st.sampled_from(["face", "consent", "the", "person,", "同意", "(1)"]), min_size=1, max_size=70).map(
        " ".join
    ),
    min_size=1,
    max_size=8,
).map(". ".join)


def document(kind: DocumentKind) -> Document:
    return Document("d", kind, "xx", {"en": "Long Title"}, LegalStatus.DRAFT, short_title="2023 draft")


def provision(text: str) -> Provision:
    return Provision("d", date(2024, 1, 1), "en", TextKind.OFFICIAL, "art_1", "Article 1", "Consent", text)


@given(SENTENCES)
def test_windows_are_short_and_lose_no_word(text):
    cut = windows(text, 40, 10)
    assert all(len(WORD.findall(window)) <= 40 for window in cut)
    assert set(WORD.findall(text)) == {word for window in cut for word in WORD.findall(window)}


def test_windows_overlap():
    text = " ".join(f"Sentence number {number} says five." for number in range(20))
    first, second, *_ = windows(text, 40, 10)
    assert second.startswith(first.split(". ")[-1][:10])


def test_short_text_stays_as_it_is():
    assert windows("One.\n\nTwo.", 40, 10) == ["One.\n\nTwo."]


def test_each_window_stands_under_document_and_heading():
    cut = passages_of(document(DocumentKind.DRAFT), provision("Consent is needed. " * 30))
    assert len(cut) > 1
    assert all(passage.startswith("2023 draft. Consent\n") for passage in cut)


def test_imported_passages_stay_whole():
    text = "Consent is needed. " * 30
    assert passages_of(document(DocumentKind.PASSAGES), provision(text)) == [f"Consent\n{text}"]


def test_gap_has_nothing_to_embed():
    assert passages_of(document(DocumentKind.DRAFT), provision(" \n")) == []
