"""Checks of the exercises: each says what is wrong in one sentence and never raises; tests read `.passed`.

`check("01.2", answer, sentences)` runs the check registered under that number. A check is a function of the answer and
the frames it needs that returns None when the answer holds and a message otherwise; free text is held against a
rubric that the message repeats, because only a person can judge it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

_CHECKS: dict[str, Callable] = {}


@dataclass(frozen=True)
class Check:
    """The outcome of an exercise: passed or not, and why."""

    exercise: str
    passed: bool
    message: str

    def __str__(self) -> str:
        return f"{'Right' if self.passed else 'Not yet'} ({self.exercise}): {self.message}"

    def _repr_html_(self) -> str:
        edge = "#00507d" if self.passed else "#a03c00"
        return (
            f'<p style="border-left:4px solid {edge};padding:.3em .8em;margin:.3em 0">{escape(str(self))}</p>'
        )


def check(exercise: str, answer, *frames, rubric: bool = False) -> Check:
    """Check an answer to a numbered exercise; `frames` are those the exercise names. Never raises."""
    import analysis.exercise_checks  # noqa: F401  registers the checks, when first needed

    if exercise not in _CHECKS:
        return Check(
            exercise, False, f"there is no exercise {exercise}; there are {', '.join(sorted(_CHECKS))}"
        )
    if answer is ... or (isinstance(answer, str) and not answer.strip()):
        return Check(exercise, False, "replace the ... by your answer")
    try:
        fault = _CHECKS[exercise](answer, *frames)
    except Exception as error:  # a wrong kind of answer must teach, not break the notebook
        fault = f"this answer cannot be read ({type(error).__name__}: {error}); look at what the exercise asks for"
    praise = _CHECKS[exercise].__doc__ or "that is it"
    return Check(exercise, fault is None, praise if fault is None else fault)


def exercise(number: str):
    """Register a check; its docstring is what a right answer is told."""

    def register(function: Callable) -> Callable:
        _CHECKS[number] = function
        return function

    return register


def free_text(answer: str, *, words: int, mentions: dict[str, tuple[str, ...]], rubric: str) -> str | None:
    """A written answer: long enough, touching each point (any of its words), else the rubric to judge it by."""
    if len(answer.split()) < words:
        return f"write at least {words} words. {rubric}"
    missing = [
        point for point, signs in mentions.items() if not any(sign in answer.lower() for sign in signs)
    ]
    return f"say something on: {', '.join(missing)}. {rubric}" if missing else None


def same_set(answer, expected, what: str) -> str | None:
    """The same members, whatever the order."""
    given, wanted = set(answer), set(expected)
    if given == wanted:
        return None
    extra, missing = len(given - wanted), len(wanted - given)
    return f"{extra} of your {what} do not belong, {missing} are missing"
