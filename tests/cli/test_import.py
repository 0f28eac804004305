"""`import`: a user's files become documents, whole or not at all, and never law in force unless it is said."""

from __future__ import annotations

import json

import pytest

from tests.parse.test_pages_and_feeds import docx_of, pdf_of

ARTICLES = """\
Rules on Drones

Article 1 Purpose
These rules keep people safe.

Article 2 Consent
Filming a person needs consent.

Article 4 Fines
A fine is at most 500.
"""


@pytest.fixture
def run(regbot_here, bare_home):
    """`regbot ARGUMENTS` in a workspace of three documents."""
    return lambda *arguments: regbot_here(*map(str, arguments), "--home", str(bare_home))


@pytest.fixture
def drones(tmp_path):
    path = tmp_path / "Drone Rules.txt"
    path.write_text(ARTICLES)
    return path


def shown(run, ref):
    ran = run("show", ref, "--json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def snapshot(home):
    """Every file below `home` with its bytes."""
    return {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_a_text_is_divided_at_its_articles(run, drones):
    ran = run("import", drones, "--no-index")
    assert ran.code == 0, ran.err
    assert "Imported drone-rules · DRAFT" in ran.out
    assert "number 3 is missing before Article 4" in ran.out
    assert "regbot index build" in ran.err
    outline = shown(run, "drone-rules")
    assert [item["eid"] for item in outline["provisions"]] == ["preface", "art_1", "art_2", "art_4"]
    assert outline["title"] == "Rules on Drones"
    assert shown(run, "drone-rules#art_2")["text"] == "Filming a person needs consent."
    assert shown(run, "drone-rules#art_2")["heading"] == "Consent"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("rules.pdf", pdf_of(ARTICLES)),
        ("rules.docx", docx_of(*ARTICLES.split("\n\n"))),
        ("rules-saved-as.txt", docx_of(*ARTICLES.split("\n\n"))),
    ],
)
def test_pdf_and_word_files_are_read(run, tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    ran = run("import", tmp_path / name, "--no-index", "--id", "rules")
    assert ran.code == 0, ran.err
    assert "needs consent" in shown(run, "rules#art_2")["text"]


def test_an_import_is_no_law_in_force_unless_it_is_said(run, drones):
    run("import", drones, "--no-index")
    assert shown(run, "drone-rules")["legal_status"] == "draft"
    run("import", drones, "--no-index", "--replace", "--status", "in_force")
    assert shown(run, "drone-rules")["legal_status"] == "in_force"
    assert shown(run, "drone-rules")["kind"] == "rule"


def test_an_import_says_that_it_is_unchecked(run, drones):
    run("import", drones, "--no-index")
    assert shown(run, "drone-rules")["text_kind"] == "copy"
    assert "not checked against the publisher" in shown(run, "drone-rules")["notice"]


def test_options_describe_the_document(run, drones):
    run(
        *("import", drones, "--no-index", "--id", "drones-2024", "--title", "Drone Act", "--status", "in_force"),
        *("--text", "official", "--published", "2024-05-01", "--url", "https://example.org/drones", "--kind", "law"),
    )
    document = shown(run, "drones-2024")
    assert (
        document
        | {
            "title": "Drone Act",
            "kind": "law",
            "text_kind": "official",
            "published": "2024-05-01",
            "version": "2024-05-01",
            "url": "https://example.org/drones",
        }
        == document
    )


def test_html_is_read_as_a_person_reads_it(run, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<html lang=en><head><title>Noise Act</title><script>alert(1)</script></head><body><nav>Home</nav><main>"
        "<h2>Article 1 Quiet</h2><p>Be&nbsp;quiet <b>at night</b>.</p><ol><li>no music</li><li>no drills</li></ol>"
        "<h2>Article 2 Hours</h2><p>Night is from ten.</p></main><footer>©</footer></body></html>"
    )
    assert run("import", page, "--no-index", "--id", "noise").code == 0
    assert shown(run, "noise")["title"] == "Noise Act"
    assert shown(run, "noise#art_1")["text"] == "Be quiet at night.\n\n1. no music\n2. no drills"
    assert shown(run, "noise#art_2")["heading"] == "Hours"


def test_chinese_text_in_its_old_encoding(run, tmp_path):
    path = tmp_path / "办法.txt"
    path.write_bytes(
        "第一条 为了保护个人信息，制定本办法。\n\n第二条 处理人脸信息应当取得单独同意。\n".encode("gb18030")
    )
    assert run("import", path, "--no-index", "--id", "banfa").code == 0
    assert shown(run, "banfa")["lang"] == "zh"
    assert shown(run, "banfa 第二条")["text"] == "处理人脸信息应当取得单独同意。"


def test_a_file_name_without_latin_letters_still_gives_an_id(run, tmp_path):
    path = tmp_path / "办法.txt"
    path.write_text("第一条 为了保护个人信息，制定本办法。")
    ran = run("import", path, "--no-index", "--json")
    assert json.loads(ran.out)["imported"][0]["document"].startswith("text-")


def test_a_text_without_articles_is_one_provision(run, tmp_path):
    path = tmp_path / "letter.md"
    path.write_text("---\ntitle: A letter\n---\n\nDear all,\n\nno articles here.\n")
    assert run("import", path, "--no-index").code == 0
    (provision,) = shown(run, "letter")["provisions"]
    assert shown(run, provision["ref"])["text"] == "Dear all,\n\nno articles here."
    assert shown(run, "letter")["title"] == "A letter"


def test_jsonl_passages_keep_their_ids(run, tmp_path):
    path = tmp_path / "passages.jsonl"
    lines = [
        {
            "id": "bd35fb2d-4de6",
            "document": "book-1",
            "label": "1.1",
            "text": "First.\n\nSecond # line\n# not a heading",
        },
        {"id": "2", "document": "book-1", "label": "1.2 · a", "text": ""},
        {"id": "x_é", "document": "book-2", "label": "", "text": "<!-- no comment -->\n\\ and {#eid}"},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines))
    ran = run("import", path, "--no-index", "--json")
    assert [item["provisions"] for item in json.loads(ran.out)["imported"]] == [2, 1]
    for line in lines:
        text = shown(run, f"{line['document']}#{line['id']}")
        assert text["text"] == line["text"]
    assert shown(run, "book-1")["kind"] == "passages"


