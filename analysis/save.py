"""Save what was drawn: a figure with the numbers it shows, a table with its codebook. Refused when they disagree."""

import errno
import os
import re
import tempfile
import textwrap
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from hashlib import sha256
from html import escape
from pathlib import Path

import numpy as np
import pandas as pd

_STYLE = Path(__file__).with_name("house.mplstyle")
_LEXICONS = Path(__file__).with_name("lexicons")
FOLDER = "ANALYSIS_FIGURES"  # environment variable naming the folder for figures, set by analysis.figures
_NAME = re.compile(r"[\w.-]+")
# matplotlib hashes ids out of floats, whose last bits differ from processor to processor
_HASHED_ID = re.compile(r'(id="|href="#|url\(#)([a-z][0-9a-f]{10})(?=["\)])')
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class SavedFigure(type(Path())):
    """The path of a saved SVG; shown in a notebook, it is the picture itself with its alt text."""

    alt = ""

    def _repr_html_(self) -> str:
        data = b64encode(self.read_bytes()).decode()
        image = (
            f'<img style="max-width:100%" alt="{escape(self.alt)}" src="data:image/svg+xml;base64,{data}">'
        )
        return f'<figure style="margin:0">{image}</figure>'


@contextmanager
def house_style():
    """matplotlib's defaults under our style sheet, inside this block only."""
    import matplotlib.pyplot as plt

    with plt.style.context(["default", str(_STYLE)]):
        yield


def figure_folder() -> Path:
    """Where save_figure and save_table write: the folder analysis.figures set, else figures/local of the project."""
    return Path(os.environ.get(FOLDER) or Path(__file__).resolve().parents[1] / "figures" / "local")


def footnote(
    documents: pd.DataFrame,
    *,
    layers: Sequence[str] = ("body",),
    lexicons: Iterable[str] = (),
    extra: str = "",
) -> str:
    """One line under a figure: which text, which layers, which lexicons in which version, what was left out."""
    ids = documents["doc_id"].tolist()
    text = ids[0] if len(ids) == 1 else f"{len(ids):,} documents"
    constructed = (
        " (constructed sample)" if len(ids) and (documents["source"] == "constructed sample").all() else ""
    )
    parts = [f"Text: {text}{constructed}", f"layers: {', '.join(layers)}"]
    versions = [f"{name} {lexicon_version(name)}" for name in lexicons]
    parts += ["lexicons: " + ", ".join(versions)] if versions else []
    return "; ".join(parts + ([extra] if extra else [])) + "."


def lexicon_version(name: str) -> str:
    """The first seven digits of the SHA-256 of one of our tables: the same digits, the same words."""
    data = (_LEXICONS / f"{name}.csv").read_bytes().replace(b"\r\n", b"\n")
    return sha256(data).hexdigest()[:7]


def save_figure(
    ax,
    name: str,
    data: pd.DataFrame,
    *,
    rows: pd.DataFrame | None = None,
    keys: Sequence[str] | None = None,
    count: str = "n",
    alt: str,
    note: str = "",
) -> SavedFigure:
    """Write figure `name`.svg and the numbers drawn, `name`.csv; the figure is closed and its path returned.

    ax: an Axes of the figure. rows and keys tie each mark to its evidence: `rows.groupby(keys).size()` must equal
    `data[count]`, mark by mark, or nothing is written (groups of size 0 need no rows). alt says in words what the
    picture shows, with n and the largest value. note is the footer (see footnote).
    Raises ValueError where evidence and marks differ, alt is empty or the name is no plain file name.
    """
    if not alt.strip():
        raise ValueError(
            f"figure {name}: alt is empty; say what the picture shows, its n and its largest value"
        )
    _plain(name)
    if rows is not None:
        _same_count(name, data, rows, list(keys or []), count)
    folder = figure_folder()
    figure = ax.get_figure()
    _write(folder / f"{name}.csv", lambda path: _write_csv(data, path))
    _write(folder / f"{name}.svg", lambda path: _write_svg(figure, path, name, alt, note))
    import matplotlib.pyplot as plt

    plt.close(figure)
    saved = SavedFigure(folder / f"{name}.svg")
    saved.alt = alt
    return saved


