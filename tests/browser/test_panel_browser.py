"""The panel in JupyterLab, driven by a real browser: `make test-browser`.

A server on loopback with a token, in a temporary folder; any request elsewhere is blocked and fails the test. Skipped with a
reason where playwright or Chromium is absent (CHROMIUM names another binary). Screenshots go to the folder SCREENSHOTS, if
set, else to the temporary one. Times run inside the page from the change of a control to the decoded picture or the new list.
"""

import json
import os
import re
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest

import analysis as an
from analysis.selection import prepare, select
from tests.conftest import SHARED

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
HOSTILE = '<script>window.__pwned = 1</script> "><img src=x onerror="window.__pwned = 1"> $x^2$ **bold** \\frac{1}{2}'
START = "import analysis as an\nimport pandas as pd\ndocuments = {}\npanel = an.explore(documents)\npanel"
CHANGE = """async ([label, value, done]) => {
    const name = [...document.querySelectorAll('label')].find(l => l.textContent === label);
    const box = document.getElementById(name.htmlFor);
    const code = document.querySelector('.widget-textarea textarea');
    const begin = performance.now();
    if (box.tagName === 'SELECT') box.selectedIndex = [...box.options].findIndex(o => o.text.replaceAll('\\u00a0', ' ').startsWith(value));
    else box.value = value;
    box.dispatchEvent(new Event(box.tagName === 'SELECT' ? 'change' : 'input', {bubbles: true}));
    if (box.tagName !== 'SELECT') box.dispatchEvent(new Event('change', {bubbles: true}));
    const ready = () => done.startsWith('!') ? !code.value.includes(done.slice(1)) : code.value.includes(done);
    while (!ready()) {
        if (performance.now() - begin > 20000) throw new Error('no redraw after ' + label + '=' + value + ': ' + code.value);
        await new Promise(go => setTimeout(go, 2));
    }
    for (const picture of document.querySelectorAll('.widget-html img')) await picture.decode().catch(() => 0);
    return performance.now() - begin;
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Folder, address and token of a JupyterLab server on loopback."""
    if not CHROMIUM:
        pytest.skip("Chromium is not installed: apt install chromium, or set CHROMIUM to its path")
    folder = tmp_path_factory.mktemp("lab")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    root = str(Path(__file__).resolve().parents[2])
    homes = {
        name: str(folder / name.lower())
        for name in (
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "IPYTHONDIR",
            "JUPYTERLAB_WORKSPACES_DIR",
            "JUPYTERLAB_SETTINGS_DIR",
        )
    }
    settings = ["--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
                f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}", "--LabApp.news_url=None",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]  # fmt: skip
    quiet = (
        Path(homes["JUPYTERLAB_SETTINGS_DIR"])
        / "@jupyterlab"
        / "apputils-extension"
        / "notification.jupyterlab-settings"
    )
    quiet.parent.mkdir(parents=True)
    quiet.write_text('{"fetchNews": "false", "checkForUpdates": false}')
    environment = os.environ | homes | {"PYTHONPATH": root, "ANALYSIS_FIGURES": str(folder / "saved")}
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *settings],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/api?token={token}", server, folder / "server.log")
            yield folder, f"http://127.0.0.1:{port}", token
        finally:
            server.terminate()
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait_for(url: str, server, log: Path) -> None:
    for _ in range(120):
        with suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(url, timeout=2)
            return
        assert server.poll() is None, f"the server stopped: {log.read_text()[-2000:]}"
        time.sleep(0.5)
    pytest.fail(f"no server after 60 s: {log.read_text()[-2000:]}")


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM:
        pytest.skip("Chromium is not installed: apt install chromium, or set CHROMIUM to its path")
    with sync_api.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_panel(lab, browser):
    """Open a notebook whose only cell makes the panel on `expression`; returns the page. Fails on dialogs and outside requests."""
    folder, address, token = lab
    outside, dialogs, pages = [], [], []

    def open_it(expression: str, name: str):
        cell = dict(
            cell_type="code",
            id="a",
            metadata={},
            source=START.format(expression),
            outputs=[],
            execution_count=None,
        )
        kernel = dict(name="python3", display_name="Python 3", language="python")
        book = dict(cells=[cell], metadata=dict(kernelspec=kernel), nbformat=4, nbformat_minor=5)
        (folder / f"{name}.ipynb").write_text(json.dumps(book))
        page = browser.new_page(viewport=dict(width=1280, height=800))
        pages.append(page)
        page.set_default_timeout(60_000)
        page.on("dialog", lambda d: (dialogs.append(d.message), d.dismiss()))

        def guard(route):
            if route.request.url.startswith((address, "data:", "blob:")):
                return route.continue_()
            outside.append(route.request.url)
            return route.abort()

        page.route("**/*", guard)
        page.goto(f"{address}/lab/tree/{name}.ipynb?token={token}&reset")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")
        page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', state="attached")
        time.sleep(4)
        for _ in range(10):  # a cell run before the kernel has answered stays unrun
            page.locator(".jp-Notebook .jp-CodeCell .jp-InputArea-editor").first.click()
            page.keyboard.press("Shift+Enter")
            page.wait_for_timeout(1500)
            if re.search(
                r"[*\d]", page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt").first.inner_text()
            ):
                break
        try:
            page.wait_for_selector(".widget-html img", timeout=90_000)
        except sync_api.TimeoutError:
            page.screenshot(path=Path(os.environ.get("SCREENSHOTS") or folder) / "failed.png")
            pytest.fail(f"no panel: {page.locator('.jp-OutputArea').all_inner_texts()}"[-3000:])
        return page

    yield open_it
    for page in pages:
        page.close()
    assert outside == [], "requests left this machine"
    assert dialogs == []


