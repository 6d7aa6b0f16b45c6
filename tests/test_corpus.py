"""Files to documents: what a source names, ids, dates from date lines, metadata joined, all faults in one go."""

import warnings

import pandas as pd
import pytest

import analysis as an
from analysis import corpus, schema
from analysis.corpus import load_sample, quote, read, read_text


@pytest.fixture
def folder(tmp_path):
    """Two texts of one name in two folders, a third, and what is left out."""
    base = tmp_path / "Reden & Texte"
    (base / "sub ü").mkdir(parents=True)
    (base / "a.txt").write_text("date 2020-05-06 We met in Oslo for the third time this year.")
    (base / "sub ü" / "a.txt").write_text("We left.")
    (base / "sub ü" / "b c.md").write_text("# Talks\n\nWe talked.")
    (base / ".hidden.txt").write_text("no")
    return base


def table(folder, content: str):
    path = folder.parent / "meta.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_folder_is_read_recursively_in_order(folder):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = read(folder)
    schema.check(found, "documents")
    assert found["doc_id"].tolist() == ["a.txt", "sub ü/a.txt", "b c"]
    assert (
        found["date"].astype("str").tolist()[0].startswith("2020-05-06") and found["date"].isna().sum() == 2
    )


def test_glob_list_and_a_file_named_twice(folder):
    assert read(folder / "**" / "*.md")["doc_id"].tolist() == ["b c"]
    assert read([folder / "a.txt", str(folder / "a.txt")])["doc_id"].tolist() == ["a"]
    assert len(read([folder, folder / "a.txt"])) == 3
    odd = folder / "talks [2020].txt"  # a name that looks like a pattern
    odd.write_text("We met.")
    assert read(odd)["doc_id"].tolist() == ["talks [2020]"]


def test_files_left_out_are_told(folder):
    (folder / "photo.jpg").write_bytes(b"x")
    with pytest.warns(UserWarning, match="photo.jpg: left out, not a kind of file that is read"):
        assert len(read(folder)) == 3


def test_a_table_beside_texts_is_left_out_or_read(folder):
    (folder / "list.csv").write_text("name,n\nx,1\n")
    with pytest.warns(UserWarning, match="list.csv: left out, a table without a column of texts"):
        assert len(read(folder)) == 3
    (folder / "list.csv").write_text("text,n\nWe sang.,1\n")
    assert read(folder)["doc_id"].tolist() == ["a.txt", "list:1", "sub ü/a.txt", "b c"]


def test_all_faults_of_a_folder_in_one_sentence(folder):
    (folder / "empty.txt").write_text("")
    (folder / "nul.txt").write_bytes(b"a\0b")
    with pytest.raises(ValueError, match="^2 of 5 files cannot be read: empty.txt: .*; nul.txt: ") as caught:
        read(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "source, kind, words",
    [
        ("nothing.txt", FileNotFoundError, "nothing.txt: no such file or folder; check the path"),
        ("no*thing.txt", FileNotFoundError, "no text fits it as a pattern"),
        (".", ValueError, "no texts in this folder; put .txt"),
        ([], ValueError, "the list names no file"),
        (5, TypeError, "read takes a path or a list of paths, not int"),
        (
            "A text itself, not a path. " * 40,
            FileNotFoundError,
            "is no path; a text itself goes to read_text",
        ),
    ],
)
def test_sources_that_name_nothing(tmp_path, monkeypatch, source, kind, words):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(kind, match=words):
        read(source)


def test_a_column_cannot_be_named_where_no_table_is_read(folder):
    with pytest.raises(ValueError, match='text="speech" names a column, but no table is among the files'):
        read(folder, text="speech")


def test_read_text():
    found = schema.check(read_text("We met. \ud800", date="2020-01-02"), "documents")
    assert found["text"][0] == "We met. \ufffd" and str(found["date"][0].date()) == "2020-01-02"
    for text, kind in (("", ValueError), (" \n", ValueError), (5, TypeError)):
        with pytest.raises(kind):
            read_text(text)
    with pytest.raises(ValueError, match="two readings"):
        read_text("We met.", date="03/04/2020")


def test_an_ambiguous_date_line_gives_no_date_and_a_warning(tmp_path):
    (tmp_path / "a.txt").write_text("date 03/04/2020 We met in Oslo for the third time this year.")
    with pytest.warns(
        UserWarning, match='a: no date taken from the date line: "03/04/2020" has two readings'
    ):
        assert read(tmp_path)["date"].isna().all()