def test_control_characters_are_removed_and_it_is_said(run, tmp_path):
    path = tmp_path / "dirty.txt"
    path.write_bytes(b"Article 1 Scope\r\nAll\x00 of\x1b[31m it\xe2\x80\xae.\r\n")
    ran = run("import", path, "--no-index")
    assert "3 control characters were removed" in ran.out
    assert shown(run, "dirty#art_1")["text"] == "All of[31m it."


def test_an_import_builds_the_index_unless_told_not_to(regbot_here, own_home, drones):
    assert regbot_here("import", str(drones), "--home", str(own_home)).code == 0
    ran = regbot_here("search", "filming a person", "--mode", "lexical", "--json", "--home", str(own_home))
    assert json.loads(ran.out)["hits"][0]["ref"] == "drone-rules#art_2"


def test_an_existing_id_is_refused_without_replace(run, bare_home, drones):
    run("import", drones, "--no-index")
    before = snapshot(bare_home)
    ran = run("import", drones, "--no-index")
    assert ran.code == 3
    assert "--replace" in ran.err
    assert snapshot(bare_home) == before
    drones.write_text(ARTICLES.replace("500", "900"))
    assert "Replaced drone-rules" in run("import", drones, "--no-index", "--replace").out
    assert shown(run, "drone-rules#art_4")["text"] == "A fine is at most 900."


def test_the_corpus_own_documents_are_never_replaced(run, bare_home, drones):
    before = snapshot(bare_home)
    ran = run("import", drones, "--no-index", "--replace", "--id", "faces-draft-2023")
    assert ran.code == 3
    assert "choose another id" in ran.err
    assert snapshot(bare_home) == before


