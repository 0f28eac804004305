from dataclasses import replace

import pytest

from regbot.index.catalogue import Choice
from regbot.index.closeness import MOST_SENTENCES, parts_of
from regbot.index.retrieve import Index
from regbot.model import AsOf, Document, DocumentKind, LegalStatus
from regbot.parse.sentences import split_sentences
from tests.index.small_index import NOW, provision


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


def choices(index: Index, *refs: str, lang: str = "en") -> list[Choice]:
    return [index.catalogue.choice(ref, lang, AsOf(NOW)) for ref in refs]


def test_the_nearest_sentence_counts(index: Index):
    index.meaning.load()
    rules = choices(index, "faces-rules-2025#art_1", "faces-rules-2025#art_2")
    consent, filing = index.meaning.closeness("Can consent be withdrawn?", rules)
    assert consent
    assert filing
    assert consent[0] > filing[0]


def test_closeness_of_a_chinese_text_is_that_of_its_english_one(index: Index):
    index.meaning.load()
    english, chinese = (choices(index, "faces-rules-2025#art_1", lang=lang)[0] for lang in ("en", "zh"))
    assert english.text != chinese.text
    near = index.meaning.closeness("Can consent be withdrawn?", [english, chinese])
    assert near[0]
    assert near[0] == near[1]


def test_nothing_is_said_without_a_model_or_in_an_unread_language(index: Index):
    rules = choices(index, "faces-rules-2025#art_1")
    assert index.meaning.closeness("Can consent be withdrawn?", rules) == [None]
    index.meaning.load()
    assert index.meaning.closeness("能撤回同意吗？", rules) == [None]
    assert index.meaning.similarity("能撤回同意吗？", ["Consent"]) == [0.0]
    assert index.meaning.similarity("Can consent be withdrawn?", ["Consent can be withdrawn.", "Cheese"])[0] > 0.5


def test_sentences_beyond_those_kept_are_embedded(index: Index):
    index.meaning.load()
    rule = index.catalogue.provision("faces-rules-2025#art_1", "en")
    sentences = [rule.text[span.start : span.end] for span in split_sentences(rule.text)]
    question = "Can consent be withdrawn?"
    assert index.meaning.likeness(rule, question, sentences) == pytest.approx(
        index.meaning.similarity(question, sentences), abs=1e-3
    )
    long = replace(rule, text="x" * 9)
    many = sentences * (MOST_SENTENCES + 1)
    assert index.meaning.likeness(long, question, many) == pytest.approx(
        index.meaning.similarity(question, many), abs=1e-3
    )


def test_a_text_that_the_model_cannot_read_is_like_nothing(index: Index):
    index.meaning.load()
    rule = index.catalogue.provision("faces-rules-2025#art_2", "zh")
    assert rule.lang == "zh"
    unknown = replace(rule, eid="art_99")
    assert index.meaning.likeness(unknown, "Can consent be withdrawn?", ["可以撤回。", "备案。"]) == [0.0, 0.0]
