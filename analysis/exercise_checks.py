"""The checks themselves, one per exercise, in the order of the notebooks (see `analysis.exercises`)."""

import pandas as pd

from analysis.exercises import exercise, free_text, same_set


@exercise("01.1")
def _(answer: int, sentences: pd.DataFrame):
    """Captions, headings and titles are sentences too, but not the body."""
    if answer == len(sentences):
        return "that counts captions and headings as well; the question is about the body"
    body = int((sentences["layer"] == "body").sum())
    return None if answer == body else "filter the frame on layer == 'body' and count its rows"


@exercise("01.2")
def _(answer: dict, voices: pd.DataFrame):
    """The same sentences, read by you: where you differ from the rule, one of you has overlooked something."""
    if not isinstance(answer, dict) or len(answer) < 5:
        return "give a dictionary of at least five sentences, sent_id -> your voice"
    allowed = {"direct", "mixed", "attributed", "unattributed"}
    strange = sorted(set(map(str, answer.values())) - allowed)
    if strange:
        return f"{strange[0]!r} is no voice; choose among {', '.join(sorted(allowed))}"
    unknown = set(answer) - set(voices["sent_id"])
    return f"sentence {sorted(unknown)[0]} is not among those shown" if unknown else None


@exercise("01.3")
def _(answer: str):
    """Compare your paragraph with the rubric once more: outlet, source, independence."""
    points = {
        "who states it": ("wang", "minister", "china", "xinhua", "speaker", "outlet"),
        "a source": ("source", "record", "data", "report", "register"),
    }
    rubric = "Rubric: names the figure and who states it; names a source that does not depend on that speaker; says what would settle it."
    return free_text(answer, words=40, mentions=points, rubric=rubric)


@exercise("03.1")
def _(answer: list, shares: pd.DataFrame):
    """Zero is a finding of the text, and of the word list: which of the two must be read, not computed."""
    return same_set(answer, shares.query("kind == 'topic' and k == 0")["key"], "topics")


@exercise("03.2")
def _(answer: tuple, sensitivity: pd.DataFrame):
    """A rank that hangs on one word should be reported with that word beside it."""
    key, pattern = answer
    row = sensitivity[(sensitivity["key"] == key) & (sensitivity["pattern"] == pattern)]
    if row.empty:
        return (
            "that pattern is not among those found; take key and pattern from one row of an.sensitivity(...)"
        )
    return (
        None if row["moved"].iloc[0] > 0 else "that theme keeps its rank without it; look at the column moved"
    )


@exercise("03.3")
def _(answer: str):
    """A design question, not a statistical one: compare with the rubric."""
    points = {
        "partner and section": ("section", "part"),
        "a corpus": ("corpus", "texts", "documents", "speeches", "press", "years"),
    }
    rubric = "Rubric: partner and section coincide in this text; name a corpus in which they vary apart."
    return free_text(answer, words=40, mentions=points, rubric=rubric)


@exercise("04.1")
def _(answer: list, ledger: pd.DataFrame):
    """Explicit pairs are the claim a reader will understand; mentions reward long sentences."""
    if len(answer) != 3 or not set(answer) <= set(ledger["partner"]):
        return "give three partner codes from the ledger"
    lowest = ledger.set_index("partner").loc[list(answer), "explicit"].min()
    better = ledger[~ledger["partner"].isin(answer) & (ledger["explicit"] > lowest)]
    return (
        None if better.empty else f"{better['label'].iloc[0]} has more explicit pairs than one of your three"
    )


@exercise("04.2")
def _(answer: list, sentences: pd.DataFrame, mentions: pd.DataFrame):
    """These are relations no list of names will ever find."""
    chosen = sentences[sentences["sent_id"].isin(answer)]
    if chosen.empty:
        return "give at least one sent_id of the sentences frame"
    two_sided = chosen["text"].str.contains(
        r"\b(?:two|both) (?:countries|sides|nations|governments)\b", case=False
    )
    if not two_sided.all():
        return f"sentence {chosen.loc[~two_sided, 'sent_id'].iloc[0]} has no phrase such as the two countries or both sides"
    named = mentions[mentions["sent_id"].isin(chosen["sent_id"])].groupby("sent_id")["actor"].nunique()
    several = named[named > 1]
    return f"sentence {several.index[0]} names both sides after all" if len(several) else None


@exercise("04.3")
def _(answer: str):
    """Every rule has such sentences; those who write them down can change the rule."""
    points = {
        "a grade": ("compound", "prefix", "relational", "comention", "co-mention"),
        "a sentence number": tuple("0123456789"),
    }
    rubric = "Rubric: quotes the construction; names the grade given and the grade proposed; says which rule would change."
    return free_text(answer, words=40, mentions=points, rubric=rubric)


