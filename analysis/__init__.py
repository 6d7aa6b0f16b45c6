"""Read diplomacy: themes, bilateral relations, tone and stated figures, each number with the sentences behind it.

A map of the package; every function takes and gives plain pandas frames (columns in `analysis.schema`).

    read, read_text, load_sample, load_input, quote      corpus: files -> documents
    split_layers                                          layers: date line, caption, headings, body
    find_quotes                                           quotes: who is quoted
    split_sentences                                       sentences, with section and voice
    tokenize, ngrams, kwic                                tokens, with offsets
    count_terms, dispersion, keyness, collocations, lexical_diversity
    load_lexicon, make_lexicon, labels_of, match_lexicon  lexicons: the one matcher
    find_themes, theme_sentences, theme_shares, sensitivity, association, map_sentences
    find_neutral, score_sentences, explain_scores, summarise_tone, tone_towards
    find_actors, pair_actors                              mentions and typed pairs
    relation_table, ledger_rows, by_grade, partner_by, add_period, compare_focus
    find_claims                                           stated figures
    show_evidence                                         rows -> the sentences behind them
    plot_*, save_figure, save_table, footnote             charts and what is saved of them
    attach                                                bring date, section, voice, metadata down to any frame
    map_corpus, corpus_profile                            the same over files larger than memory
    check                                                 exercises of the notebooks
    explore                                               the panel for JupyterLab
    prepare, select, contexts                             what the panel does, in code

Names are imported when first used, so that `import analysis` costs nothing.
"""

from importlib import import_module

_HOME = {
    "schema": "attach concat",
    "corpus": "read read_text load_sample load_input quote",
    "layers": "split_layers",
    "quotes": "find_quotes",
    "sentences": "split_sentences",
    "tokens": "tokenize ngrams kwic",
    "frequency": "count_terms dispersion keyness collocations lexical_diversity",
    "lexicons": "load_lexicon make_lexicon labels_of match_lexicon",
    "themes": "find_themes theme_sentences theme_shares sensitivity association map_sentences",
    "sentiment": "score_sentences explain_scores summarise_tone tone_towards",
    "neutral": "find_neutral",
    "actors": "find_actors",
    "pairs": "pair_actors",
    "relations": "relation_table ledger_rows by_grade partner_by add_period main_actor compare_focus",
    "claims": "find_claims",
    "intervals": "wilson bootstrap_mean",
    "evidence": "show_evidence",
    "charts": "plot_frequency plot_dispersion plot_keyness plot_themes plot_theme_by plot_article_map plot_voice"
    " plot_claims plot_claims_by_unit",
    "charts_relations": "plot_partners plot_partner_by plot_pairs plot_compare_focus plot_partner_themes",
    "charts_tone": "plot_tone_by plot_tone_towards plot_contributions plot_neutral_effect",
    "save": "save_figure save_table footnote house_style",
    "exercises": "check",
    "tracking": "by_time reading_point speaker_states busiest load_groups naming plot_naming",
    "state_union": "load_state_union",
    "report": "write_report",
    "scale": "map_corpus",
    "profile": "corpus_profile",
    "panel": "explore",
    "prepared": "prepare",
    "selection": "select contexts",
}
_WHERE = {name: module for module, names in _HOME.items() for name in names.split()}
__all__ = sorted(_WHERE)


def __getattr__(name: str):
    if name not in _WHERE:
        raise AttributeError(f"analysis has no {name!r}; its names are {', '.join(__all__)}")
    value = globals()[name] = getattr(import_module(f"analysis.{_WHERE[name]}"), name)
    return value


def __dir__() -> list[str]:
    return [*globals(), *__all__]