def test_metadata_is_joined_on_file_names_with_or_without_ending(folder):
    path = table(
        folder, "file,date,party,title\nsub ü\\a.txt,02.01.2020,X,One\n./a.txt,31.01.2020,Y,\nb c,,Z,Three\n"
    )
    with pytest.raises(ValueError, match='line 2, column "date": "02.01.2020" has two readings'):
        read(folder, metadata=path, key="file")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = read(folder, metadata=path, key="file", day_first=True).set_index("doc_id")
    assert found["party"].to_dict() == {"a.txt": "Y", "sub ü/a.txt": "X", "b c": "Z"}
    assert str(found["date"]["a.txt"].date()) == "2020-01-31"  # the table's, not the date line's
    assert pd.isna(found["date"]["b c"]) and found["title"].to_dict() == {
        "a.txt": "",
        "sub ü/a.txt": "One",
        "b c": "Three",
    }


def test_the_table_may_stand_in_the_folder_it_describes(folder):
    (folder / "meta.csv").write_text("file,party\nb c.md,Z\na.txt,Y\nsub ü/a.txt,X\n", encoding="utf-8")
    assert sorted(read(folder, metadata=folder / "meta.csv")["party"]) == ["X", "Y", "Z"]


def test_unmatched_rows_and_documents_are_listed(folder):
    path = table(folder, "file,party\nb c.md,Z\nlost.txt,Q\n")
    with pytest.warns(UserWarning) as caught:
        found = read(folder, metadata=path, key="file")
    told = " ".join(str(w.message) for w in caught)
    assert "meta.csv: no row for 2 of 3 documents: a.txt, sub ü/a.txt" in told
    assert "meta.csv: no document for 1 of 2 rows: lost.txt" in told
    assert found["party"].isna().sum() == 2


@pytest.mark.parametrize(
    "content, options, words",
    [
        ("file,party\nb c,Z\nb c,Q\n", {}, 'column "file" names more than once: b c; keep one row for each file'),
        ("file,party\nb c,Z\nb c.md,Q\n", {}, 'names b c more than once: b c.md, b c; keep one row'),
        ("file,party\na,Z\n", {}, '"a" in column "file" fits more than one file; write the path below the folder'),
        ("file,party\nlost,Z\n", {}, 'column "file" names none of the files'),
        ("name,party\nb c,Z\n", {}, "which column names the files\\? its columns are name, party: name it with key="),
        ("name,party\nb c,Z\n", {"key": "nome"}, 'no column "nome"; its columns are name, party'),
    ],
    ids=["duplicate", "same file twice", "ambiguous", "none fits", "no key", "wrong key"],
)  # fmt: skip
def test_metadata_faults(folder, content, options, words):
    with pytest.raises(ValueError, match=f"^meta.csv: .*{words}"):
        read(folder, metadata=table(folder, content), **options)


def test_metadata_takes_a_table(folder):
    with pytest.raises(ValueError, match="metadata= takes a table"):
        read(folder, metadata=folder / "a.txt")
    with pytest.raises(ValueError, match="a folder; metadata= takes one table"):
        read(folder, metadata=folder)


def test_samples():
    assert load_sample()["source"].tolist() == ["constructed sample"]
    diary = load_sample("diary")
    assert len(diary) == 12 and diary["date"].dt.month.tolist() == list(range(1, 13))
    assert {"speaker_state", "speaker", "record"} <= set(diary.columns)
    with pytest.raises(ValueError, match='no sample \'x\'; there is "interview" and "diary"'):
        load_sample("x")


def test_load_input_is_the_text_given_or_the_sample(folder, monkeypatch):
    monkeypatch.delenv(corpus.INPUT, raising=False)
    assert an.load_input()["source"].tolist() == ["constructed sample"]
    monkeypatch.setenv(corpus.INPUT, f'["{folder / "a.txt"}"]')
    assert an.load_input()["doc_id"].tolist() == ["a"]


def test_quote_gives_the_surface_and_refuses_strangers(sample):
    rows = sample.mentions.iloc[::7]
    text = sample.documents["text"][0]
    assert quote(rows, sample.documents).tolist() == [
        text[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)
    ]
    wide = quote(rows, sample.documents, margin=5)
    assert all(len(w) >= len(n) for w, n in zip(wide, quote(rows, sample.documents), strict=True))
    with pytest.raises(ValueError, match="no document 'nobody' among the documents given"):
        quote(rows.assign(doc_id="nobody"), sample.documents)
