from datetime import date
from pathlib import Path

import pytest

from regbot.config import Settings
from regbot.corpus.store import Corpus
from regbot.errors import IndexCorruptError, UnknownRefError
from regbot.index.catalogue import Catalogue
from regbot.index.generation import build
from regbot.index.retrieve import Index, Mode
from regbot.index.schema import variants
from regbot.model import AsOf, Filters, LegalStatus, TextKind
from tests.index.small_index import NOW, on, paths_of, provision, refs, save


@pytest.fixture
def catalogue(tiny_home: Path):
    opened = Index.open(paths_of(tiny_home), Settings())
    yield opened.catalogue
    opened.close()


def build_lexical(home: Path) -> Index:
    build(paths_of(home), Settings(), now=NOW, lexical_only=True)
    return Index.open(paths_of(home), Settings())


def test_documents_come_back_whole(catalogue: Catalogue, tiny_home: Path):
    assert catalogue.documents() == list(Corpus(paths_of(tiny_home).documents).documents())


def test_texts_come_back_whole(catalogue: Catalogue, tiny_home: Path):
    corpus = Corpus(paths_of(tiny_home).documents)
    for document_id in corpus.ids():
        assert catalogue.everything(document_id) == list(variants(corpus.versions(document_id)))


def test_wanted_language_before_official_text(catalogue: Catalogue):
    assert catalogue.provision("faces-rules-2025#art_1", "en").kind is TextKind.RESTATEMENT
    assert catalogue.provision("faces-rules-2025#art_1", "zh").kind is TextKind.OFFICIAL


def test_summary_is_a_text_where_the_language_has_no_other(catalogue: Catalogue):
    summary = catalogue.provision("faces-draft-2023#art_2", "zh")
    assert (summary.kind, summary.lang) == (TextKind.SUMMARY, "zh")
    assert summary.text == "处理人脸信息应当取得个人的单独同意。"
    assert summary.terms == {"zh": ("单独同意",)}


def test_other_language_falls_back_to_english(catalogue: Catalogue):
    assert catalogue.provision("faces-draft-2023#art_1", "zh").lang == "en"
    assert catalogue.provision("faces-rules-2025#art_1", "fr").lang == "en"


def test_variants_put_official_texts_first(catalogue: Catalogue):
    kinds = [item.kind for item in catalogue.variants("faces-rules-2025#art_1")]
    assert kinds == [TextKind.OFFICIAL, TextKind.RESTATEMENT]


def test_reading_order_and_gap(catalogue: Catalogue):
    held = catalogue.provisions("faces-draft-2023", "zh")
    assert [item.eid for item in held] == ["notice", "art_1", "art_2", "art_3"]
    assert held[3].gap
    assert held[3].text == ""


@pytest.mark.parametrize("ref", ["faces-draft-2023#art_99", "nowhere#art_1", "faces-draft-2023", "", "#", "a#b#c"])
def test_unknown_refs(catalogue: Catalogue, ref: str):
    assert catalogue.variants(ref) == []
    with pytest.raises(UnknownRefError):
        catalogue.provision(ref)


def test_unknown_documents(catalogue: Catalogue):
    for ask in (catalogue.document, catalogue.provisions, catalogue.everything):
        with pytest.raises(UnknownRefError):
            ask("nowhere")


def test_damaged_file(tmp_path: Path):
    path = tmp_path / "catalogue.sqlite3"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(IndexCorruptError):
        Catalogue(path)


def test_opening_writes_nothing(own_home: Path):
    folder = next((own_home / "indexes" / "generations").iterdir())
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
    index = Index.open(paths_of(own_home), Settings())
    index.search("consent", Filters(AsOf(NOW)), mode=Mode.LEXICAL)
    index.close()
    after = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
    assert before == after


def test_day_decides_the_version(tmp_path: Path):
    old, new = date(2024, 1, 1), date(2025, 1, 1)
    save(
        tmp_path,
        "act",
        provision("act", "art_1", "Penguins need a licence.", version=old),
        provision("act", "art_1", "Penguins need no licence.", version=new),
        provision("act", "art_1", "企鹅需要许可证。", version=old, lang="zh"),
    )
    index = build_lexical(tmp_path)
    catalogue = index.catalogue

    def text(day: date, lang: str = "en") -> list[str]:
        hits = index.search("penguins 企鹅", on(day, langs=(lang,)), mode=Mode.LEXICAL)
        return [hit.provision.text for hit in hits]

    assert text(date(2023, 12, 31)) == []
    assert text(old) == text(date(2024, 12, 31)) == ["Penguins need a licence."]
    assert text(new) == ["Penguins need no licence."]
    assert text(new, "zh") == ["企鹅需要许可证。"]
    assert catalogue.provision("act#art_1").version == new
    assert catalogue.provision("act#art_1", version=old).version == old
    assert catalogue.provision("act#art_1", as_of=AsOf(NOW, old)).version == old
    assert catalogue.variants("act#art_1", as_of=AsOf(NOW, date(2020, 1, 1))) == []
    assert [item.version for item in catalogue.everything("act")] == [old, old, new]
    assert catalogue.versions("act") == [
        (old, "en", TextKind.OFFICIAL),
        (old, "zh", TextKind.OFFICIAL),
        (new, "en", TextKind.OFFICIAL),
    ]
    index.close()