@pytest.mark.parametrize(
    ("name", "data", "fails"),
    [
        ("bad.jsonl", b'{"id": "a", "text": "x"}\n{"id": "a b", "text": "x"}\n', (3, "line 2")),
        ("twice.jsonl", b'{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}\n', (3, "line 2")),
        ("broken.jsonl", b'{"id": "a", "text": "x"}\n{"id": \n', (3, "line 2")),
        ("number.jsonl", b'{"id": "a", "text": 5}\n', (3, "'text' is no string")),
        ("place.jsonl", b'{"id": "a", "document": "../up", "text": "x"}\n', (2, "cannot be a document id")),
        ("paper.pdf", b"%PDF-1.7", (3, "the PDF cannot be read")),
        ("fake.pdf", b"hello", (3, "no PDF file inside")),
        ("scan.pdf", pdf_of(""), (3, "it may be a scan")),
        ("letter.docx", b"PK\x03\x04", (3, "the Word file cannot be read")),
        ("photo.txt", b"\x89PNG", (2, "a picture file")),
        ("empty.txt", b" \n", (2, "nothing to import")),
    ],
)
def test_a_bad_file_leaves_everything_as_it_was(run, bare_home, tmp_path, drones, name, data, fails):
    (tmp_path / name).write_bytes(data)
    before = snapshot(bare_home)
    ran = (
        run("import", drones, tmp_path / name, "--no-index") if name != "empty.txt" else run("import", tmp_path / name)
    )
    assert (ran.code, fails[1] in ran.err) == (fails[0], True)
    assert snapshot(bare_home) == before


def test_a_missing_path(run):
    assert "there is no file" in run("import", "/nowhere/at/all.txt").err


def test_a_folder_is_imported_file_by_file(run, tmp_path):
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "b.txt").write_text("Article 1\nB.")
    (folder / "deep" / "a.md").write_text("# Article 1\n\nA.")
    (folder / "deep" / "b.txt").write_text("Article 1\nOther.")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "empty.txt").write_text(" \n")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "c.txt").write_text("Article 1\nHidden.")
    ran = run("import", folder, "--no-index", "--json")
    told = json.loads(ran.out)
    assert [item["document"] for item in told["imported"]] == ["b", "a", "b-2"]
    passed = [f"{folder / 'empty.txt'} (no text)", f"{folder / 'picture.png'} (no kind of file that regbot reads)"]
    assert told["passed_over"] == passed
    assert all(f"passed over: {line}" in ran.err for line in passed)


def test_a_folder_that_is_no_document_is_not_overwritten(run, bare_home, drones):
    stranger = bare_home / "corpus/documents/user/drone-rules/unknown.bin"
    stranger.parent.mkdir(parents=True)
    stranger.write_bytes(b"in the way")
    before = snapshot(bare_home)
    ran = run("import", drones, "--no-index")
    assert ran.code == 3
    assert "move it away" in ran.err
    assert snapshot(bare_home) == before


def test_the_corpus_own_format_is_taken_as_it_is(run, bare_home, tmp_path):
    source = bare_home / "corpus/documents/cn/faces-draft-2023/2023-08-08.en.md"
    path = tmp_path / "copy.md"
    path.write_text(source.read_text())
    assert run("import", path, "--no-index").code == 0
    assert shown(run, "copy#art_3")["gap"] == "Not recovered from any source."
    assert shown(run, "copy")["version"] == "2023-08-08"


CONSULTATION = """<html lang=en><head><title>Drones in towns</title></head><body><main><h1>Drones in towns</h1>
<p>Please send your comments by 15 January 2027 by email to drones@example.gov.uk.</p>
<h2>Article 1 Scope</h2><p>Drones above 250 g.</p></main></body></html>"""


