"""A panel in a browser: use its controls as a person does, read what it shows, measure how long it takes."""

import base64
import re
from html import unescape
from pathlib import Path

import pytest

FIND = """label => document.getElementById([...document.querySelectorAll('label')].find(l => l.textContent === label).htmlFor)"""
CHANGE = """async ([label, value, done]) => {
    const box = FIND(label);
    const code = document.querySelector('.widget-textarea textarea');
    const state = () => document.querySelector('.explore .state').textContent;
    const begin = performance.now(), before = state();
    box.value = value;
    box.dispatchEvent(new Event('input', {bubbles: true}));
    box.dispatchEvent(new Event('change', {bubbles: true}));
    const coded = () => done.startsWith('!') ? !code.value.includes(done.slice(1)) : code.value.includes(done);
    const listed = () => {  // a list on display has as many sentences as the state says, a page at most
        const items = document.querySelectorAll('.explore .evidence li').length;
        const n = Number(state().split(' ')[0].replaceAll(',', ''));
        return !items || items === Math.min(n, 25);
    };
    // the code can be there before the words: every change changes both
    const ready = () => coded() && state() !== before && listed();
    while (!ready()) {
        if (performance.now() - begin > 20000) throw new Error('no redraw after ' + label + ' = ' + value + ': ' + code.value);
        await new Promise(go => setTimeout(go, 2));
    }
    for (const picture of document.querySelectorAll('.explore img')) await picture.decode().catch(() => 0);
    await new Promise(requestAnimationFrame);
    return performance.now() - begin;
}""".replace("FIND", f"({FIND})")
# each visible text: its contrast with what is behind it (WCAG 2.2), where below 4.5; what is disabled is exempt
CONTRAST = """root => {
    const parse = colour => { const c = colour.match(/[\\d.]+/g).map(Number); return c.length > 3 ? c : [...c, 1]; };
    const light = c => { const f = c.slice(0, 3).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                         return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]; };
    const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] === 1) return c; }
                          return [255, 255, 255, 1]; };
    const found = {weak: [], seen: 0};
    for (const e of document.querySelectorAll(root + ' *')) {
        const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || ['INPUT', 'SELECT', 'TEXTAREA'].includes(e.tagName);
        if (!own || !e.offsetParent || e.disabled || e.tagName === 'STYLE') continue;
        const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
        found.seen += 1;
        if ((a + 0.05) / (b + 0.05) < 4.5) found.weak.push(`${e.tagName} ${e.textContent.slice(0, 40)} ${((a + 0.05) / (b + 0.05)).toFixed(2)}`);
    }
    return found;
}"""
UNNAMED = """() => [...document.querySelectorAll('.explore :is(input, select, textarea, button)')].filter(e => e.offsetParent
    && !(e.labels && [...e.labels].some(l => l.textContent.trim())) && !e.getAttribute('aria-label') && !(e.tagName === 'BUTTON' && e.textContent.trim())
).map(e => e.outerHTML.slice(0, 200))"""


class PanelPage:
    """The page with a notebook whose first cell shows a panel."""

    def __init__(self, page, shots: Path):
        self.page, self.shots = page, shots

    def run(self, cells: int) -> "PanelPage":
        """Run the cells in turn; a cell run before the kernel has answered stays unrun, so it is tried again."""
        page = self.page
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")
        page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', state="attached")
        page.wait_for_timeout(2500)
        for i in range(cells):
            prompt = page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt").nth(i)
            for _ in range(15):
                page.locator(".jp-Notebook .jp-CodeCell .jp-InputArea-editor").nth(i).click()
                page.keyboard.press("Shift+Enter")
                page.wait_for_timeout(1000)
                if re.search(r"[*\d]", prompt.inner_text()):
                    break
        try:
            page.wait_for_selector(".explore img, .jp-OutputArea [data-mime-type*=error]", timeout=120_000)
            page.wait_for_selector(".explore button:has-text('Back')", timeout=10_000)
        except Exception as error:
            page.screenshot(path=self.shots / "failed.png")
            pytest.fail(f"no panel ({error}): {page.locator('.jp-OutputArea').all_inner_texts()}"[-3000:])
        return self

    # -- reading -------------------------------------------------------------------------------------------------

    def state(self) -> str:
        return self.page.locator(".explore .state").inner_text()

    def alts(self) -> list[str]:
        return self.page.locator(".explore img").evaluate_all("all => all.map(i => i.alt)")

    def pictures(self) -> list[str]:
        """The pictures on display, each as the SVG it is."""
        sources = self.page.locator(".explore img").evaluate_all("all => all.map(i => i.src)")
        return [unescape(base64.b64decode(source.split(",", 1)[1]).decode()) for source in sources]

    def view(self) -> str:
        """The view whose code is there already: it is the last thing that a redraw sends."""
        marks = {
            "Sentences": "an.show_evidence",
            "Contexts": "contexts",
            "Trend": "plot_theme_by",
            "Article map": "theme_marks",
        }
        return next((view for view, mark in marks.items() if mark in self.code()), "Overview")

    def sentences(self) -> int:
        return self.page.locator(".explore .evidence li").count()

    def code(self) -> str:
        return self.page.locator(".widget-textarea textarea").input_value()

    def cells(self) -> int:
        return self.page.locator(".jp-Notebook .jp-Cell").count()

    # -- doing ---------------------------------------------------------------------------------------------------

    def change(self, label: str, value: str, done: str) -> float:
        """Set a control; returns the milliseconds until the panel is drawn anew (`done` stands in its code, `!done` no more)."""
        return self.page.evaluate(CHANGE, [label, value, done])

    def field(self, label: str):
        """The control with this label."""
        return self.page.evaluate_handle(FIND, label).as_element()

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def show(self, view: str) -> None:
        self.page.locator(
            f".explore button:has-text('○ {view}'), .explore button:has-text('● {view}')"
        ).click()
        self.wait(lambda: self.view() == view, f"view {view}")

    def reset(self) -> None:
        self.press("Reset")
        self.wait(lambda: "no filter" in self.state() and "an.select(frames)" in self.code(), "reset")

    def wait(self, test, what: str) -> None:
        """Until test() is true, 15 seconds at most."""
        for _ in range(300):
            if test():
                return
            self.page.wait_for_timeout(50)
        self.page.screenshot(path=self.shots / "failed.png")
        pytest.fail(f"{what}: not so after 15 s; the state is {self.state()!r}")

    def shoot(self, name: str, *, top: bool = True) -> None:
        """Screenshots at both sizes; nothing of the panel may stick out at the side."""
        for width, height in ((1280, 800), (1920, 1080)):
            self.page.set_viewport_size(dict(width=width, height=height))
            if top:
                self.page.locator(".explore").evaluate("e => e.scrollIntoView()")
            self.page.wait_for_timeout(400)
            self.page.screenshot(path=self.shots / f"{name}_{width}.png")
            wide = self.page.locator(".explore").evaluate("e => e.scrollWidth - e.clientWidth")
            assert wide <= 1, f"{name} at {width}: {wide} pixels stick out"
        self.page.set_viewport_size(dict(width=1280, height=800))