def test_documents_published_later_are_hidden(tmp_path: Path):
    save(tmp_path, "early", provision("early", "art_1", "Penguins swim."), published=date(2024, 1, 1))
    save(tmp_path, "late", provision("late", "art_1", "Penguins swim."), published=date(2025, 6, 1))
    index = build_lexical(tmp_path)
    assert refs(index.search("penguins", on(date(2025, 5, 31)), mode=Mode.LEXICAL)) == ["early#art_1"]
    assert len(index.search("penguins", on(date(2025, 6, 1)), mode=Mode.LEXICAL)) == 2
    assert [item.id for item in index.catalogue.documents(AsOf(NOW, date(2025, 1, 1)))] == ["early"]
    index.close()


def test_status_is_that_of_the_day(tmp_path: Path):
    save(tmp_path, "act", provision("act", "art_1", "Penguins swim."), effective=date(2025, 6, 1))
    index = build_lexical(tmp_path)

    def found(day: date, status: LegalStatus) -> list[str]:
        return refs(index.search("penguins", on(day, statuses=(status,)), mode=Mode.LEXICAL))

    assert found(date(2025, 5, 31), LegalStatus.NOT_YET_IN_FORCE) == ["act#art_1"]
    assert found(date(2025, 5, 31), LegalStatus.IN_FORCE) == []
    assert found(date(2025, 6, 1), LegalStatus.IN_FORCE) == ["act#art_1"]
    index.close()


def test_documents_are_named_by_id_or_glob(tmp_path: Path):
    for name in ("cn-act", "cn-rule", "eu-act"):
        save(tmp_path, name, provision(name, "art_1", "Penguins swim."))
    index = build_lexical(tmp_path)

    def found(*patterns: str) -> set[str]:
        hits = index.search("penguins", on(date(2025, 1, 1), documents=patterns), mode=Mode.LEXICAL)
        return {hit.provision.document for hit in hits}

    assert found("cn-*") == {"cn-act", "cn-rule"}
    assert found("cn-act", "eu-act") == {"cn-act", "eu-act"}
    assert found("none*") == set()
    assert found() == {"cn-act", "cn-rule", "eu-act"}
    index.close()


def test_the_day_is_the_one_in_the_issuers_zone(tmp_path: Path):
    day = date(2026, 11, 23)
    save(
        tmp_path, "act", provision("act", "art_1", "Penguins swim.", version=day), published=day, timezone="Asia/Tokyo"
    )
    index = build_lexical(tmp_path)
    before, after = NOW.replace(hour=14), NOW.replace(hour=15)
    assert refs(index.search("penguins", Filters(AsOf(before)), mode=Mode.LEXICAL)) == []
    assert refs(index.search("penguins", Filters(AsOf(after)), mode=Mode.LEXICAL)) == ["act#art_1"]
    index.close()


def test_the_chosen_text_is_the_one_that_is_shown(catalogue: Catalogue):
    as_of = AsOf(NOW)
    for document in catalogue.documents(as_of):
        for lang in ("en", "zh"):
            for item in catalogue.provisions(document.id, lang, as_of=as_of):
                choice = catalogue.choice(item.ref, lang, as_of)
                assert catalogue.texts([choice.text])[choice.text] == item
                held = catalogue.texts(choice.texts)
                variants = catalogue.variants(item.ref, version=item.version)
                assert sorted(text.lang for text in held.values()) == sorted(text.lang for text in variants)
                assert [held[text].kind for text in choice.summaries] == [
                    text.kind for text in held.values() if text.kind is TextKind.SUMMARY
                ]
                assert (choice.label, choice.is_gap) == (item.label, not item.text)


def test_an_unknown_provision_cannot_be_chosen(catalogue: Catalogue):
    for ref in ("faces-rules-2025#art_99", "nothing#art_1"):
        with pytest.raises(UnknownRefError):
            catalogue.choice(ref, "en", AsOf(NOW))
