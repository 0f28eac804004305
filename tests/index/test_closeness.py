from pathlib import Path

from regbot.index.closeness import MOST_SENTENCES, parts_of
from regbot.index.retrieve import Index
from regbot.model import Document, DocumentKind, LegalStatus
from tests.index.small_index import provision


def document(kind: DocumentKind) -> Document:
    return Document("d", kind, "xx", {"en": "D"}, LegalStatus.DRAFT)


def test_subject_then_sentences():
    item = provision(
        "d", "art_1", "Consent is needed. It can be withdrawn.", heading="Consent", terms={"en": ("opt-in",)}
    )
    assert parts_of(document(DocumentKind.RULE), item) == [
        "Consent: opt-in",
        "Consent is needed.",
        "It can be withdrawn.",
    ]


def test_imported_passages_and_gaps_have_none():
    assert parts_of(document(DocumentKind.PASSAGES), provision("d", "art_1", "Consent is needed.")) == []
    assert parts_of(document(DocumentKind.RULE), provision("d", "art_1", "")) == []


def test_long_texts_are_bounded():
    item = provision("d", "art_1", "Consent is needed. " * 500)
    assert len(parts_of(document(DocumentKind.RULE), item)) == MOST_SENTENCES + 1


def test_the_nearest_sentence_counts(index: Index):
    index.load()
    rules = [index.catalogue.provision(f"faces-rules-2025#art_{number}", "en") for number in (1, 2)]
    consent, filing = index.closeness("Can consent be withdrawn?", rules)
    assert consent
    assert filing
    assert consent[0] > filing[0]


def test_closeness_of_a_chinese_text_is_that_of_its_english_one(index: Index):
    index.load()
    english, chinese = (index.catalogue.provision("faces-rules-2025#art_1", lang) for lang in ("en", "zh"))
    assert index.closeness("Can consent be withdrawn?", [english]) == index.closeness(
        "Can consent be withdrawn?", [chinese]
    )


def test_nothing_is_said_without_a_model_or_in_an_unread_language(index: Index, embedded_home: Path):
    rule = index.catalogue.provision("faces-rules-2025#art_1", "en")
    assert index.closeness("Can consent be withdrawn?", [rule]) == [None]
    index.load()
    assert index.closeness("能撤回同意吗？", [rule]) == [None]
    assert index.similarity("能撤回同意吗？", ["Consent"]) == [0.0]
    assert index.similarity("Can consent be withdrawn?", ["Consent can be withdrawn.", "Cheese"])[0] > 0.5