def state(page) -> str:
    return page.locator('.widget-html [role="status"]').first.inner_text()


def pictures(page) -> list[str]:
    return page.locator(".widget-html img").evaluate_all("all => all.map(i => i.src)")


def change(page, label: str, value: str, done: str) -> float:
    return page.evaluate(CHANGE, [label, value, done])


def show(page, view: str) -> None:
    page.get_by_role("button", name=view, exact=True).click()


def wait_until(page, test, what: str):
    for _ in range(200):
        if test():
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{what}: not so after 10 s; the state is {state(page)!r}")


def shoot(page, folder: Path, name: str) -> None:
    target = Path(os.environ.get("SCREENSHOTS") or folder)
    for width, height in ((1280, 800), (1920, 1080)):
        page.set_viewport_size(dict(width=width, height=height))
        page.wait_for_timeout(700)
        page.screenshot(path=target / f"{name}_{width}.png")
    page.set_viewport_size(dict(width=1280, height=800))
    page.wait_for_timeout(400)


def counted(frames, **criteria) -> str:
    return f"{len(select(frames, **criteria).sentences):,} sentences of {len(frames.sentences):,}"


def test_every_control_view_and_tool(open_panel, lab):
    frames, folder = prepare(an.load_sample()), lab[0]
    page = open_panel("an.load_sample()", "article")
    shoot(page, folder, "overview")
    assert len(pictures(page)) == 3 and state(page).startswith(counted(frames))
    steps = [
        ("Search", "cooperat*", "search='cooperat*'", dict(search="cooperat*")), ("Actor", "China", "actor='CHN'", dict(actor="CHN")),
        ("with", "United States", "partner='USA'", dict(actor="CHN", partner="USA")), ("Evidence", "explicit", "evidence=", dict(actor="CHN", partner="USA", evidence="explicit")),
        ("Theme", "Health", "theme='health'", dict(theme="health")), ("Section", "section 1", "section=1", dict(section=1)), ("Voice", "attributed", "voice=", dict(voice="attributed")),
    ]  # fmt: skip
    for label, value, done, criteria in steps:
        if label not in ("with", "Evidence"):
            page.get_by_role("button", name="Reset", exact=True).click()
            wait_until(page, lambda: "no filter" in state(page), "reset")
        before = pictures(page)
        change(page, label, value, done)
        assert state(page).startswith(counted(frames, **criteria)), label
        assert pictures(page) != before, label
        show(page, "Sentences")
        n = len(select(frames, **criteria).sentences)
        wait_until(
            page, lambda n=n: page.locator(".evidence li").count() == min(n, 25), f"{label}: {n} sentences"
        )
        show(page, "Overview")
        wait_until(page, lambda: page.locator(".evidence li").count() == 0, "overview")
    page.get_by_role("button", name="Reset", exact=True).click()
    page.get_by_role("slider").first.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    wait_until(
        page,
        lambda: state(page).startswith(counted(frames, tone=(0.0, 1.0))) and "tone" in state(page),
        "tone by keyboard",
    )
    page.get_by_role("button", name="Reset", exact=True).click()
    wait_until(page, lambda: "no filter" in state(page), "reset")

    first = page.locator("button:has-text('·')").first
    n = int(first.inner_text().rsplit("·")[1])
    first.focus()
    page.keyboard.press("Enter")
    wait_until(page, lambda: page.locator(".evidence li").count() == min(n, 25), "a label chosen by keyboard")
    assert state(page).startswith(f"{n} sentences of")
    page.get_by_label("Mark tone words").check()
    wait_until(page, lambda: page.locator(".evidence mark.tone").count() > 0, "tone words")
    shoot(page, folder, "sentences")
    page.get_by_role("button", name="Reset", exact=True).click()
    wait_until(
        page, lambda: "Page 1 of 3" in page.locator(".widget-label:has-text('Page')").inner_text(), "pages"
    )
    page.get_by_role("button", name="Next page").click()
    wait_until(
        page,
        lambda: "Page 2 of 3" in page.locator(".widget-label:has-text('Page')").inner_text(),
        "next page",
    )

    change(page, "Search", "China", "search='China'")
    show(page, "Contexts")
    hits = len(an.kwic(frames.tokens, "China"))
    wait_until(page, lambda: page.locator("table.kwic tbody tr").count() == min(hits, 25), "contexts")
    shoot(page, folder, "contexts")
    show(page, "Article map")
    wait_until(page, lambda: len(pictures(page)) == 2, "article map")
    shoot(page, folder, "map")
    page.get_by_role("button", name="Save figure", exact=True).click()
    page.get_by_role("button", name="Save rows", exact=True).click()
    files = {
        "explore_map_themes.svg",
        "explore_map_themes.csv",
        "explore_map_actors.svg",
        "explore_rows.csv",
        "explore_rows.xlsx",
    }
    wait_until(page, lambda: files <= {p.name for p in (folder / "saved").glob("*")}, "saved")
    assert len(pd.read_csv(folder / "saved" / "explore_rows.csv")) == len(
        select(frames, search="China").sentences
    )
    page.get_by_role("button", name="Copy as code", exact=True).click()
    box = page.get_by_label("Code of this view")
    wait_until(page, box.is_visible, "code")
    names = dict(an=an, documents=an.load_sample())
    exec(box.input_value(), names)  # noqa: S102
    assert names["view"].sentences.equals(select(frames, search="China").sentences)
    unnamed = page.locator(".jp-OutputArea-output :is(input, select, textarea)").evaluate_all(
        "all => all.filter(e => e.offsetParent && !(e.labels && e.labels.length && e.labels[0].textContent) && !e.closest('label') && !e.getAttribute('aria-label')).length")  # fmt: skip
    assert unnamed == 0


