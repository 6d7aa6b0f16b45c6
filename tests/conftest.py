"""What tests share: the samples as frames, made once, and where the development data would be."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def frames_of(documents):
    """Every frame of the pipeline, on documents."""
    import analysis as an

    sentences = an.split_sentences(documents)
    tokens = an.tokenize(sentences)
    mentions = an.find_actors(tokens)
    return SimpleNamespace(
        documents=documents,
        sentences=sentences,
        body=sentences[sentences["layer"] == "body"].reset_index(drop=True),
        tokens=tokens,
        mentions=mentions,
        pairs=an.pair_actors(mentions, sentences, tokens),
        hits=an.find_themes(tokens),
    )


@pytest.fixture(scope="session")
def sample():
    """The frames of the sample "interview"; tests must not change them."""
    import analysis as an

    return frames_of(an.load_sample("interview"))


@pytest.fixture(scope="session")
def founding():
    """The frames of the founding article, where it stands beside the project."""
    import analysis as an

    path = SHARED / "texts" / "interview_2020.txt"
    if not path.is_file():
        pytest.skip("../shared/texts/interview_2020.txt is not beside the project")
    return frames_of(an.read(path))


@pytest.fixture(scope="session")
def shared():
    """The folder of development data; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not beside the project")
    return SHARED


@pytest.fixture(autouse=True)
def figures_closed():
    """No test sees what another has drawn."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
