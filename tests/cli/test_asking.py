"""`ask`, `search` and `chat` over a small lexical index."""

from __future__ import annotations

import json
import shutil

import pytest

QUESTION = "Does processing a face need separate consent?"


@pytest.fixture
def run(regbot_here, tiny_home):
    """`regbot ARGUMENTS` in the small workspace."""
    return lambda *arguments, **environment: regbot_here(*arguments, "--home", str(tiny_home), **environment)


def lines(ran):
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def test_an_answer_has_every_field_of_the_contract(run):
    ran = run("ask", QUESTION, "--json")
    answer = json.loads(ran.out)
    assert set(answer) == {
        *("question", "as_of", "outcome", "reason", "answer", "confidence", "citations", "notes", "related"),
        "timings_ms",
    }
    assert answer["question"] == QUESTION
    assert answer["as_of"] == "2026-11-22"
    assert answer["outcome"] == "answered"
    assert answer["citations"]
    assert set(answer["timings_ms"]) == {"load", "retrieve", "compose"}
    for citation in answer["citations"]:
        assert set(citation) >= {
            *("n", "ref", "document", "eid", "label", "title", "legal_status", "lang", "quote", "start", "end", "url"),
            *("version", "sha256", "kind", "confidence"),
        }
        assert f"[{citation['n']}]" in answer["answer"]


def test_every_quote_is_what_show_returns_at_that_place(run):
    for citation in json.loads(run("ask", QUESTION, "--json").out)["citations"]:
        shown = json.loads(run("show", citation["ref"], "--json").out)
        (text,) = [item for item in shown["texts"] if item["sha256"] == citation["sha256"]]
        assert text["text"][citation["start"] : citation["end"]] == citation["quote"]
        assert (text["lang"], text["version"]) == (citation["lang"], citation["version"])


def test_an_answer_for_people_names_status_kind_and_place_of_each_source(run):
    ran = run("ask", QUESTION)
    sources = ran.out.partition("\nSources\n")[2]
    assert "[1] " in sources
    assert "IN FORCE" in sources or "DRAFT" in sources
    assert "unofficial restatement, English" in sources
    assert "faces-" in sources
    assert "https://example.org/" in sources
    assert "\x1b" not in ran.out


def test_what_is_missing_is_said_on_stderr(run):
    ran = run("ask", QUESTION)
    assert "built without vectors" in ran.err
    assert run("ask", QUESTION, "--quiet").err == ""


def test_an_abstention_gives_its_reason_and_is_no_failure(run):
    ran = run("ask", "What was the annual revenue of Quuxtronics?", "--json")
    answer = json.loads(ran.out)
    assert ran.code == 0
    assert answer["outcome"] == "abstained"
    assert answer["reason"]
    assert answer["citations"] == []
    people = run("ask", "What was the annual revenue of Quuxtronics?").out
    assert " ".join(answer["reason"].split()) in " ".join(people.split())


def test_a_question_may_be_typed_without_quotation_marks(run):
    assert json.loads(run("ask", *QUESTION.split(), "--json").out)["question"] == QUESTION


def test_a_batch_gives_one_line_a_question_with_its_id(run, tmp_path):
    batch = tmp_path / "batch.jsonl"
    batch.write_text(
        '{"id": "b", "question": "Is consent needed?"}\n\n{"id": 7, "query": "Who files with the office?"}\n'
    )
    found = lines(run("ask", "--batch", str(batch)))
    assert [item["id"] for item in found] == ["b", "7"]
    assert [item["question"] for item in found] == ["Is consent needed?", "Who files with the office?"]


def test_a_batch_may_come_through_a_pipe(regbot_process, tiny_home):
    given = '{"id": "a", "question": "Who files with the office?"}\n'
    ran = regbot_process("search", "--batch", "-", "--mode", "lexical", "--home", str(tiny_home), given=given)
    assert json.loads(ran.out)["hits"][0]["ref"] == "faces-rules-2025#art_2"


def test_a_search(run):
    found = json.loads(run("search", "separate consent", "--json", "--mode", "lexical").out)
    assert (found["query"], found["mode"]) == ("separate consent", "lexical")
    assert {hit["ref"] for hit in found["hits"]} >= {"faces-draft-2023#art_2", "faces-rules-2025#art_1"}
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    for hit in found["hits"]:
        assert set(hit) >= {"ref", "label", "title", "legal_status", "score", "lexical_rank", "vector_rank", "text"}
        assert hit["vector_rank"] is None


def test_a_chinese_search_gives_the_chinese_text(run):
    hits = json.loads(run("search", "10万人备案", "--json", "--mode", "lexical").out)["hits"]
    assert (hits[0]["ref"], hits[0]["lang"]) == ("faces-rules-2025#art_2", "zh")


