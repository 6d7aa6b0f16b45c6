"""Texts that break readers: worst cases for time, and the whole pipeline to run them through."""

import warnings

import analysis as an

# name: a unit that is repeated up to the size asked for
WORST = {
    "straight quotes": '"',
    "curly openings": "“",
    "curly closings": "”",
    "apostrophes": "'",
    "quotes, words": '"a ',
    "single quotes": " 'a",
    "hyphens": "-",
    "hyphenated": "a-",
    "hyphenated capitals": "A-",
    "dashes": "—",
    "U.S.": "U.S.",
    "U.S., spaced": "U.S. ",
    "initials": "A. ",
    "initials, one word": "A.",
    "capitals": "A",
    "capitalised words": "Aa ",
    "digits": "1",
    "digits and commas": "1,",
    "decimals": "1.",
    "numbers": "12 million ",
    "round brackets": "(",
    "square brackets": "[",
    "nested brackets": "([",
    "closed brackets": "[1]",
    "stops": ".",
    "spaced stops": ". ",
    "marks": "?!",
    "spaces": "a          ",
    "lines": "a\n",
    "blank lines": "a\n\n",
    "headings": "# A\n",
    "addresses": "http://",
    "hosts": "a.b.",
    "mail": "a@",
    "names, no stop": "China and France and ",
    "names, commas": "China, ",
    "names, hyphens": "China-",
    "the": "the ",
    "said": "said Wang ",
    "he said": "he said ",
    "pronoun or state": "US ",
    "bird or state": "Turkey ",
    "a person's name": "Michael Jordan ",
    "capitals of states": "Washington ",
    "capitals, hyphens": "Beijing-",
    "regions": "in Europe ",
    "names inside names": "China-Europe Railway ",
    "shared nouns": "North and South Korea ",
    "languages": "speak Russian ",
    "actors and figures": "China sent 12 million masks and ",
    "figures and clauses": "in China 12 million masks, and has ",
    "ranges": "between 12 and 15 percent ",
    "between": "between China and ",
    "met": "China and France met Russia, Italy and ",
    "with": "ties with China, ",
    "talks": "talks between China and France with ",
    "but": "not good but ",
    "smileys": ":) ",
    "combining marks": "e\u0301",
    "joiners": "a\u200d",
    "chinese": "\u4e2d",
    "emoji": "\U0001f600",
    "direction marks": "\u202e",
    "NUL": "\0",
}  # fmt: skip


def worst_text(name: str, size: int) -> str:
    """A text of `size` characters between two plain sentences, so that it has a body."""
    unit = WORST[name]
    return f"China and France signed a treaty.\n\n{(unit * (size // len(unit) + 1))[:size]}\n\nIt rained."


def run_pipeline(documents) -> dict:
    """Every frame of the package that works document by document."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd quotation marks warn, by design
        quotes = an.find_quotes(documents)
    sentences = an.split_sentences(documents)
    tokens = an.tokenize(sentences)
    mentions = an.find_actors(tokens)
    neutral = an.find_neutral(tokens)
    explained = an.explain_scores(sentences, neutral=neutral)
    return {
        "layers": an.split_layers(documents),
        "quotes": quotes,
        "sentences": sentences,
        "tokens": tokens,
        "counts": an.count_terms(tokens),
        "mentions": mentions,
        "pairs": an.pair_actors(mentions, sentences, tokens),
        "hits": an.find_themes(tokens),
        "claims": an.find_claims(tokens, sentences, mentions=mentions),
        "scores": an.score_sentences(sentences, neutral=neutral),
        "explained": explained,
        "towards": an.tone_towards(explained, mentions, sentences),
    }
