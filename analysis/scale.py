"""The same functions over corpora larger than memory: partitions mapped by Dask, results in order, profiles that add up.

Every per-document function obeys f(whole) == concat(f(parts)), so scale is a matter of mapping. A partition is a list
of text files, a table, or a range of lines of a JSON-lines file; each worker reads its own.
"""

import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis import corpus, schema
from analysis.files import TABLES, find_files, short_names

Frames = pd.DataFrame | Mapping[str, pd.DataFrame]


class Part(NamedTuple):
    """What one task reads: text files with the ids their documents get, one table, or some lines of a JSON-lines file."""

    files: tuple[str, ...]
    ids: tuple[str, ...] = ()  # of text files, as the whole corpus has them
    prefix: str = ""  # of a table's ids, where the corpus has several files
    begin: int = 0  # lines from this byte ...
    end: int = 0  # ... to this one; 0: the whole file
    row: int = 1  # number of the first of these lines' records


def map_corpus(
    source,
    function: Callable[[pd.DataFrame], Frames],
    *,
    client=None,
    partition_size: str | int = "8MB",
    out: str | Path | None = None,
    progress: bool = True,
):
    """Run a per-document function of the documents frame over a corpus; the combined frame (or dict of frames).

    source: whatever `read` takes. function: documents -> frame, or -> {name: frame}. client: a dask.distributed Client
    or a scheduler's address; without one the cores of this machine are used. partition_size: about how much text a task
    reads. out: a folder; each partition is then written there as Parquet (name/part-00000.parquet) and the folder
    is returned, so that nothing needs to fit into memory. Rows come in the order of the corpus, whoever finishes first.
    A text file is one document and is never cut; a CSV, Excel or
    Parquet table is one task, so that one larger than memory should be saved as JSON lines.
    Raises what `read` raises; a worker that dies is replaced and its partition run again.
    """
    folder = None if out is None else Path(out).resolve()
    run = partial(_run, function, folder=folder)
    results = list(
        map_parts(source, run, client=client, partition_size=partition_size, progress=progress, numbered=True)
    )
    if folder is not None:
        return folder
    if isinstance(results[0], Mapping):
        return {name: schema.concat([result[name] for result in results]) for name in results[0]}
    return schema.concat(results)


def _bytes(size: str | int) -> int:
    from dask.utils import parse_bytes

    return max(1, parse_bytes(size) if isinstance(size, str) else size)


def partitions(source, size: int) -> Iterator[Part]:
    """The parts of a corpus, each about `size` bytes, documents never cut, in the order `read` would read them."""
    files = [file.path for file in find_files(source, {})]
    ids = short_names(files, ending=False)
    waiting: list[tuple[Path, str]] = []
    filled = 0
    for file, doc_id in zip(files, ids, strict=True):
        weight = file.stat().st_size
        is_table = file.suffix.lower() in TABLES
        if waiting and (is_table or filled + weight > size):
            yield _texts(waiting)
            waiting, filled = [], 0
        if is_table:
            yield from _table(file, f"{doc_id}:" if len(files) > 1 else "", size)
        else:
            waiting.append((file, doc_id))
            filled += weight
    if waiting:
        yield _texts(waiting)


def _texts(waiting: list[tuple[Path, str]]) -> Part:
    return Part(tuple(str(file) for file, _ in waiting), tuple(doc_id for _, doc_id in waiting))


def _table(file: Path, prefix: str, size: int) -> Iterator[Part]:
    """One part a table; a long JSON-lines file in ranges that begin and end at line ends."""
    total = file.stat().st_size
    if file.suffix.lower() not in (".jsonl", ".ndjson") or total <= size:
        yield Part((str(file),), prefix=prefix)
        return
    begin, row = 0, 1
    with file.open("rb") as stream:
        while begin < total:
            stream.seek(begin)
            lines = stream.read(size)
            lines += stream.readline()
            yield Part((str(file),), (), prefix, begin, begin + len(lines), row)
            begin += len(lines)
            row += sum(1 for line in lines.split(b"\n") if line.strip())


def read_part(part: Part) -> pd.DataFrame:
    """The documents of one part, with the ids that `read` gives them in the whole corpus."""
    if part.end:
        return _read_lines(part)
    documents = corpus.read(list(part.files))
    if part.ids:
        return documents.assign(doc_id=pd.Series(part.ids, dtype="str"))
    return documents.assign(doc_id=part.prefix + documents["doc_id"])


def _read_lines(part: Part) -> pd.DataFrame:
    """Some lines of a JSON-lines file as a file of their own; records without an id are numbered as in the whole."""
    path = Path(part.files[0])
    with path.open("rb") as stream:
        stream.seek(part.begin)
        lines = [line for line in stream.read(part.end - part.begin).split(b"\n") if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        piece = Path(folder) / path.name
        piece.write_bytes(b"\n".join(lines))
        documents = corpus.read(piece)
    numbered = documents["doc_id"].tolist() == [str(i + 1) for i in range(len(documents))]
    if numbered:
        documents = documents.assign(doc_id=[str(i + part.row) for i in range(len(documents))])
    return documents.assign(doc_id=part.prefix + documents["doc_id"].astype("str"))


def map_parts(
    source,
    function: Callable,
    *,
    client=None,
    partition_size: str | int = "8MB",
    progress: bool = True,
    numbered: bool = False,
) -> Iterator:
    """The results of function over the parts of a corpus, in their order, only a few of them waiting at any time.

    numbered=True passes the part's number as `number`. With one part no process is started.
    """
    from tqdm import tqdm

    parts = list(partitions(source, _bytes(partition_size)))
    bar = tqdm(parts, desc="partitions", disable=None if progress else True, delay=1)
    if len(parts) == 1 and client is None:
        for number, part in enumerate(bar):
            yield _task(function, part, number if numbered else None)
        return
    with _engine(client) as engine:
        most = 2 * max(2, sum(engine.nthreads().values()))
        waiting: deque = deque()
        for number, part in enumerate(parts):
            if len(waiting) >= most:
                yield waiting.popleft().result()
                bar.update()
            # pure=False: the function may be the same and the files not; Dask itself repeats what a dead worker had
            waiting.append(engine.submit(_task, function, part, number if numbered else None, pure=False))
        while waiting:
            yield waiting.popleft().result()
            bar.update()
    bar.close()


@contextmanager
def _engine(client):
    """The client given, one for the scheduler's address given, or one for the cores of this machine."""
    from dask.distributed import Client

    if isinstance(client, Client):
        yield client
    elif client is not None:
        with Client(client) as connected:
            yield connected
    else:
        with Client(processes=True, threads_per_worker=1, dashboard_address="127.0.0.1:0") as local:
            yield local


def _task(function: Callable, part: Part, number: int | None):
    documents = read_part(part)
    return function(documents) if number is None else function(documents, number=number)


def _run(function: Callable, documents: pd.DataFrame, *, number: int, folder: Path | None):
    """One partition's result, or its rows written to Parquet where a folder is given."""
    result = function(documents)
    if folder is None:
        return result
    for name, frame in (result if isinstance(result, Mapping) else {"rows": result}).items():
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        temporary = target / f".part-{number:05}.tmp"
        frame.to_parquet(temporary, index=False)
        temporary.replace(target / f"part-{number:05}.parquet")  # a task run twice leaves one whole file
    return None
