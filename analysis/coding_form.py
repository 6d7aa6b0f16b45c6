"""The form that fills a coding sheet in JupyterLab, and its static twin for exported pages."""

from collections.abc import Mapping
from html import escape
from pathlib import Path

import pandas as pd

_TEXT = (
    "font:17px/1.5 Georgia,serif;max-width:44rem;padding:.6rem 1rem;"
    "border-left:4px solid #0b5394;background:#f7f9fb;color:#1a1a1a"
)
_TABLE = (
    "font:15px/1.5 system-ui,sans-serif;max-width:52rem;color:#1a1a1a;background:#fff;padding:.4rem .8rem"
)


def coding_form(sheet: pd.DataFrame, path: str | Path, codes: Mapping[str, str]):
    """A widget: one sentence at a time, a box to tick per code (code -> label), Back, None of these, Next.

    What is ticked is saved to `path` at once, the whole sheet each time; a sheet already there is continued.
    The widget's `sheet` is the sheet as coded so far. Sentences come without what the program found, so as
    not to lead. Raises ValueError where the sheet at `path` holds other sentences, or where there is no
    sentence to code.
    """
    import ipywidgets as w

    from analysis import coding_sheets as sheets

    if sheet.empty:
        raise ValueError("there is no sentence to code; draw a sample first")
    state = _continued(sheet, Path(path), list(codes))
    text, place = w.HTML(), w.HTML()
    boxes = {code: w.Checkbox(description=label, indent=False) for code, label in codes.items()}
    back, none, forward = (w.Button(description=name) for name in ("Back", "None of these", "Next"))
    panel = w.VBox([place, text, *boxes.values(), w.HBox([back, none, forward])])
    panel.sheet, at, showing = state, [0], [False]

    def show():
        showing[0] = True
        row = panel.sheet.iloc[at[0]]
        given = sheets.split_answer(row["answer"])
        text.value = f'<div style="{_TEXT}">{escape(row["text"])}</div>'
        done = int((panel.sheet["answer"] != "").sum())
        state = "coded: " + (escape(row["answer"])) if row["answer"] else "not yet coded"
        place.value = f"Sentence {at[0] + 1} of {len(panel.sheet)} ({state}); {done} coded"
        for code, box in boxes.items():
            box.value = code in given
        back.disabled, forward.disabled = at[0] == 0, at[0] == len(panel.sheet) - 1
        showing[0] = False

    def save(answer: str):
        answers = panel.sheet["answer"].tolist()
        answers[at[0]] = answer
        panel.sheet = panel.sheet.assign(answer=answers).astype({"answer": "str"})
        sheets.save_sheet(panel.sheet, path)

    def tick(_):
        if not showing[0]:
            chosen = [code for code, box in boxes.items() if box.value]
            save(sheets.join_answer(chosen) if chosen else "")
            show()

    def go(step: int):
        at[0] = min(max(at[0] + step, 0), len(panel.sheet) - 1)
        show()

    def nothing(_):
        save(sheets.NONE)
        go(1)

    for box in boxes.values():
        box.observe(tick, names="value")
    back.on_click(lambda _: go(-1))
    forward.on_click(lambda _: go(1))
    none.on_click(nothing)
    show()
    return panel


def _continued(sheet: pd.DataFrame, path: Path, codes: list[str]) -> pd.DataFrame:
    """The sheet with the answers already saved at path."""
    from analysis import coding_sheets as sheets

    if not path.is_file():
        return sheet
    saved = sheets.read_sheet(path, codes)
    keys = ["doc_id", "sent_id"]
    if not saved[keys].reset_index(drop=True).equals(sheet[keys].reset_index(drop=True)):
        raise ValueError(f"{path.name} holds other sentences than this sample; give another file name")
    return sheet.assign(answer=saved["answer"].to_numpy(object)).astype({"answer": "str"})


def show_sheet(sheet: pd.DataFrame, codes: Mapping[str, str]):
    """A sheet as a table to read or print, boxes ticked by their answers; the form's twin where widgets do
    not live."""
    from IPython.display import HTML

    from analysis import coding_sheets as sheets

    rows = []
    for row in sheet.itertuples():
        given = sheets.split_answer(row.answer)
        boxes = " &nbsp; ".join(
            f"{'☒' if code in given else '☐'} {escape(label)}" for code, label in codes.items()
        )
        none = f"{'☒' if row.answer == sheets.NONE else '☐'} none of these"
        ticked = f'<small style="color:#444">{boxes} &nbsp; {none}</small>'
        rows.append(f'<li style="margin:.7rem 0">{escape(row.text)}<br>{ticked}</li>')
    coder = escape(", ".join(sorted(set(sheet["coder"]) - {""})) or "no coder yet")
    done = int((sheet["answer"] != "").sum())
    head = f"<summary>The sheet: {len(sheet)} sentences, {done} coded ({coder})</summary>"
    body = f'<ol style="padding-left:2rem">{"".join(rows)}</ol>'
    return HTML(f'<details style="{_TABLE}">{head}{body}</details>')
