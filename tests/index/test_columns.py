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


def best(provisions: list[int], scores: list[float], limit: int) -> dict[int, float]:
    """Of texts 1, 2, … of these provisions, with these scores."""
    return columns(provisions).best(np.arange(1, len(scores) + 1), np.array(scores, np.float32), limit)


def test_each_provision_has_the_score_of_its_best_text():
    assert list(best([1, 1, 3, 3], [1, 5, 3, 4], 10).items()) == [(1, 5.0), (3, 4.0)]


def test_equal_scores_keep_reading_order():
    assert list(best([1, 2, 3, 4], [2, 0, 2, 2], 2)) == [1, 3]


def test_scores_below_zero_are_ranked_too():
    assert list(best([1, 2, 3], [-0.5, -0.1, 0], 2)) == [3, 2]


def test_the_best_are_found_though_one_provision_has_the_best_texts():
    """Many texts of one provision in front must not hide the others."""
    own = [1] * 500 + list(range(501, 601))
    scores = [9.0] * 500 + [score / 100 for score in range(100, 0, -1)]
    assert list(best(own, scores, 5)) == [1, 501, 502, 503, 504]
