"""Another program's tone, called as it is, to be read beside ours."""

from importlib.resources import files

import pandas as pd


def score_with_nltk(sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence, in order: doc_id, sent_id, compound, pos, neu, neg by nltk's SentimentIntensityAnalyzer.

    nltk would load its lexicon from a download; here it reads the same file out of the vaderSentiment package, so
    that no data need be fetched. Caveat: nltk looks a word up by value, so a repeated word is judged at its first
    place. Raises KeyError for a missing column.
    """
    from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants

    class Analyzer(SentimentIntensityAnalyzer):
        def __init__(self) -> None:
            self.lexicon_file = (
                files("vaderSentiment").joinpath("vader_lexicon.txt").read_text("utf-8").strip("\n")
            )
            self.lexicon, self.constants = self.make_lex_dict(), VaderConstants()

    score = Analyzer().polarity_scores
    rows = [score(text) for text in sentences["text"]]
    scores = pd.DataFrame(rows, columns=["compound", "pos", "neu", "neg"]).astype("float64")
    ids = {column: sentences[column].to_numpy() for column in ("doc_id", "sent_id")}
    return scores.assign(**ids)[["doc_id", "sent_id", *scores.columns]]