@pytest.fixture
def consultation(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(CONSULTATION)
    return path


def test_an_imported_consultation_has_its_deadline_and_its_channels(run, consultation):
    ran = run("import", consultation, "--no-index")
    assert "open for comment, until 2027-01-15 · email" in ran.out
    (item,) = [entry for entry in json.loads(run("deadlines", "--json").out) if entry["document"] == "page"]
    assert item["comment_closes"] == "2027-01-15"
    assert "15 January 2027" in item["stated_as"]
    assert [channel["address"] for channel in item["channels"]] == ["drones@example.gov.uk"]
    assert run("show", item["evidence"]).code == 0
    assert run("draft", "new", "page").code == 0


def test_what_the_person_says_of_a_deadline_comes_first(run, consultation):
    address = "1 Fleet Street, London"
    words = ("--closes", "2027-01-20T17:00", "--channel", f"post:{address}", "--url", "https://www.example.gov.uk/x")
    assert run("import", consultation, "--no-index", *words).code == 0
    (item,) = [entry for entry in json.loads(run("deadlines", "--json").out) if entry["document"] == "page"]
    assert (item["closes_at"], item["timezone"]) == ("2027-01-20T17:00:00+00:00", "Europe/London")
    assert "2027-01-15" in item["conflicts"][0]
    assert [channel["address"] for channel in item["channels"]] == [address, "drones@example.gov.uk"]


def test_a_deadline_can_be_given_to_a_text_without_one(run, drones):
    assert run("import", drones, "--no-index", "--closes", "2027-02-01", "--channel", "a@example.org").code == 0
    (item,) = [entry for entry in json.loads(run("deadlines", "--json").out) if entry["document"] == "drone-rules"]
    assert (item["comment_closes"], item["channels"][0]["kind"]) == ("2027-02-01", "email")


def test_a_draft_on_an_import_without_a_deadline_tells_how_it_gets_one(run, drones):
    run("import", drones, "--no-index")
    ran = run("draft", "new", "drone-rules")
    assert ran.code == 7
    assert "--closes DATE" in ran.err


def test_a_law_has_no_deadline_for_comments(run, consultation):
    assert run("import", consultation, "--no-index", "--status", "in_force").code == 0
    assert "page" not in run("deadlines").out
    ran = run("import", consultation, "--no-index", "--replace", "--status", "in_force", "--closes", "2027-01-01")
    assert (ran.code, "belong to a draft" in ran.err) == (2, True)


def test_a_channel_that_is_none(run, consultation):
    ran = run("import", consultation, "--no-index", "--channel", "pigeon")
    assert (ran.code, "'pigeon'" in ran.err, "KIND:ADDRESS" in ran.err) == (2, True, True)


@pytest.mark.parametrize(
    ("name", "data", "fails"),
    [
        ("gov.json", b'{"base_path": "/x"}', (2, "no kind of file that regbot reads")),
        ("x.xyz", b"Article 1\nText.", (2, "no kind of file that regbot reads")),
        ("data.txt", b' [{"a": 1}]', (3, "holds JSON")),
    ],
)
def test_what_is_no_text_is_refused(run, bare_home, tmp_path, name, data, fails):
    (tmp_path / name).write_bytes(data)
    before = snapshot(bare_home)
    ran = run("import", tmp_path / name, "--no-index")
    assert (ran.code, fails[1] in ran.err) == (fails[0], True)
    assert snapshot(bare_home) == before


def test_a_text_in_brackets_is_no_json_and_a_name_needs_no_suffix(run, tmp_path):
    path = tmp_path / "minutes"
    path.write_text("[Draft] The minutes of our meeting.")
    assert run("import", path, "--no-index").code == 0


def test_headings_of_a_pdf_are_headings(run, tmp_path):
    (tmp_path / "act.pdf").write_bytes(pdf_of("Act on dogs\nArticle 1 Scope\nAll dogs.\nArticle 2 Duty\nLeads."))
    run("import", tmp_path / "act.pdf", "--no-index")
    first = shown(run, "act#art_1")
    assert (first["label"], first["heading"], first["text"]) == ("Article 1", "Scope", "All dogs.")


def test_what_stands_before_the_first_article_has_a_name(run, drones):
    run("import", drones, "--no-index")
    assert shown(run, "drone-rules#preface")["label"] == "Preamble"


def test_the_number_of_an_article_is_no_title(run, tmp_path):
    path = tmp_path / "dogs.txt"
    path.write_text("Article 1\n\nDogs must be led in parks.\n\nArticle 2\n\nThe fine is 50 euro.\n")
    run("import", path)
    assert shown(run, "dogs")["title"] == "dogs"
    answer = json.loads(run("ask", "What is the fine for dogs not led?", "--json").out)
    assert "dogs, Article 2 (draft, not law): “The fine is 50 euro.” [1]" in answer["answer"]


def test_a_line_that_only_leads_to_the_next_is_no_title(run, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Write on the envelope:\n\nComments on drones\n\nDear all, no.")
    run("import", path, "--no-index")
    assert shown(run, "letter")["title"] == "Comments on drones"


def test_no_line_of_a_piped_view_ends_in_blanks(run, drones):
    run("import", drones, "--no-index")
    for arguments in (("show", "drone-rules"), ("show", "drone-rules#art_1"), ("list",), ("deadlines",)):
        lines = run(*arguments).out.split("\n")
        assert not [line for line in lines if line != line.rstrip()]
