from datetime import date

import numpy as np

from regbot.index.columns import NEVER, Columns


def columns(provisions: list[int]) -> Columns:
    size = len(provisions) + 1
    return Columns(
        document=np.ones(size, np.uint32),
        provision=np.array([0, *provisions], np.uint32),
        since=np.full(size, date(2024, 1, 1).toordinal(), np.uint32),
        until=np.full(size, NEVER, np.uint32),
        lang=np.zeros(size, np.uint16),
        langs=("en",),
    )


def test_each_provision_has_the_score_of_its_best_text():
    scores = np.array([0, 1, 5, 3, 4], np.float32)
    assert list(columns([1, 1, 3, 3]).best(scores, 10).items()) == [(1, 5.0), (3, 4.0)]


def test_equal_scores_keep_reading_order_and_nothing_scores_nothing():
    scores = np.array([0, 2, 0, 2, 2], np.float32)
    assert list(columns([1, 2, 3, 4]).best(scores, 2)) == [1, 3]


def test_the_best_are_found_though_one_provision_has_the_best_texts():
    """Many texts of one provision in front must not hide the others."""
    own = [1] * 500 + list(range(501, 601))
    scores = np.array([0, *([9.0] * 500), *range(100, 0, -1)], np.float32)
    scores[501:] /= 100
    assert list(columns(own).best(scores, 5)) == [1, 501, 502, 503, 504]
