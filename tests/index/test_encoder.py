import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from regbot.errors import ModelError
from regbot.index import embed
from regbot.index.embed import SentenceTransformerEncoder, model_folder, model_hash
from regbot.index.embedding import Model
from regbot.index.encoder import GRAPH, OnnxEncoder, read_card
from tests.index.small_index import paths_of

SAMPLE = ["Consent", "A face may be processed only with separate consent. " * 40, "Who may file a complaint?"]


@pytest.fixture(scope="module")
def export_folder(embedded_home: Path) -> Path:
    return paths_of(embedded_home).models / model_hash(model_folder(""))


@pytest.fixture(scope="module")
def encoder(export_folder: Path) -> OnnxEncoder:
    return OnnxEncoder(export_folder)


def test_the_export_is_true_to_the_original(encoder: OnnxEncoder):
    assert encoder.card.cosine is not None
    assert encoder.card.cosine >= 0.9999


def test_vectors_are_of_length_one_whatever_the_batch(encoder: OnnxEncoder):
    together = encoder.documents(SAMPLE)
    assert together.shape == (3, encoder.card.dimension)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, vector in zip(SAMPLE, together, strict=True):
        assert encoder.documents([text])[0] @ vector > 0.99999
        assert encoder.query(text) @ vector > 0.99999


def test_nothing_to_embed(encoder: OnnxEncoder):
    assert encoder.documents([]).shape == (0, encoder.card.dimension)


def test_meaning_is_in_the_vectors(encoder: OnnxEncoder):
    question = encoder.query("Can I take my permission back?")
    near, far = encoder.documents(["Consent can be withdrawn at any time.", "The office opens at nine."])
    assert question @ near > question @ far + 0.1


@pytest.mark.parametrize("text", ["face recognition", "naïve café", "€ 10,000", "consent " * 2_000])
def test_reads_what_its_vocabulary_covers(encoder: OnnxEncoder, text: str):
    assert encoder.reads(text)


@pytest.mark.parametrize("text", ["处理人脸信息应当取得个人的单独同意。", "", "   "])
def test_does_not_read_what_it_cannot_spell(encoder: OnnxEncoder, text: str):
    assert not encoder.reads(text)


def test_missing_export(tmp_path: Path):
    with pytest.raises(ModelError) as caught:
        read_card(tmp_path)
    assert caught.value.hint == "run `regbot index build`"


def test_export_cut_short(export_folder: Path, tmp_path: Path):
    for path in export_folder.iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / GRAPH).unlink()
    (tmp_path / GRAPH).write_bytes((export_folder / GRAPH).read_bytes()[:1000])
    with pytest.raises(ModelError, match="damaged"):
        OnnxEncoder(tmp_path)


def test_altered_bundled_model_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    folder = tmp_path / "model"
    shutil.copytree(model_folder(""), folder)
    with (folder / "model.safetensors").open("r+b") as stream:
        stream.seek(1_000_000)
        stream.write(b"\1\2\3")
    monkeypatch.setattr(embed, "_bundled_folder", lambda: folder)
    with pytest.raises(ModelError, match="not the model"):
        model_hash(folder)


def test_the_hash_covers_pooling_and_tokenizer(tmp_path: Path):
    folder = tmp_path / "model"
    shutil.copytree(model_folder(""), folder)
    before = model_hash(folder)
    assert before == model_hash(model_folder(""))
    pooling = folder / "1_Pooling" / "config.json"
    pooling.write_text(pooling.read_text().replace("false", "true", 1))
    assert model_hash(folder) != before


@pytest.mark.slow
def test_another_model_is_exported_as_it_is_configured(tmp_path: Path):
    """First-token pooling, a shorter reach and prompts: all read from the model's own files."""
    folder = tmp_path / "model"
    shutil.copytree(model_folder(""), folder)
    pooling = {"word_embedding_dimension": 384, "pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 32, "do_lower_case": False}))
    prompts = {"prompts": {"query": "question: ", "document": "passage: "}, "default_prompt_name": None}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(prompts))
    digest = model_hash(folder)
    model = Model(folder, digest, tmp_path / "models" / digest)
    exported, note = model.open(SAMPLE)
    assert note == ""
    assert isinstance(exported, OnnxEncoder)
    assert (exported.card.max_tokens, exported.card.query_prompt) == (32, "question: ")
    original = SentenceTransformerEncoder(folder, digest)
    own = original.model.encode(["passage: " + text for text in SAMPLE], prompt="", show_progress_bar=False)
    assert ((exported.documents(SAMPLE) * own).sum(axis=1) > 0.9999).all()
    assert exported.query("Consent?") @ exported.documents(["Consent?"])[0] < 0.9999


@pytest.mark.slow
def test_model_that_cannot_be_exported_still_answers(bare_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from datetime import UTC, datetime

    from regbot.config import Settings
    from regbot.index import export
    from regbot.index.generation import build
    from regbot.index.manifest import EncoderKind
    from regbot.index.retrieve import Index
    from regbot.model import AsOf, Filters
    from regbot.paths import Paths

    monkeypatch.setattr(export, "LOWEST_COSINE", 1.5)
    paths = Paths(bare_home, tmp_path / "cache")
    manifest = build(paths, Settings(), now=datetime.now(UTC))
    assert manifest.encoder is EncoderKind.ORIGINAL
    assert "cosine" in manifest.encoder_note
    assert not list(paths.models.glob("*/"))
    index = Index.open(paths, Settings())
    assert index.search("Is consent needed?", Filters(AsOf(datetime.now(UTC))))[0].vector_rank
    assert index.meaning.missing == ""
    index.close()
