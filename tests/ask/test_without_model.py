"""Answering by words alone, and what answering loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from regbot.index.retrieve import Mode
from regbot.model import Outcome

REPOSITORY = Path(__file__).resolve().parents[2]
QUESTIONS = ["Can my landlord make face scan the only way in?", "存储多少人的人脸信息需要备案？"]
PROGRAM = """
import json, sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from regbot.ask.conversation import Conversation
from regbot.config import Settings
from regbot.index.retrieve import Index, Mode
from regbot.model import AsOf, Filters
from regbot.paths import Paths
home, cache, mode, *questions = sys.argv[1:]
index = Index.open(Paths(Path(home), Path(cache)), Settings())
within = Filters(AsOf(datetime.fromisoformat("2026-11-22T09:00:00+08:00")))
answers = [Conversation(index).ask(question, within, mode=Mode(mode)) for question in questions]
json.dump({
    "modules": sorted({name.partition(".")[0] for name in sys.modules}),
    "refs": [[citation.ref for citation in answer.citations] for answer in answers],
}, sys.stdout)
"""


@pytest.fixture(scope="module")
def in_a_process(bundled_home: Path, bundled):
    def run(mode: Mode) -> dict:
        arguments = [str(bundled_home), str(bundled.paths.cache), mode, *QUESTIONS]
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *arguments],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            timeout=120,
        )
        return json.loads(done.stdout)

    return run


def test_by_words_alone_no_model_and_no_vectors_are_loaded(in_a_process):
    found = in_a_process(Mode.LEXICAL)
    assert not {"chromadb", "onnxruntime", "tokenizers", "torch", "sentence_transformers"} & set(found["modules"])
    assert all(found["refs"])
    assert found["refs"][1][0] == "frt-measures-2025#art_15"


def test_with_the_model_torch_is_not_loaded(in_a_process):
    found = in_a_process(Mode.HYBRID)
    assert "onnxruntime" in found["modules"]
    assert not {"torch", "sentence_transformers", "transformers", "textual"} & set(found["modules"])
    assert found["refs"][0] == ["frt-measures-2025#art_10", "frt-draft-2023#art_14"]


@pytest.mark.parametrize(
    "question",
    [
        *QUESTIONS,
        "Do I need consent to process faces?",
        "When do comments on the 2023 draft close?",
        "Show Article 11 of the draft",
        "What became of the property managers' rule?",
        "未满十四周岁的儿童怎么办？",
    ],
)
def test_answers_by_words_alone_are_exact_too(ask, faults, question):
    answer = ask(question, mode=Mode.LEXICAL)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.citations
    assert faults(answer) == []


@pytest.mark.parametrize("question", ["asdfgh qwerty", "What did Clearview say?", "What is the weather on Mars?"])
def test_by_words_alone_it_abstains_too(ask, question):
    assert ask(question, mode=Mode.LEXICAL).outcome is Outcome.ABSTAINED
