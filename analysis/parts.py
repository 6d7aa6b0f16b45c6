"""What a text is divided into, so that every text can be asked where a word stands."""

import numpy as np
import pandas as pd

from analysis import schema


def name_parts(tokens: pd.DataFrame, sentences: pd.DataFrame, *, stretches: int = 4) -> pd.DataFrame:
    """The tokens with a column part: their document where there are several, else their section, else a stretch.

    Sections come from headings ("section 1"; what stands before the first heading is "section 0"). A text without
    headings is cut into `stretches` of about equally many tokens ("stretch 1"), which say early or late and no more.
    Raises ValueError where a token's sentence is not among the sentences.
    """
    named = schema.attach(tokens, sentences, columns=["section"])
    if tokens["doc_id"].nunique() > 1:
        part = named["doc_id"].astype("str")
    elif named["section"].nunique() > 1:
        part = "section " + named["section"].astype("str")
    else:
        place = np.arange(len(named)) * stretches // max(1, len(named)) + 1
        part = "stretch " + pd.Series(place, index=named.index).astype("str")
    return named.drop(columns="section").assign(part=part.astype("str"))