def _medians(page, partner: str) -> dict:
    """Medians in milliseconds: figures of the overview, then a page of sentences."""
    found = {}
    for view in ("Overview", "Sentences"):
        show(page, view)
        page.wait_for_timeout(1500)
        times = []
        for theme, key in (
            ("Health", "health"),
            ("Trade", "trade_investment"),
            ("Diplomatic", "diplomatic_practice"),
        ) * 3:
            times.append(change(page, "Theme", theme, f"theme='{key}'"))
        change(page, "Theme", "any theme", "!theme=")
        for value, done in ((partner, "actor="), ("any actor", "!actor=")) * 3:
            times.append(change(page, "Actor", value, done))
        found[view] = statistics.median(times)
    return found


def test_redraw_of_one_article(open_panel, record_property):
    page = open_panel("an.load_sample()", "quick")
    medians = _medians(page, "China")
    record_property("one article, median ms to redraw", {k: round(v) for k, v in medians.items()})
    assert medians["Overview"] < 250 and medians["Sentences"] < 150, medians


def test_redraw_of_5000_documents(open_panel, lab, record_property):
    if not (SHARED / "nltk_data" / "corpora" / "state_union.zip").is_file():
        pytest.skip("../shared/nltk_data is not beside the project")
    many = lab[0] / "many.pkl"
    _many(5000).to_pickle(many)
    page = open_panel("pd.read_pickle('many.pkl')", "many")
    shoot(page, lab[0], "many")
    medians = _medians(page, "United States")
    show(page, "Trend")
    wait_until(page, lambda: len(pictures(page)) == 1, "trend")
    shoot(page, lab[0], "trend")
    times = [change(page, "Voice", v, d) for v, d in (("attributed", "voice="), ("any voice", "!voice=")) * 3]
    medians["Trend"] = statistics.median(times)
    record_property("5,000 documents, median ms to redraw", {k: round(v) for k, v in medians.items()})
    assert max(medians.values()) < 500, medians