def _pairs_of(sentence: str) -> pd.DataFrame:
    """The pairs of actors in a sentence that a student wrote."""
    import analysis as an

    sentences = an.split_sentences(an.read_text(sentence))
    tokens = an.tokenize(sentences)
    return an.pair_actors(an.find_actors(tokens), sentences, tokens)


@exercise("00.1")
def _(answer: str):
    """Two names side by side: a co-mention, and no more than that."""
    pairs = _pairs_of(answer)
    if pairs.empty:
        return "this names fewer than two actors that the list of names knows"
    stated = pairs[pairs["evidence"] != "comention"]
    if len(stated):
        row = stated.iloc[0]
        return f"this relates {row['actor_a']} and {row['actor_b']} after all (grade {row['evidence']}); let them merely share a sentence"


@exercise("00.2")
def _(answer: str):
    """The sentence itself joins the two names; that is what 'explicit' means here."""
    pairs = _pairs_of(answer)
    if pairs.empty:
        return "this names fewer than two actors that the list of names knows"
    if set(pairs["evidence"]) == {"comention"}:
        return "the two only share a sentence; join them, as in 'relations between A and B', 'A-B ties' or 'A and B agreed'"


@exercise("00.3")
def _(answer: list, named: pd.DataFrame, often: pd.Series):
    """The same sentences that show_evidence would open."""
    if len(often) < 2:
        return "this text names fewer than two actors; use the sample"
    return same_set(answer, named.loc[named["label"] == often.index[1], "sent_id"], "sentences")


@exercise("02.1")
def _(answer: str, spread: pd.DataFrame):
    """Frequent in the text, but a word of one passage: say so when you report its count."""
    row = spread[spread["term"] == str(answer).lower()]
    if row.empty:
        return "that word is not in the frame; give one of its terms"
    if row["count"].iloc[0] < 5:
        return (
            f"it occurs {row['count'].iloc[0]} times; a rare word cannot be even, so its spread says nothing"
        )
    return (
        None
        if row["dp_norm"].iloc[0] > 0.6
        else f"its DPnorm is {row['dp_norm'].iloc[0]:.2f}: it is spread further than that"
    )


@exercise("02.2")
def _(answer: int, naive: pd.DataFrame):
    """The rest are rare words: a ratio of small counts is large by chance."""
    first = naive.head(10)
    kept = int((first["count_target"] + first["count_reference"] >= 5).sum())
    return (
        None
        if answer == kept
        else "min_count looks at the tokens of both sides together: add count_target and count_reference"
    )


@exercise("02.3")
def _(answer: dict, phrases: pd.DataFrame):
    """Both stand out for the same number; only reading tells a name from a formula."""
    if not isinstance(answer, dict) or set(answer) != {"name", "formula"}:
        return "give a dictionary with the two keys name and formula"
    found = set(zip(phrases["node"], phrases["collocate"], strict=True))
    missing = [" ".join(pair) for pair in answer.values() if tuple(pair) not in found]
    if missing:
        return f"{missing[0]!r} is not among the rows of phrases"
    return (
        "name and formula are the same phrase" if tuple(answer["name"]) == tuple(answer["formula"]) else None
    )


@exercise("02.4")
def _(answer: str):
    """Absence of evidence, in other words: compare with the rubric."""
    points = {
        "what was not shown": ("not shown", "no evidence", "cannot", "not mean", "does not", "absence"),
        "the size of the text": ("short", "small", "few", "words", "length", "size"),
        "a corpus or design": ("corpus", "texts", "interviews", "speeches", "documents", "articles", "years"),
    }
    rubric = "Rubric: no difference was shown, which is not that there is none; the size of the text; a corpus or design."
    return free_text(answer, words=40, mentions=points, rubric=rubric)


@exercise("05.1")
def _(answer: float, battle: pd.DataFrame):
    """One verb of winning outweighs the battle: a sum of words, not a reading."""
    import analysis as an

    if not -1 <= float(answer) <= 1:
        return "a compound score lies between -1 and 1"
    away = an.score_sentences(battle)["compound"].iloc[0] - float(answer)
    if abs(away) <= 0.25:
        return None
    return f"VADER is {'more' if away > 0 else 'less'} favourable than that; which word did you weigh differently? See an.explain_scores(battle)"


