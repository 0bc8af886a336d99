"""A page of one's own: the built script and style under the app's policy, without a server behind it."""

from pathlib import Path

import pytest

ORIGIN = "http://pmhub.test"
BUILT = Path(__file__).parents[2] / "static/dist"
POLICY = "default-src 'none'; " + "; ".join(
    f"{kind} 'self'" for kind in ("script-src", "style-src", "font-src", "img-src", "connect-src", "form-action")
)
HTMX = '{"includeIndicatorStyles": false, "allowEval": false, "responseHandling": [{"code": "[23]..", "swap": true}, \
{"code": "422", "swap": true}, {"code": "[45]..", "swap": false, "error": true}]}'
SHELL = f"""<!doctype html><html lang="zh-hans"><head><meta charset="utf-8"><title>t</title>
<meta name="htmx-config" content='{HTMX}'><link rel="icon" href="/favicon.svg"><link rel="stylesheet" href="/app.css">
<script src="/app.js" defer></script></head><body hx-ext="morph" data-controller="hotkey">%s</body></html>"""
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class Site:
    """Answers every request of the page and remembers those that are not files."""

    def __init__(self, page):
        self.page, self.requests, self.answers, self.body = page, [], {}, ""
        page.route(f"{ORIGIN}/**", self.answer)

    def show(self, body):
        self.body = body
        self.page.goto(f"{ORIGIN}/")
        self.page.wait_for_function("() => window.htmx !== undefined")

    def answer(self, route):
        path = route.request.url.removeprefix(ORIGIN).partition("?")[0]
        file = BUILT / path.strip("/")
        if file.is_file():
            return route.fulfill(path=file, content_type=TYPES[file.suffix])
        if path == "/" and route.request.method == "GET" and "?" not in route.request.url:
            return route.fulfill(body=SHELL % self.body, headers=self.headers())
        self.requests.append(f"{route.request.method} {route.request.url.removeprefix(ORIGIN)}")
        answer = self.answers.get(path)
        if answer == "dead":
            return route.abort()
        return route.fulfill(**(answer or {"body": SHELL % self.body, "headers": self.headers()}))

    def headers(self):
        return {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}


@pytest.fixture
def site(page):
    """The page's site; the test fails on an error in the console, a violated policy included."""
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    site = Site(page)
    yield site
    expected = ("ERR_FAILED", "status of 4", "status of 5", "htmx:", "Response Status Error")
    assert not [problem for problem in problems if not any(known in problem for known in expected)]


@pytest.fixture
def ime(page):
    """An input method: `compose` shows unfinished text, `commit` chooses it."""
    session = page.context.new_cdp_session(page)

    class InputMethod:
        def compose(self, text):
            session.send(
                "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
            )

        def commit(self, text):
            session.send("Input.insertText", {"text": text})

    return InputMethod()
