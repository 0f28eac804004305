from contextlib import closing
from pathlib import Path

import numpy as np

from regbot.index.cache import EmbeddingCache, text_key


def test_vectors_outlive_the_process(tmp_path: Path):
    vector = np.arange(4, dtype=np.float32)
    with closing(EmbeddingCache(tmp_path / "cache.sqlite3", "model")) as cache:
        cache.put({text_key("a"): vector})
    with closing(EmbeddingCache(tmp_path / "cache.sqlite3", "model")) as cache:
        held = cache.get([text_key("a"), text_key("b")])
    assert list(held) == [text_key("a")]
    assert (held[text_key("a")] == vector).all()


def test_each_model_has_its_own(tmp_path: Path):
    with closing(EmbeddingCache(tmp_path / "cache.sqlite3", "one")) as cache:
        cache.put({text_key("a"): np.zeros(4, dtype=np.float32)})
    with closing(EmbeddingCache(tmp_path / "cache.sqlite3", "other")) as cache:
        assert cache.get([text_key("a")]) == {}


def test_damaged_file_is_set_aside(tmp_path: Path):
    path = tmp_path / "cache.sqlite3"
    path.write_bytes(b"no database " * 500)
    with closing(EmbeddingCache(path, "model")) as cache:
        assert cache.get([text_key("a")]) == {}
    assert path.with_suffix(".damaged").is_file()
