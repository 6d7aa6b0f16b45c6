"""The frames' columns: typed, checked, joined and brought down."""

import numpy as np
import pandas as pd
import pytest

import analysis as an
from analysis import schema


@pytest.mark.parametrize("name", schema.FRAMES)
def test_an_empty_frame_is_typed(name):
    frame = schema.empty(name)
    assert len(schema.check(frame, name)) == 0
    assert all(frame[c].dtype == d for c, d in schema.FRAMES[name].items())


def test_check_names_what_is_missing_or_mistyped():
    hits = schema.empty("hits")
    with pytest.raises(ValueError, match="lacks key"):
        schema.check(hits.drop(columns="key"), "hits")
    with pytest.raises(ValueError, match="start is int64, not int32"):
        schema.check(hits.astype({"start": "int64"}), "hits")
    with pytest.raises(TypeError, match="got list"):
        schema.check([], "hits")


def test_concat_unites_categories_in_order_of_first_appearance():
    parts = [
        pd.DataFrame({"term": pd.Categorical(words, list(words))}) for words in (["b", "a"], ["c", "a"], [])
    ]
    joined = schema.concat(parts)
    assert list(joined["term"].cat.categories) == ["b", "a", "c"]
    assert joined["term"].tolist() == ["b", "a", "c", "a"]
    with pytest.raises(ValueError, match="no frames"):
        schema.concat([])


def test_attach_joins_by_sentence_and_by_document(sample):
    joined = an.attach(sample.hits, sample.sentences, sample.documents, columns=["section", "date"])
    where = sample.sentences.set_index("sent_id")["section"]
    assert (joined["section"].to_numpy() == where.loc[joined["sent_id"]].to_numpy()).all()
    assert len(joined) == len(sample.hits)
    assert (joined["date"].to_numpy() == sample.documents["date"].iloc[0].to_datetime64()).all()


def test_attach_keeps_rows_without_a_partner_and_their_index(sample):
    hits = sample.hits.iloc[::-2]
    joined = an.attach(hits, sample.body, columns=["section"])
    assert joined.index.equals(hits.index)
    in_body = hits["sent_id"].isin(sample.body["sent_id"])
    assert joined["section"].notna().tolist() == in_body.tolist()


def test_attach_works_on_categorical_and_text_ids_alike(sample):
    joined = an.attach(sample.tokens, sample.documents, columns=["title"])
    assert joined["title"].eq(sample.documents["title"].iloc[0]).all()


def test_attach_refuses_unknown_columns_and_double_rows(sample):
    with pytest.raises(ValueError, match="no frame given has a column 'mood'"):
        an.attach(sample.hits, sample.sentences, columns=["mood"])
    twice = pd.concat([sample.sentences, sample.sentences])
    with pytest.raises(ValueError, match="twice"):
        an.attach(sample.hits, twice, columns=["section"])


def test_locate_says_minus_one_for_what_is_not_there(sample):
    stranger = sample.hits.iloc[:2].assign(doc_id=["nobody", sample.hits["doc_id"].iloc[0]])
    assert (schema.locate(stranger, sample.sentences) >= 0).tolist() == [False, True]
    beyond = sample.hits.iloc[:1].assign(sent_id=np.int32(99_999))
    assert schema.locate(beyond, sample.sentences).tolist() == [-1]
