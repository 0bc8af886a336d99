"""A real Chromium before the real server: `visit(user, address)` opens a page as that person."""

import os
import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.locks import busy_sessions
from tests.platform.processes import eventually

expect.set_options(timeout=15_000)  # milliseconds; how long a page takes is the machine's affair
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop in the thread of the tests

# What the browser and htmx call errors although nothing is wrong: a refusal is an answer, and a question given up for a
# newer one needs none.
EXPECTED = re.compile(r"status of (422|403|404|409)|Response Status Error|^htmx:(afterRequest|sendAbort), ")


@pytest.fixture
def console(page):
    """What the console complained about; the test fails if there was anything, a violated policy included."""
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield complaints
    assert not [text for text in complaints if not EXPECTED.search(text)]


def session_of(user, live_server):
    """The cookie with which a browser is signed in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": live_server.url}


@pytest.fixture
def visit_without_script(browser, live_server, transactional_db):
    """Open an address as a person whose browser runs no scripts."""
    context = browser.new_context(java_script_enabled=False)

    def go(user, address):
        context.add_cookies([session_of(user, live_server)])
        page = context.new_page()
        page.goto(live_server.url + address)
        return page

    yield go
    context.close()


@pytest.fixture
def visit(page, live_server, console, transactional_db):
    """Open an address as a person; the page is returned when its scripts run."""

    def go(user, address):
        page.context.add_cookies([session_of(user, live_server)])
        page.goto(live_server.url + address)
        page.wait_for_function("() => window.htmx !== undefined")
        return page

    asked = set()
    page.on("request", lambda request: asked.add(request))
    for end in ("requestfinished", "requestfailed"):
        page.on(end, lambda request: asked.discard(request))
    yield go
    while asked:  # a request still being answered would meet the tables while they are emptied
        page.wait_for_timeout(20)
    eventually(lambda: not busy_sessions(), 10)  # so would one that the page gave up


@pytest.fixture
def ime(page):
    """An input method: `compose` shows unfinished text, `key` types into it, `enter` chooses, `commit` has chosen."""
    session = page.context.new_cdp_session(page)

    class InputMethod:
        def compose(self, text):
            place = {"selectionStart": len(text), "selectionEnd": len(text)}
            session.send("Input.imeSetComposition", {"text": text, **place})

        def commit(self, text):
            session.send("Input.insertText", {"text": text})

        def key(self, code):
            taken = {"key": "Process", "code": code, "windowsVirtualKeyCode": 229}
            for kind in ("rawKeyDown", "keyUp"):
                session.send("Input.dispatchKeyEvent", {"type": kind, **taken})

        def enter(self):
            self.key("Enter")

    return InputMethod()
