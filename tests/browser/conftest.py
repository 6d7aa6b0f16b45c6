"""What the browser tests share: a JupyterLab server on loopback with a token, Chromium, and a notebook open in it.

Skipped with a reason where playwright or Chromium is absent (CHROMIUM names another binary). Any request to elsewhere is
blocked and fails the test, and so does any dialog. Every wait is bounded.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.browser.driver import PanelPage

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
HOMES = (
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "IPYTHONDIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
)


def pytest_terminal_summary(terminalreporter):
    """Print what was measured, also where the tests ran in worker processes."""
    for report in terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", []):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value}")


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """A JupyterLab server: its folder, the folder of screenshots, its address and token."""
    if not CHROMIUM:
        pytest.skip("Chromium is not installed: apt install chromium, or set CHROMIUM to its path")
    folder, homes = tmp_path_factory.mktemp("lab"), tmp_path_factory.mktemp("homes")
    shots = Path(os.environ.get("SCREENSHOTS") or tmp_path_factory.mktemp("screenshots"))
    shots.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    token = secrets.token_hex(16)
    with _server(folder, homes, address, token):
        yield SimpleNamespace(folder=folder, shots=shots, address=address, token=token)


@contextmanager
def _server(folder: Path, homes: Path, address: str, token: str):
    """Run the server while the block lasts; it reads and writes no settings of the user's."""
    options = ["--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={address.rsplit(':', 1)[1]}",
               "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}",
               "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]  # fmt: skip
    settings = {name: str(homes / name.lower()) for name in HOMES}
    quiet = Path(settings["JUPYTERLAB_SETTINGS_DIR"]) / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True)
    (quiet / "notification.jupyterlab-settings").write_text(
        '{"fetchNews": "false", "checkForUpdates": false}'
    )
    root = str(Path(__file__).resolve().parents[2])
    environment = os.environ | settings | {"PYTHONPATH": root, "ANALYSIS_FIGURES": str(folder / "saved")}
    log = homes / "server.log"
    with log.open("w") as out:
        command = [sys.executable, "-m", "jupyterlab", *options]
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=out)
        try:
            _wait_for(f"{address}/api?token={token}", server, log)
            yield
        finally:
            server.terminate()
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(180):
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(url, timeout=2)
            return
        assert server.poll() is None, f"the server stopped: {log.read_text()[-2000:]}"
        time.sleep(0.5)
    pytest.fail(f"no server after 90 s: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def chromium(lab):
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def browsing(lab, chromium):
    """Pages that may ask this server only; what they asked for elsewhere and what dialogs they showed is kept."""
    seen = SimpleNamespace(outside=[], dialogs=[], pages=[])

    def guard(route):
        if route.request.url.startswith((lab.address, "data:", "blob:", "file:")):
            return route.continue_()
        seen.outside.append(route.request.url)
        return route.abort()

    def new_page():
        page = chromium.new_page(viewport=dict(width=1280, height=800))
        page.set_default_timeout(60_000)
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        page.route("**/*", guard)
        seen.pages.append(page)
        return page

    seen.new_page = new_page
    yield seen
    for page in seen.pages:
        page.close()


@pytest.fixture(autouse=True)
def nothing_from_outside(request):
    """After each test: nothing outside this machine was asked for, and no dialog was shown."""
    yield
    if "browsing" in request.fixturenames:
        seen = request.getfixturevalue("browsing")
        outside, dialogs = seen.outside[:], seen.dialogs[:]
        seen.outside.clear()
        seen.dialogs.clear()
        assert outside == [], "requests left this machine"
        assert dialogs == []


@pytest.fixture(scope="session")
def open_notebook(lab, browsing):
    """Write a notebook of these cells, open it in JupyterLab, run it, wait for the panel."""

    def open_it(name: str, *sources: str) -> PanelPage:
        cells = [
            dict(cell_type="code", id=f"c{i}", metadata={}, source=source, outputs=[], execution_count=None)
            for i, source in enumerate(sources)
        ]
        kernel = dict(name="python3", display_name="Python 3", language="python")
        book = dict(cells=cells, metadata=dict(kernelspec=kernel), nbformat=4, nbformat_minor=5)
        (lab.folder / f"{name}.ipynb").write_text(json.dumps(book))
        page = browsing.new_page()
        page.goto(f"{lab.address}/lab/tree/{name}.ipynb?token={lab.token}&reset")
        return PanelPage(page, lab.shots).run(len(cells))

    return open_it
