"""What is written to the corpus folder is read back the same, whatever it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from regbot.corpus.markdown import read_version, write_version
from regbot.corpus.metadata import document_data, read_document, write_document
from regbot.corpus.store import Corpus
from regbot.errors import CorpusError
from regbot.model import (
    Channel,
    ClosingDate,
    Confidence,
    Consultation,
    Document,
    DocumentKind,
    LegalStatus,
    Provision,
    Relation,
    TextKind,
    Version,
)

DAY = date(2024, 2, 29)
LETTERS = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n")
ALARMING = st.sampled_from(
    ["# no heading", "## Article 9 {#art_9}", "<!--", "-->", "\\", "---", "gap: x", " · ", "{#x}"]
)
PROSE = st.lists(st.one_of(st.text(LETTERS, max_size=30), ALARMING), max_size=6).map("\n".join)
TEXTS = PROSE.map(lambda text: text.strip("\n"))
LINE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=30).map(
    lambda text: " ".join(text.split())
)
PLAIN = LINE.filter(lambda text: "-->" not in text)
PART = LINE.filter(lambda text: text and "›" not in text and "·" not in text)
NAME = st.from_regex(r"(group|[a-z]{2,8})(_[0-9]{1,2})?", fullmatch=True)
TERMS = st.lists(st.from_regex(r"[a-z一-龥]{1,6}", fullmatch=True), max_size=3).map(tuple)
LANG = st.sampled_from(["en", "zh", "fr"])


@st.composite
def provisions(draw, eid: str) -> Provision:
    return Provision(
        document="doc",
        version=DAY,
        lang="en",
        kind=TextKind.RESTATEMENT,
        eid=eid,
        label=draw(LINE.filter(lambda text: " · " not in text)),
        heading=draw(LINE),
        text=draw(TEXTS),
        breadcrumb=draw(st.lists(PART, max_size=3).map(tuple)),
        topics=draw(TERMS),
        confidence=draw(st.sampled_from(Confidence)),
        summaries=draw(st.dictionaries(LANG, PLAIN.filter(bool), max_size=2)),
        terms=draw(st.dictionaries(LANG, TERMS.filter(bool), max_size=2)),
        gap=draw(PLAIN),
        date=draw(PLAIN),
        source=draw(PLAIN),
        url=draw(PLAIN),
    )


@st.composite
def versions(draw) -> Version:
    eids = draw(st.lists(NAME, max_size=5, unique=True))
    return Version(
        document="doc",
        date=DAY,
        lang="en",
        kind=TextKind.RESTATEMENT,
        provisions=tuple(draw(provisions(eid)) for eid in eids),
        by=draw(PLAIN),
        notice=draw(PLAIN),
        source=draw(PLAIN),
    )


@settings(max_examples=100)
@given(versions())
def test_a_version_comes_back_the_same(version):
    assert read_version("doc", write_version(version), "doc.md") == version


@settings(max_examples=20)
@given(versions())
def test_a_version_comes_back_from_disk_the_same(tmp_path_factory, version):
    root = tmp_path_factory.mktemp("corpus")
    document = Document("doc", DocumentKind.RULE, "xx", {"en": "Doc"}, LegalStatus.DRAFT)
    Corpus(root).save(document, [version])
    assert Corpus(root).versions("doc") == (version,)


MOMENTS = st.one_of(
    st.dates(),
    st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.sampled_from([UTC, None])).map(
        lambda moment: moment.replace(microsecond=0)
    ),
)
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
SAID = WORDS.filter(bool)
CHANNELS = st.builds(
    Channel, SAID, SAID, WORDS, WORDS, WORDS, st.none() | st.integers(1, 9999), st.none() | st.integers(1)
)
CONSULTATIONS = st.builds(
    Consultation,
    opens=st.none() | st.dates(),
    closes=st.none() | MOMENTS,
    stated_as=WORDS,
    evidence=WORDS,
    channels=st.lists(CHANNELS, max_size=2).map(tuple),
    conflicts=st.lists(WORDS, max_size=2).map(tuple),
    dates=st.lists(st.builds(ClosingDate, SAID, MOMENTS, SAID), max_size=2).map(tuple),
)
DOCUMENTS = st.builds(
    Document,
    id=st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True),
    kind=st.sampled_from(DocumentKind),
    jurisdiction=st.just("xx"),
    title=st.dictionaries(LANG, WORDS, min_size=1),
    legal_status=st.sampled_from(LegalStatus),
    issuer=WORDS,
    issuer_zh=WORDS,
    short_title=WORDS,
    url=WORDS,
    published=st.none() | st.dates(),
    adopted=st.none() | st.dates(),
    signed=st.none() | st.dates(),
    effective=st.none() | st.dates(),
    timezone=st.sampled_from(["UTC", "Asia/Shanghai"]),
    terms=WORDS,
    incomplete=WORDS,
    topics=st.lists(WORDS, max_size=3).map(tuple),
    aliases=st.lists(WORDS, max_size=3).map(tuple),
    consultation=st.none() | CONSULTATIONS.filter(lambda item: item != Consultation()),
    relations=st.lists(st.builds(Relation, SAID, SAID, WORDS), max_size=2).map(tuple),
    links=st.lists(st.tuples(WORDS, WORDS), max_size=2).map(tuple),
)


@settings(max_examples=100)
@given(DOCUMENTS)
def test_metadata_come_back_the_same(document):
    assert read_document(write_document(document), "document.toml") == document


@settings(max_examples=20)
@given(DOCUMENTS)
def test_metadata_come_back_from_disk_the_same(tmp_path_factory, document):
    corpus = Corpus(tmp_path_factory.mktemp("corpus"))
    corpus.save(document, [])
    assert corpus.document(document.id) == document


def refusal(read, *arguments) -> str:
    """Why `read` refuses its arguments; "read" when it does not."""
    try:
        read(*arguments)
    except CorpusError as error:
        return error.message
    return "read"


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    assert refusal(read_version, "doc", text, "x.md").startswith("x.md: ")
    assert refusal(read_document, text, "document.toml").startswith("document.toml: ")


@given(versions(), st.data())
def test_a_damaged_version_is_read_or_refused(version, data):
    text = write_version(version)
    at = data.draw(st.integers(0, len(text)))
    damaged = text[:at] + data.draw(st.text(max_size=5)) + text[at + data.draw(st.integers(0, 20)) :]
    assert refusal(read_version, "doc", damaged, "x.md").startswith(("x.md: ", "read"))


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "A", "../up", "ä", "x" * 101])
def test_an_id_that_is_no_plain_name_is_refused(tmp_path, name):
    document = Document("doc", DocumentKind.RULE, "xx", {"en": "Doc"}, LegalStatus.DRAFT)
    for bad in (replace(document, id=name), replace(document, jurisdiction=name)):
        with pytest.raises(CorpusError):
            Corpus(tmp_path).save(bad, [])
    assert list(tmp_path.iterdir()) == []


VALUES = st.recursive(
    st.one_of(
        st.integers(-5, 5),
        st.booleans(),
        st.floats(allow_nan=False),
        WORDS,
        st.dates(),
        st.sampled_from(["Asia", "/", "."]),
    ),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["type", "kind", "closes", "x"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(DOCUMENTS, st.sampled_from(sorted(Document.__dataclass_fields__)), VALUES)
def test_a_wrong_value_in_metadata_is_refused_by_name(document, key, value):
    text = tomli_w.dumps(document_data(document) | {key: value})
    assert refusal(read_document, text, "document.toml").startswith(("document.toml: ", "read"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('timezone = "Asia/Shanghi"', "timezone = 'Asia/Shanghi' is no IANA time zone"),
        ('timezone = "/etc/passwd"', "is no IANA time zone"),
        ("issuer = 5", "issuer = 5 is not a text"),
        ('topics = "consent"', "topics = 'consent' is not a list of texts"),
        ("publishd = 2024-01-01", "did you mean 'published'?"),
        ('published = "soon"', "published = 'soon' is not a date like 2023-08-08"),
        ('[consultation]\ncloses = "7 Sept"', "closes = '7 Sept' is not a date"),
        ('[[relations]]\ntype = "delays"\ntarget = "x"\nday = 5', "day = 5 is not a date"),
        ("consultation = 5", ""),
        ("legal_status =\n", "line 6"),
    ],
)
def test_what_is_wrong_in_metadata_is_named(line, words):
    good = 'id = "doc"\nkind = "rule"\njurisdiction = "xx"\nlegal_status = "draft"\ntitle = {en = "Doc"}\n'
    assert read_document(good, "document.toml").id == "doc"
    with pytest.raises(CorpusError) as caught:
        read_document(good + line, "corpus/documents/xx/doc/document.toml")
    assert caught.value.message.startswith("corpus/documents/xx/doc/document.toml: ")
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("key", "values"), [("kind", "draft, rule, law, "), ("legal_status", "draft, in_force, not_yet_in_force, ")]
)
def test_a_word_that_is_none_of_the_known_ones_is_told_with_them(key, values):
    data = {"id": "doc", "kind": "rule", "jurisdiction": "xx", "legal_status": "draft", "title": {"en": "Doc"}}
    with pytest.raises(CorpusError) as caught:
        read_document(tomli_w.dumps(data | {key: "potato"}), "document.toml")
    assert f"document.toml: {key} = 'potato' is not one of {values}" in caught.value.message