@pytest.mark.parametrize(
    ("options", "documents"),
    [
        (["--doc", "faces-draft-2023"], {"faces-draft-2023"}),
        (["--doc", "faces-*"], {"faces-draft-2023", "faces-rules-2025"}),
        (["--doc", "news*", "--doc", "faces-draft-2023"], {"faces-draft-2023", "news-2023-08-08"}),
        (["--in-force"], {"faces-rules-2025"}),
        (["--as-of", "2023-08-20"], {"faces-draft-2023", "news-2023-08-08"}),
    ],
)
def test_filters(run, options, documents):
    hits = json.loads(run("search", "face", "--json", "--mode", "lexical", *options).out)["hits"]
    assert {hit["ref"].partition("#")[0] for hit in hits} == documents


def test_how_many(run):
    assert len(json.loads(run("search", "face", "--json", "--mode", "lexical", "-k", "2").out)["hits"]) == 2


def test_an_index_older_than_the_corpus_still_answers_and_says_so(regbot_here, own_home):
    path = own_home / "corpus/documents/cn/faces-draft-2023/2023-08-08.en.md"
    path.write_text(path.read_text() + "\n## Article 9 · New {#art_9}\n\nSomething new.\n")
    ran = regbot_here("ask", QUESTION, "--json", "--home", str(own_home))
    assert ran.code == 0
    assert json.loads(ran.out)["outcome"] == "answered"
    assert "faces-draft-2023): run `regbot index build`" in ran.err


def test_a_chat_in_json(regbot_process, tiny_home):
    given = f"{QUESTION}\n\n/new\n{'x' * 6000}\nWho files?\n/quit\nnever asked\n"
    ran = regbot_process("chat", "--json", "--home", str(tiny_home), given=given)
    first, error, second = map(json.loads, ran.out.splitlines())
    assert first["question"] == QUESTION
    assert error["error"]["code"] == "config"
    assert second["question"] == "Who files?"
    assert ran.code == 0


def test_a_chat_takes_any_bytes(regbot_process, tiny_home):
    ran = regbot_process("chat", "--json", "--home", str(tiny_home), given=b"\xff\xfe consent\x00 \x1b[31m?\n")
    assert ran.code == 0, ran.err
    assert len(ran.out.splitlines()) == 1


def test_a_chat_carries_the_topic_over_until_new(regbot_process, tiny_home):
    given = "Does the 2023 draft say that a face needs consent?\nAnd article 1?\n/new\nAnd article 1?\n"
    ran = regbot_process("chat", "--json", "--home", str(tiny_home), given=given)
    _, followed, alone = map(json.loads, ran.out.splitlines())
    assert {item["ref"] for item in followed["citations"]} == {"faces-draft-2023#art_1"}
    assert "faces-rules-2025#art_1" in {item["ref"] for item in alone["citations"]}


def test_a_chat_for_people_is_plain_text(regbot_process, tiny_home):
    ran = regbot_process("chat", "--home", str(tiny_home), given=f"/help\n{QUESTION}\n/nonsense\nexit\n/nothing\n")
    assert "/quit" in ran.err
    assert "unknown: /nonsense" in ran.err
    assert "/nothing" not in ran.err
    assert "Sources" in ran.out
    assert not set("│─┌┐└┘╭╮╰╯━┃\x1b") & set(ran.out)


def test_a_language_model_words_the_answer_only_where_one_is_named(regbot_here, tiny_home, httpserver):
    question = ("ask", "Is consent needed to process a face?", "--json", "--home", str(tiny_home))
    wanted = regbot_here(*question, "--llm")
    assert (wanted.code, "no language model is set up" in wanted.err) == (2, True)
    own = json.loads(regbot_here(*question).out)
    reply = {"choices": [{"message": {"content": "Consent is a thing without a source."}}]}
    httpserver.expect_request("/chat/completions").respond_with_json(reply)
    named = {"REGBOT_LLM__URL": httpserver.url_for(""), "REGBOT_LLM__MODEL": "small"}
    set_aside = json.loads(regbot_here(*question, **named).out)
    assert set_aside["answer"] == own["answer"]
    assert "names no source" in set_aside["notes"][-1]
    assert json.loads(regbot_here(*question, "--no-llm", **named).out)["notes"] == own["notes"]


def test_an_answer_from_an_older_text_says_so(regbot_here, tiny_home, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(tiny_home, home)
    question = ("ask", "consent to face scans", "--json", "--home", str(home))
    fresh = json.loads(regbot_here(*question).out)
    cited = fresh["citations"][0]["document"]
    assert not any("index was built" in note for note in fresh["notes"])
    text = next(home.glob(f"corpus/documents/*/{cited}/*.md"))
    text.write_text(text.read_text(encoding="utf-8") + "\nOne sentence more.\n", encoding="utf-8")
    assert any("index was built" in note and cited in note for note in json.loads(regbot_here(*question).out)["notes"])
