"""One self-contained page on a text: `python -m analysis.report [--text PATH ...] [--out FILE]`.

The page holds the numbers in words, the charts as inline SVG (drawn by the same plot_* as the notebooks), the sentences
behind them, the tables, the method and what it was made from. No script, nothing fetched from outside, everything
from the text escaped. The same text and versions give the same bytes.
"""

import argparse
import os
import re
import sys
import tempfile
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from analysis import corpus, report_page, save

ROOT = Path(__file__).resolve().parents[1]
_VERSIONS = ("diplomacy-analysis", "pandas", "numpy", "matplotlib", "vaderSentiment")


def main(argv: list[str] | None = None) -> int:
    """The command line; exit status 1 and one sentence where a report cannot be made."""
    try:
        parser = argparse.ArgumentParser(prog="analysis.report", description=__doc__.split("\n")[0])
        parser.add_argument(
            "--text", nargs="+", default=[], metavar="PATH", help="your own text(s) instead of the sample"
        )
        parser.add_argument("--out", type=Path, help="file to write (default: reports/NAME.html)")
        options = parser.parse_args(argv)
        documents = corpus.read(options.text) if options.text else corpus.load_sample()
        name = Path(options.text[0]).stem if options.text else "interview"
        safe = re.sub(r"[^\w.-]+", "_", name).strip("._") or "text"
        out = options.out or ROOT / "reports" / f"{safe}.html"
        write_report(documents, out)
    except (FileNotFoundError, ValueError, TypeError, OSError) as error:
        print(f"report: {save.told(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("report: stopped; nothing was written", file=sys.stderr)
        return 130
    print(f"report in {save.shown(out)}")
    return 0


def write_report(documents: pd.DataFrame, out: str | Path) -> Path:
    """Write build_report(documents) to `out`, whole or not at all; returns the path. Raises ValueError without a document."""
    page = build_report(documents)
    save._write(Path(out), lambda path: path.write_text(page, encoding="utf-8", newline="\n"))
    return Path(out)


def build_report(documents: pd.DataFrame) -> str:
    """The whole page as a string of HTML. Raises ValueError where there is no document."""
    from analysis import report_sections as parts

    if documents.empty:
        raise ValueError("there is no text to report on; give at least one document")
    with tempfile.TemporaryDirectory() as folder, _figures_into(folder):
        frames = read_all(documents)
        sections = [
            (anchor, title, section(frames))
            for anchor, title, section in (
                ("voice", "Whose words", parts.voice),
                ("themes", "What it talks about", parts.themes),
                ("partners", "Who with whom", parts.partners),
                ("tone", "Tone", parts.tone),
                ("figures", "Stated figures", parts.claims),
                ("method", "How this was made, and what must not be concluded", parts.method),
            )
        ]
        manifest = [("manifest", "What it was made from", report_page.table(manifest_of(documents)))]
        return report_page.page(frames, parts.in_words(frames), sections + manifest)


def read_all(documents: pd.DataFrame) -> SimpleNamespace:
    """Every frame of the pipeline on these documents, body sentences apart."""
    import analysis as an
    from analysis.tracking import by_time, reading_point

    timed, unit = by_time(documents, "month")
    timed = timed if len(timed) == len(documents) else documents
    by = "section" if len(documents) == 1 else (unit if unit in timed else "doc_id")
    sentences = an.split_sentences(timed)
    sentences = sentences if by in sentences else an.attach(sentences, timed, columns=[by])
    tokens = an.tokenize(sentences)
    mentions = an.find_actors(tokens)
    neutral = an.find_neutral(tokens)
    how = dict(neutral=neutral, lexicon="vader+diplomacy")
    return SimpleNamespace(
        documents=timed, by=by, sentences=sentences, body=sentences[sentences["layer"] == "body"], tokens=tokens,
        mentions=mentions, focus=reading_point(mentions), pairs=an.pair_actors(mentions, sentences, tokens),
        hits=an.find_themes(tokens), claims=an.find_claims(tokens, sentences),
        scores=an.score_sentences(sentences, **how), explained=an.explain_scores(sentences, **how),
    )  # fmt: skip


def manifest_of(documents: pd.DataFrame) -> pd.DataFrame:
    """One row per thing the page depends on: the input's name and hash, lexicon and package versions; never a path."""
    text = "\0".join(documents["text"])
    names = ", ".join(documents["doc_id"].head(5)) + (" ..." if len(documents) > 5 else "")
    rows = [("input", names), ("documents", f"{len(documents):,}")]
    rows += [("SHA-256 of the text", sha256(text.encode("utf-8", "surrogatepass")).hexdigest())]
    rows += [(f"lexicon {name}", save.lexicon_version(name)) for name in report_page.LEXICONS]
    rows += [(name, version(name)) for name in _VERSIONS]
    return pd.DataFrame(rows, columns=["what", "value"])


@contextmanager
def _figures_into(folder: str):
    """save_figure writes to `folder` inside this block."""
    before = os.environ.get(save.FOLDER)
    os.environ[save.FOLDER] = folder
    try:
        yield
    finally:
        os.environ.pop(save.FOLDER, None) if before is None else os.environ.update({save.FOLDER: before})


if __name__ == "__main__":
    sys.exit(main())
