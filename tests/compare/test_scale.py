from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """
import json, random, resource, time
from regbot.compare.align import align
from tests.compare.texts import provisions

dice = random.Random(1)
SYLLABLES = "bar den fil gon hur jak lem nor pist qual".split()
LAW = "the of and to in a is that for shall must not be by with person data processor".split()
VOCABULARY = ["".join(dice.choice(SYLLABLES) for _ in range(3)) for _ in range(8000)]


def sentence():
    words = [dice.choice(LAW if dice.random() < 0.5 else VOCABULARY) for _ in range(dice.randint(15, 60))]
    return " ".join(words).capitalize() + "."


def reworded(text):
    return " ".join(dice.choice(VOCABULARY) if dice.random() < 0.15 else word for word in text.split(" "))


texts = ["\\n\\n".join(sentence() for _ in range(dice.randint(1, 5))) for _ in range(2000)]
places = list(range(2000))
dice.shuffle(places)
old = provisions({f"art_{number}": text for number, text in enumerate(texts)})
new = provisions({f"art_{number}": reworded(texts[place]) for number, place in enumerate(places)}, "new")
started = time.process_time()
changes = align(old, new)
seconds = time.process_time() - started
truth = {(f"art_{place}", f"art_{number}") for number, place in enumerate(places)}
found = {(change.old.eid, change.new.eid) for change in changes if change.old and change.new}
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "megabytes": megabytes, "right": len(found & truth)}))
"""


@pytest.mark.slow
def test_two_thousand_provisions_a_side_take_under_30_seconds_and_a_gigabyte() -> None:
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    measured = json.loads(run.stdout)
    assert measured["seconds"] < 30
    assert measured["megabytes"] < 1024
    assert measured["right"] == 2000
