"""Scale: the same rows as in one process, in any order, when a worker dies; profiles that add up; documents never cut."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread

import numpy as np
import pandas as pd
import pytest

import analysis as an
from analysis import profile, scale, schema

ROOT = Path(__file__).resolve().parents[1]


def themes_of(documents: pd.DataFrame) -> pd.DataFrame:
    return an.find_themes(an.tokenize(an.split_sentences(documents)))


def frames_of(documents: pd.DataFrame) -> dict[str, pd.DataFrame]:
    sentences = an.split_sentences(documents)
    return {"sentences": sentences, "tokens": an.tokenize(sentences)}


def die_once(documents: pd.DataFrame, *, flag: str) -> pd.DataFrame:
    """Kills its own process the first time it runs."""
    try:
        os.close(os.open(flag, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return themes_of(documents)
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The diary as text files and as JSON lines."""
    path = tmp_path_factory.mktemp("corpus")
    diary = an.load_sample("diary")
    texts = path / "texts"
    texts.mkdir()
    for row in diary.itertuples():
        (texts / f"{row.doc_id}.txt").write_text(row.text, encoding="utf-8")
    records = [{"date": str(row.date.date()), "text": row.text} for row in diary.itertuples()]
    (path / "diary.jsonl").write_text("\n\n".join(map(json.dumps, records)) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def client():
    from dask.distributed import Client

    with Client(processes=True, n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as client:
        yield client


@pytest.mark.parametrize("what", ["texts", "diary.jsonl", "."])
@pytest.mark.parametrize("size", [1, 3000, 10**9])
def test_parts_hold_every_document_once_in_order_with_its_id(folder, what, size):
    whole = an.read(folder / what)
    parts = [scale.read_part(part) for part in scale.partitions(folder / what, size)]
    read = schema.concat(parts)
    assert read["doc_id"].tolist() == whole["doc_id"].tolist()
    assert read["text"].tolist() == whole["text"].tolist()
    assert (len(parts) > 1) == (size < 10**9 or what == ".")


def test_the_same_rows_as_in_one_process(folder, client):
    for function in (themes_of, frames_of):
        there = an.map_corpus(folder / "texts", function, client=client, partition_size=2000, progress=False)
        here = function(an.read(folder / "texts"))
        for a, b in (
            zip(there.values(), here.values(), strict=True) if isinstance(here, dict) else [(there, here)]
        ):
            pd.testing.assert_frame_equal(a, b)


def test_the_same_rows_when_a_worker_dies(folder, client, tmp_path):
    function = partial(die_once, flag=str(tmp_path / "died"))
    there = an.map_corpus(folder / "texts", function, client=client, partition_size=2000, progress=False)
    assert (tmp_path / "died").exists()
    pd.testing.assert_frame_equal(there, themes_of(an.read(folder / "texts")))


def test_the_same_rows_whatever_the_order_of_the_documents(folder, client):
    files = sorted((folder / "texts").iterdir())
    how = dict(client=client, partition_size=2000, progress=False)
    there, back = (an.map_corpus(order, themes_of, **how) for order in (files, files[::-1]))
    assert there["doc_id"].tolist() != back["doc_id"].tolist()
    back = back.sort_values(["doc_id", "sent_id"], kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(
        back, there.sort_values(["doc_id", "sent_id"], kind="stable", ignore_index=True)
    )


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers as processes of their own, started as a user would; its address and the workers."""
    dask, file = [sys.executable, "-m", "dask"], tmp_path / "scheduler.json"
    here = ["--host", "127.0.0.1", "--no-dashboard"]
    where = dict(cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, start_new_session=True)
    scheduler = [*dask, "scheduler", *here, "--port", "0", "--scheduler-file", str(file)]
    worker = [*dask, "worker", *here, "--nworkers", "1", "--nthreads", "1", "--scheduler-file", str(file)]
    worker += ["--local-directory", str(tmp_path)]
    started = []
    try:
        for command in (scheduler, worker, worker):
            started.append(subprocess.Popen(command, stderr=subprocess.DEVNULL, **where))
            while not file.exists():
                assert started[0].poll() is None, "the scheduler did not start"
                time.sleep(0.05)
        yield json.loads(file.read_text())["address"], started[1:]
    finally:
        for process in reversed(started):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def dawdle(documents: pd.DataFrame, *, log: str) -> pd.DataFrame:
    """Themes, slowly; leaves a file for every partition begun."""
    Path(log, documents["doc_id"].iloc[0]).touch()
    time.sleep(0.3)
    return themes_of(documents)


@pytest.mark.skipif(os.name != "posix", reason="kills a group of processes")
def test_a_cluster_started_by_commands_loses_a_worker(folder, cluster, tmp_path):
    """One of two workers, its nanny too, is killed for good in the middle: the other does the rest, the rows are the same."""
    from dask.distributed import Client

    address, workers = cluster
    log = tmp_path / "log"
    log.mkdir()

    def kill_when_busy():
        while len(list(log.iterdir())) < 3:
            time.sleep(0.01)
        os.killpg(workers[0].pid, signal.SIGKILL)

    with Client(address) as client:
        client.wait_for_workers(2, timeout=120)
    killer = Thread(target=kill_when_busy)
    killer.start()
    found = an.map_corpus(
        folder / "texts", partial(dawdle, log=str(log)), client=address, partition_size=2000, progress=False
    )
    killer.join()
    assert workers[0].wait(timeout=10) == -signal.SIGKILL and workers[1].poll() is None
    pd.testing.assert_frame_equal(found, themes_of(an.read(folder / "texts")))


def test_parquet_keeps_every_row(folder, tmp_path, client):
    out = an.map_corpus(
        folder / "texts", frames_of, client=client, partition_size=2000, out=tmp_path / "out", progress=False
    )
    assert not list(out.rglob("*.tmp")) and len(list((out / "tokens").iterdir())) > 1
    read = pd.concat([pd.read_parquet(p) for p in sorted((out / "sentences").iterdir())], ignore_index=True)
    assert read["text"].tolist() == an.split_sentences(an.read(folder / "texts"))["text"].tolist()


@pytest.mark.parametrize("by", ["year", "quarter", "month"])
def test_a_profile_is_the_sum_of_its_parts_in_any_order(by):
    diary = an.load_sample("diary")
    whole = profile.finish_profile(profile.profile_part(diary, by=by))
    shuffled = [
        diary.iloc[i : i + 1].reset_index(drop=True) for i in np.random.default_rng(1).permutation(len(diary))
    ]
    total: dict = {}
    for part in shuffled:
        total = profile.add_profiles(total, profile.profile_part(part, by=by))
    for name, table in profile.finish_profile(total).items():
        pd.testing.assert_frame_equal(table, whole[name], check_dtype=False)


def test_a_profile_agrees_with_the_functions_it_stands_for(folder):
    diary = an.load_sample("diary")
    found = profile.finish_profile(profile.profile_part(diary))
    sentences = an.split_sentences(diary)
    tokens = an.tokenize(sentences[sentences["layer"] == "body"])
    counts = an.count_terms(tokens, by=[])
    assert (
        found["terms"]
        .set_index("term")["count"]
        .sort_index()
        .equals(counts.set_index("term")["count"].sort_index())
    )
    shares = (
        an.theme_shares(an.find_themes(tokens), sentences, by=[]).query("kind != 'uncoded'").set_index("key")
    )
    themes = found["themes"].set_index("key")
    assert themes["k"].sort_index().tolist() == shares["k"].sort_index().tolist()
    # the ratio estimator is the large-sample form of the bootstrap over documents
    some = themes["k"] >= 10
    assert np.allclose(
        themes.loc[some, "high"].sort_index(), shares.loc[some[some].index, "high"].sort_index(), atol=0.05
    )
    scores = an.score_sentences(sentences[sentences["layer"] == "body"], neutral=an.find_neutral(tokens))
    assert found["tone"]["mean"].iloc[0] == pytest.approx(scores["compound"].mean())


def test_one_document_has_no_interval_and_no_date_a_group_of_its_own():
    found = profile.finish_profile(
        profile.profile_part(an.read_text("China and France signed a treaty. Trade grew."))
    )
    assert found["tone"]["group"].tolist() == ["undated"] and found["tone"]["low"].isna().all()
    with pytest.raises(ValueError, match="use year, quarter, month or a column"):
        profile.profile_part(an.load_sample(), by="week")


def test_corpus_profile_on_a_cluster(folder, client):
    found = an.corpus_profile(
        folder / "diary.jsonl", client=client, partition_size=4000, by="month", progress=False
    )
    here = profile.finish_profile(profile.profile_part(an.read(folder / "diary.jsonl"), by="month"))
    for name, table in here.items():
        pd.testing.assert_frame_equal(found[name], table, check_dtype=False)


def test_a_cold_start_is_short():
    """From a new process to the relation table of the sample, in processor time; the package itself imports nothing heavy."""
    code = """
import sys, time
import analysis as an
assert time.process_time() < 0.3 and "numpy" not in sys.modules
documents = an.load_sample()
sentences = an.split_sentences(documents)
tokens = an.tokenize(sentences)
mentions = an.find_actors(tokens)
an.relation_table(an.pair_actors(mentions, sentences, tokens), mentions, sentences, documents)
assert not {"matplotlib", "seaborn", "nltk", "scipy", "dask"} & set(sys.modules)
print(time.process_time())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert float(done.stdout) < 3