def _many(n: int) -> pd.DataFrame:
    """State of the Union messages and inaugural addresses, cut into n parts or a few more."""
    import zipfile

    from analysis import schema

    speeches = []
    for name in ("state_union", "inaugural"):
        with zipfile.ZipFile(SHARED / "nltk_data" / "corpora" / f"{name}.zip") as book:
            speeches += [
                (f"{name}_{Path(f).stem}", Path(f).stem[:4], book.read(f).decode("latin-1"))
                for f in sorted(book.namelist())
                if f.endswith(".txt")
            ]
    size = sum(len(text) for *_, text in speeches) // n
    rows = []
    for doc_id, year, text in speeches:
        parts = re.findall(rf"\S.{{0,{size}}}\S*", text, flags=re.DOTALL)
        rows += [
            dict(doc_id=f"{doc_id}_{i}", date=pd.Timestamp(f"{year}-01-20"), title="", source="", text=part)
            for i, part in enumerate(parts)
        ]
    return schema.typed(pd.DataFrame(rows), "documents")


def test_hostile_text_runs_nowhere(open_panel, lab):
    documents = "pd.concat([an.read_text({0!r}, doc_id={1!r}), an.read_text('France and ' + {0!r}, doc_id='b' + {1!r})], ignore_index=True)"
    text = f"China met {HOSTILE} in France. It was good."
    page = open_panel(documents.format(text, HOSTILE), "hostile")
    for view in ("Overview", "Article map", "Sentences"):
        show(page, view)
        page.wait_for_timeout(800)
    assert "<script>window.__pwned = 1</script>" in page.locator(".evidence").first.inner_text()
    change(page, "Search", "script", "search='script'")
    show(page, "Contexts")
    wait_until(page, lambda: page.locator("table.kwic tbody tr").count() > 0, "contexts")
    change(page, "Document", HOSTILE, "document=")
    change(page, "Search", HOSTILE, "onerror")
    page.get_by_role("button", name="Save rows", exact=True).click()
    page.wait_for_timeout(1000)
    assert page.evaluate("window.__pwned") is None
    assert page.locator("img[src='x']").count() == 0 and page.locator(".MathJax, mjx-container").count() == 0
    shoot(page, lab[0], "hostile")