@exercise("05.2")
def _(answer: list, battle: pd.DataFrame):
    """A phrase is repaired as a phrase; its words keep their meaning elsewhere."""
    import analysis as an

    patterns = [answer] if isinstance(answer, str) else list(answer)
    control = an.split_sentences(an.read_text("They won broad support."))
    scores = [
        an.score_sentences(text, neutral=an.match_lexicon(an.tokenize(text), an.make_lexicon(patterns)))
        for text in (battle, control)
    ]
    if scores[0]["n_valenced"].sum():
        left = scores[0]["compound"].iloc[0]
        return f"the sentence still scores {left:+.2f}; a word outside your patterns has valence"
    kept = an.score_sentences(control)["compound"].iloc[0]
    return (
        None
        if scores[1]["compound"].iloc[0] == kept
        else "this also silences 'They won broad support'; use a longer pattern"
    )


@exercise("05.3")
def _(answer: str):
    """There is no right number; there is a reading that others can check."""
    points = {
        "for whom": ("for them", "for the", "opponent", "speaker", "side", "whom", "reader"),
        "words and ratings": ("rate", "rating", "score", "valence", "weigh", "positive", "negative"),
        "a sentence it gets wrong": ("wrong", "fail", "mistake", "misread", "except"),
    }
    rubric = "Rubric: for whom the battle is good or bad; which words you would rate and how; a sentence your rule gets wrong."
    return free_text(answer, words=40, mentions=points, rubric=rubric)


@exercise("05.4")
def _(answer: pd.DataFrame, scored: pd.DataFrame):
    """Compare the two summaries: the tone of a voice depends on who decides whose voice it is."""
    if not isinstance(answer, pd.DataFrame) or len(answer) != len(scored):
        return "give the frame scored with a new column voice, all of its rows"
    strange = set(answer["voice"]) - {"direct", "mixed", "attributed", "unattributed"}
    if strange:
        return f"{sorted(map(str, strange))[0]!r} is no voice"
    moved = answer["voice"].to_numpy() != scored["voice"].to_numpy()
    if (scored.loc[moved, "voice"] != "unattributed").any():
        return "you changed a sentence that was not unattributed; code only those"
    return (
        None
        if moved.sum() >= 5
        else f"you moved {moved.sum()} sentences; read on until you have five that somebody does say"
    )


@exercise("05.5")
def _(answer: str):
    """The design decides, not the score: compare with the rubric."""
    points = {
        "partner and section": ("section", "part "),
        "a corpus": ("corpus", "texts", "documents", "speeches", "press", "years", "interviews"),
        "what is held constant": ("same", "constant", "vary", "varies", "both", "apart"),
    }
    rubric = "Rubric: partner and section coincide; a corpus in which they vary apart; what would be held constant."
    return free_text(answer, words=40, mentions=points, rubric=rubric)


@exercise("06.1")
def _(answer: tuple, shares: pd.DataFrame, by: str):
    """More sentences and yet a smaller share: only one of the two numbers knows how long the text was."""
    key, earlier, later = answer
    rows = shares[shares["key"] == key].set_index(by)
    if rows.empty or earlier not in rows.index or later not in rows.index:
        return f"give a theme's key and two values of the column {by}, as they stand in the frame"
    if not rows.loc[later, "k"] > rows.loc[earlier, "k"]:
        return f"the count does not rise: {rows.loc[earlier, 'k']} and {rows.loc[later, 'k']} sentences"
    falls = rows.loc[later, "share"] < rows.loc[earlier, "share"]
    return None if falls else "the count rises, and the share with it; look for two texts of different length"


@exercise("06.2")
def _(answer: pd.DataFrame, pairs, mentions, sentences, documents, focus: str):
    """One sentence that names two members is one sentence about the group: adding members up counts it twice."""
    from analysis.relations import ledger_rows

    if (
        not isinstance(answer, pd.DataFrame)
        or answer["actor"].nunique() < 3
        or answer["group"].nunique() != 1
    ):
        return "give a frame with the columns actor and group: three actors or more, one group"
    everything = (pairs, mentions, sentences, documents)
    single = ledger_rows(*everything, focus=focus).query("evidence != 'focal'")
    grouped = ledger_rows(*everything, focus=focus, groups=answer).query("evidence != 'focal'")
    members = int(single["partner"].isin(answer["actor"]).sum())
    group = int((grouped["partner"] == answer["group"].iloc[0]).sum())
    if focus in set(answer["actor"]):
        return f"{focus} is the focus itself; group its partners"
    return (
        None
        if group < members
        else f"the group counts {group}, its members {members}: no sentence names two of them with {focus}"
    )


