"""Photographs every page of the sample workspace: zh and en, light and dark, 1440 and 390 wide, into shots/.

.venv/bin/python bin/shots.py [--only WORD …] [--out FOLDER]
Ends with an error when a page answers unexpectedly, reports an error on the console or violates the CSP.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import browser
import contact_sheet
import pages
from playwright.sync_api import Error, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
THEMES = ["light", "dark"]
SIZES = {"1440": {"width": 1440, "height": 900}, "390": {"width": 390, "height": 844}}
HIDDEN = """() => Math.max(0, ...[...document.querySelectorAll("*")]
    .filter(element => /auto|scroll/.test(getComputedStyle(element).overflowY))
    .concat(document.scrollingElement).map(element => element.scrollHeight - element.clientHeight))"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(home, *options):
    """A running PMHub with a home of its own; yields its address."""
    port = free_port()
    environment = {**os.environ, "PMHUB_HOME": str(home), "PMHUB_URL": f"http://127.0.0.1:{port}"}
    log = open(home.with_suffix(".log"), "w")
    command = [sys.executable, "manage.py", "up", "--port", str(port), *options]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_for(process, home)
        yield environment["PMHUB_URL"]
    finally:
        process.terminate()
        process.wait(60)


def wait_for(process, home):
    log = home.with_suffix(".log")
    patience = time.monotonic() + 240
    while time.monotonic() < patience:
        if "PMHub is ready" in log.read_text():
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"PMHub did not start:\n{log.read_text()}")


def prepared(home, url):
    """What the pages need from inside: see bin/prepare_shots.py."""
    environment = {**os.environ, "PMHUB_HOME": str(home), "PMHUB_URL": url, "PMHUB_LOG_LEVEL": "WARNING"}
    command = [sys.executable, str(ROOT / "bin" / "prepare_shots.py")]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


class Camera:
    """Visits pages in one language and takes each in both themes and both sizes."""

    def __init__(self, chromium, language, url, folder, cookies):
        self.language, self.url, self.folder, self.problems = language, url, folder, []
        self.context = chromium.new_context(locale=LANGUAGES[language], viewport=SIZES["1440"], base_url=url)
        self.context.add_cookies([{**cookie, "url": url} for cookie in cookies])
        self.page = self.context.new_page()
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.problems.append(f"{self.where}: {error}"))
        self.page.on("requestfailed", self.failed)
        self.where, self.status = "", 200

    def heard(self, message):
        about_itself = self.status >= 400 and message.location.get("url", "").split("?")[0] == self.page.url
        if message.type == "error" and not about_itself:
            self.problems.append(f"{self.where}: {message.text} ({message.location.get('url', '')})")

    def failed(self, request):
        if "ERR_ABORTED" not in (request.failure or ""):
            self.problems.append(f"{self.where}: {request.url} {request.failure}")

    def take(self, shot, ready):
        """Visit one page and take it; what goes wrong is kept in `problems` and the next page is tried."""
        self.where, self.status = f"{shot.name} ({self.language})", shot.status
        try:
            self.page.emulate_media(color_scheme="light")
            self.page.set_viewport_size(SIZES["1440"])
            shot.visit(self.page, ready)
            for width, size in SIZES.items():
                self.page.set_viewport_size(size)
                if shot.full:
                    height = size["height"] + self.page.evaluate(HIDDEN)
                    self.page.set_viewport_size({**size, "height": height})
                for theme in THEMES:
                    self.page.emulate_media(color_scheme=theme)
                    self.save(shot, f"{shot.name}.{self.language}.{theme}.{width}.png")
        except (Error, AssertionError) as error:
            self.problems.append(f"{self.where}: {str(error).strip().splitlines()[0]}")

    def save(self, shot, name):
        self.page.screenshot(path=self.folder / name, animations="disabled")
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.problems.append(f"{self.where}: wider than the window in {name}")


def photograph(folder, home, chosen):
    """All chosen pages from a filled installation and from an empty one; returns the problems."""
    with ExitStack() as stack:
        url = stack.enter_context(served(home / "sample"))
        ready = prepared(home / "sample", url)
        places = [(shot, url, ready["cookies"] if shot.signed_in else []) for shot in pages.PAGES if chosen(shot)]
        if any(chosen(shot) for shot in pages.EMPTY):
            empty = stack.enter_context(served(home / "empty", "--no-demo"))
            places += [(shot, empty, []) for shot in pages.EMPTY if chosen(shot)]
        program = browser.find_or_install()
        with ThreadPoolExecutor() as together:
            done = together.map(lambda language: tour(program, language, places, folder, ready), LANGUAGES)
            return [problem for problems in done for problem in problems]


def tour(program, language, places, folder, ready):
    """Visit the places in one language, with a browser of our own; returns the problems."""
    cameras = {}
    ready = {**ready, "import_into": {"zh": "HELP", "en": "LAB"}[language]}
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for shot, url, cookies in places:
            key = url, bool(cookies)
            cameras[key] = cameras.get(key) or Camera(chromium, language, url, folder, cookies)
            cameras[key].take(shot, ready)
        chromium.close()
    return [problem for camera in cameras.values() for problem in camera.problems]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], help="pages whose name contains one of these words")
    parser.add_argument("--out", type=Path, default=ROOT / "shots")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit("stopped"))  # so that our servers end with us
    began = time.monotonic()
    if not options.only:
        shutil.rmtree(options.out, ignore_errors=True)
    options.out.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="pmhub-shots-"))
    try:
        problems = photograph(options.out, home, lambda shot: shot.named(options.only))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    count = contact_sheet.write(options.out, [*pages.PAGES, *pages.EMPTY])
    print(f"{count} screenshots in {options.out}/index.html, {time.monotonic() - began:.0f} s")
    for problem in problems:
        print(f"  {problem}", file=sys.stderr)
    if problems:
        sys.exit(f"{len(problems)} problems")


if __name__ == "__main__":
    main()
