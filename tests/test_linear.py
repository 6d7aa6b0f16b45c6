"""Time is linear in the input: worst cases through the whole pipeline, by ratio, so that a busy machine does not matter."""

import time

import pytest

import analysis as an
from tests.fuzzing import no_hang
from tests.hostile import WORST, run_pipeline, worst_text

NAMED = ["straight quotes", "hyphens", "U.S.", "capitals", "nested brackets"]  # of the design, at 1 MB
TIMES, MOST = 4, 8  # four times the text in less than eight times the time; quadratic would be sixteen
LEAST = 0.1  # seconds; below that, fixed costs and the clock rule


def seconds(name: str, size: int) -> float:
    """Processor time of the whole pipeline and the evidence of its mentions on a worst case of this size."""
    documents = an.read_text(worst_text(name, size))
    begin = time.process_time()
    frames = run_pipeline(documents)
    marks = {"actor": frames["mentions"], "tone": frames["explained"], "theme": frames["hits"]}
    an.show_evidence(frames["tokens"], documents, frames["sentences"], marks=marks)
    return time.process_time() - begin


def check_linear(name: str, size: int) -> None:
    with no_hang(300):
        seconds(name, 100)  # imports and lexicons
        short = max(LEAST, min(seconds(name, size // TIMES) for _ in range(2)))
        assert seconds(name, size) < MOST * short


@pytest.mark.parametrize("name", NAMED)
def test_a_megabyte(name):
    check_linear(name, 1_000_000)


@pytest.mark.parametrize("name", [name for name in WORST if name not in NAMED])
def test_worst_cases(name):
    check_linear(name, 60_000)


@pytest.mark.fuzz
@pytest.mark.parametrize("name", [name for name in WORST if name not in NAMED])
def test_a_megabyte_of_every_worst_case(name):
    check_linear(name, 1_000_000)