@exercise("06.3")
def _(answer: str):
    """What never varies apart cannot be told apart, however many months there are."""
    points = {
        "month and capital": ("capital", "government", "desk", "country"),
        "a corpus": ("corpus", "texts", "documents", "speeches", "press", "digests", "every month"),
        "what you would count": ("count", "share", "sentences", "compare"),
    }
    rubric = (
        "Rubric: each month has one capital only; a corpus in which they vary apart; what you would count."
    )
    return free_text(answer, words=40, mentions=points, rubric=rubric)


@exercise("07.1")
def _(answer: int):
    """Thirty sentences drawn are far fewer than that found with the theme: rare themes need a larger draw."""
    from analysis.intervals import wilson

    def width(n: int) -> float:
        low, high = wilson(0.9 * n, n)
        return high - low

    if answer < 1 or width(answer) > 0.2:
        return "with so few the interval is wider than .20; go up"
    enough = next(n for n in range(1, 1000) if width(n) <= 0.2)
    return None if answer <= enough + 2 else "fewer would do; go down until it just holds"


@exercise("07.2")
def _(answer: tuple):
    """Where nearly every answer is none, agreeing is easy: the sample was too poor in the code to test it."""
    from analysis import validation as va

    one, two = answer
    if len(one) != len(two) or len(one) < 10 or not set(one) | set(two) <= {"health", "none"}:
        return "give two lists of the same length, ten or more answers each"
    blank = pd.DataFrame({"doc_id": "x", "sent_id": range(len(one)), "text": ""})
    sheets = [blank.assign(coder=name, answer=list(given)) for name, given in (("a", one), ("b", two))]
    row = va.agreement(pd.concat(sheets, ignore_index=True), ["health"]).iloc[0]
    if row["percent"] < 0.8:
        return f"they agree in {row['percent']:.0%} only"
    if row["kappa"] != row["kappa"]:
        return "kappa is undefined where nobody ever gives another answer; let each coder find something once"
    return None if row["kappa"] <= 0.1 else f"kappa is {row['kappa']:.2f}; make the code rarer"


@exercise("07.3")
def _(answer: pd.DataFrame, drawn: pd.DataFrame):
    """A sheet by a person: now the footer may say validated by hand."""
    from analysis.validation import EXAMPLE

    if answer["coder"].str.startswith(EXAMPLE).any():
        return "this is the example made by a rule; code the sentences yourself"
    both = drawn[["doc_id", "sent_id"]].merge(answer[answer["answer"] != ""], on=["doc_id", "sent_id"])
    return (
        None
        if len(both) == len(drawn)
        else f"{len(drawn) - len(both)} of {len(drawn)} sentences are not yet coded"
    )


@exercise("07.4")
def _(answer: str):
    """Whose fault it is decides what to change: the list, the definition or the coder's care."""
    points = {
        "a sentence number": tuple("0123456789"),
        "the word": ("word", "pattern", "phrase"),
        "what should change": ("list", "definition", "code", "exclude"),
    }
    rubric = "Rubric: the word that decided; the definition you applied; what should change."
    return free_text(answer, words=40, mentions=points, rubric=rubric)


@exercise("08.1")
def _(answer: str):
    """A rule that found this one would find others too: that is the price to weigh."""
    import analysis as an

    sentences = an.split_sentences(an.read_text(answer))
    tokens = an.tokenize(sentences)
    mentions = an.find_actors(tokens)
    pairs = an.pair_actors(mentions, sentences, tokens)
    if len(sentences) > 2:
        return "one or two sentences, please"
    if mentions["actor"].nunique() < 2:
        return "the program must at least see two states; it sees " + (
            ", ".join(mentions["actor"].unique()) or "none"
        )
    explicit = pairs[pairs["evidence"] != "comention"]
    return (
        None
        if explicit.empty
        else f"the program finds it: {explicit['evidence'].iloc[0]} ({explicit['cue'].iloc[0]})"
    )


@exercise("08.2")
def _(answer: int, sentences: pd.DataFrame):
    """A denominator is a decision: say which layers it holds whenever you print a share."""
    n = int(sentences["layer"].isin(["body", "caption", "heading"]).sum())
    if answer == len(sentences) != n:
        return "that counts every layer; the question names three"
    return None if answer == n else "count the rows whose layer is body, caption or heading"


@exercise("08.3")
def _(answer: str):
    """Read it once more as somebody who disagrees with you."""
    points = {
        "a number with its denominator": (" of ",),
        "digits": tuple("0123456789"),
        "the voice": ("voice", "said", "says", "speaker", "outlet", "quoted", "attributed"),
        "what it does not show": (" not ", "cannot", "nothing"),
    }
    rubric = "Rubric: a number of another; the voice; a limit; no cause claimed."
    return free_text(answer, words=60, mentions=points, rubric=rubric)