def _plain(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError(f"the name {name!r} is no plain file name; use letters, digits, - and _")


def _same_count(name: str, data: pd.DataFrame, rows: pd.DataFrame, keys: list[str], count: str) -> None:
    """Refuse a figure whose marks are not what the evidence rows say."""
    drawn = data.set_index(keys)[count] if keys else data[count].set_axis(["all"])
    found = rows.groupby(keys, dropna=False).size() if keys else pd.Series([len(rows)], index=["all"])
    if not drawn.index.is_unique:
        raise ValueError(
            f"figure {name}: two marks share {', '.join(keys)}; add the column that tells them apart"
        )
    both = pd.concat([drawn.rename("drawn"), found.rename("found")], axis=1).fillna(0)
    wrong = both[both["drawn"] != both["found"]]
    if len(wrong):
        at, row = wrong.index[0], wrong.iloc[0]
        raise ValueError(
            f"figure {name}: the mark {at!r} says {row['drawn']:g}, its evidence has {row['found']:g} rows; "
            f"{len(wrong)} of {len(both)} marks differ, nothing was written"
        )


def _write(path: Path, write: Callable[[Path], None]) -> None:
    """Write beside the target, then move into place: a reader sees the old file or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=path.suffix)
    os.close(handle)
    try:
        write(Path(temporary))
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def shown(path: Path) -> str:
    """A path as the command line says it: from where the user stands, where the system can tell."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive of Windows
        return str(path)


def told(error: Exception) -> str:
    """A failure in one sentence; a full disk, also one met in a notebook, whose errors arrive as text, with the remedy."""
    full = os.strerror(errno.ENOSPC)
    if getattr(error, "errno", None) == errno.ENOSPC or full in str(error):
        return "the disk is full; free some space and try again, what was there before is untouched"
    return str(error)


def _write_csv(data: pd.DataFrame, path: Path) -> None:
    data.to_csv(path, index=False, lineterminator="\n", encoding="utf-8", float_format="%.6g")


def _write_svg(figure, path: Path, name: str, alt: str, note: str) -> None:
    """The SVG with title and footer, the same bytes from run to run."""
    if note:
        figure.text(
            0.005, -0.015, textwrap.fill(note, 120), fontsize=7.5, color="#555555", va="top", ha="left"
        )
    with house_style():
        figure.savefig(path, format="svg", bbox_inches="tight", pad_inches=0.12, metadata={"Date": None})
    svg = _numbered(path.read_text(encoding="utf-8"))
    head = f'role="img" aria-labelledby="{name}"><title id="{name}">{escape(alt)}</title>'
    svg = re.sub(r"(<svg\b[^>]*?)\s*>", lambda tag: f"{tag[1]} {head}", svg, count=1)
    path.write_text(svg, encoding="utf-8", newline="\n")


def _numbered(svg: str) -> str:
    """The SVG with numbers in the order of appearance for the ids that are hashes."""
    number: dict[str, str] = {}
    return _HASHED_ID.sub(lambda at: at[1] + number.setdefault(at[2], f"{at[2][0]}{len(number) + 1}"), svg)


def save_table(frame: pd.DataFrame, name: str) -> Path:
    """Write a table as `name`.csv, `name`.xlsx (with a codebook sheet) and `name`.tex (booktabs); returns the CSV's path.

    Text is written as text: a cell that begins with = is no formula in the Excel file, and LaTeX's signs are escaped.
    Raises ValueError when the name is no plain file name.
    """
    _plain(name)
    folder = figure_folder()
    _write(folder / f"{name}.csv", lambda path: _write_csv(frame, path))
    _write(folder / f"{name}.xlsx", lambda path: _write_xlsx(frame, path))
    latex = frame.rename(columns=_latex)
    latex = latex.assign(
        **{c: latex[c].map(_latex) for c in latex.columns if latex[c].dtype in ("str", "object", "category")}
    )
    _write(
        folder / f"{name}.tex",
        lambda path: path.write_text(
            latex.style.hide(axis="index").format(precision=3).to_latex(hrules=True), encoding="utf-8"
        ),
    )
    return folder / f"{name}.csv"


def _latex(value) -> str:
    signs = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    signs |= {sign: "\\" + sign for sign in "&%$#_{}"}
    return "".join(signs.get(letter, letter) for letter in str(value))


def codebook(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per column of a table: column, meaning, type, n (rows with a value), missing."""
    from analysis.schema import MEANING

    rows = [
        (c, MEANING.get(c, ""), str(frame[c].dtype), int(frame[c].notna().sum()), int(frame[c].isna().sum()))
        for c in frame
    ]
    return pd.DataFrame(rows, columns=["column", "meaning", "type", "n", "missing"])


def _write_xlsx(frame: pd.DataFrame, path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=False)
    for sheet, table in ((book.active, frame), (book.create_sheet("codebook"), codebook(frame))):
        sheet.title = "table" if table is frame else "codebook"
        for i, row in enumerate([list(table.columns), *table.to_numpy(object).tolist()], start=1):
            for j, value in enumerate(row, start=1):
                cell = sheet.cell(i, j, _cell(value))
                if isinstance(value, str):
                    cell.data_type = "s"  # never a formula
    book.save(path)


def _cell(value):
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, str):
        return _ILLEGAL.sub("\ufffd", value)[:32_000]
    return value.item() if isinstance(value, np.generic) else value
