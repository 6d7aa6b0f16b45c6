"""Names and fixed phrases that carry no valence, however their words read: the United States is no praise."""

from functools import lru_cache

import pandas as pd

from analysis import schema
from analysis.actors import load_gazetteer
from analysis.lexicons import load_lexicon, match_lexicon


def find_neutral(tokens: pd.DataFrame) -> pd.DataFrame:
    """Hits frame: one row per span whose words must not count as praise or blame; for score_sentences(neutral=...).

    Every span of the gazetteer, acting or not (United States, Washington Post, New Mexico), and our own list
    lexicons/neutral.csv of names (Security Council, Communist Party, World War II) and phrases whose diplomatic reading
    is plain (interest rate, gross domestic product, as well as); each row of the list gives its reason as its label.
    The longest match wins. Caveat: a list, so a name it lacks still counts as words. Per document.
    """
    return match_lexicon(tokens, _names(), scope="lexicon")


@lru_cache(maxsize=1)
def _names() -> pd.DataFrame:
    columns = list(schema.FRAMES["lexicon"])
    names = pd.concat([load_gazetteer()[columns], load_lexicon("neutral")[columns]], ignore_index=True)
    names.attrs["name"] = "neutral"
    return names
