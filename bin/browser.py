"""Finds the Chromium that browser tests and screenshots drive."""

import os
import shutil
import subprocess
from pathlib import Path

from installing import fail, say

SHELL = "chromium-headless-shell"  # without windows: a page costs it a third of the time
NAMES = [SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
PLACES = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/usr/lib/chromium/chromium"]
APT = "apt-get install -y --no-install-recommends fonts-noto-cjk"


def find_or_install():
    """The path of a Chromium or Chrome. On Debian as root SHELL is installed; elsewhere we say how."""
    found = find()
    if "headless" not in (found or "") and not os.environ.get("PMHUB_CHROMIUM") and _may_install():
        say("Installing Chromium")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        ways = f"(apt-get update && {APT} {SHELL}{'' if found else f' || {APT} chromium'}) >/dev/null"
        subprocess.run(["sh", "-c", ways], env=quiet, check=False)
        found = find()
    if not found:
        fail(
            "The browser tests need Chromium or Chrome, and none was found.\n"
            f"  Debian: apt-get update && {APT} {SHELL}\n"
            "  Fedora: dnf install chromium google-noto-sans-cjk-fonts\n"
            "  Alpine: apk add chromium font-noto-cjk\n  macOS: brew install --cask google-chrome\n"
            "Or name one: PMHUB_CHROMIUM=/path/to/chromium make test"
        )
    return found


def _may_install():
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get")


def find():
    """The path of an installed browser, or None."""
    named = os.environ.get("PMHUB_CHROMIUM")
    if named:
        if not os.access(named, os.X_OK):
            fail(f"PMHUB_CHROMIUM is {named!r}, which is not a program.")
        return named
    for name in NAMES:
        if shutil.which(name):
            return shutil.which(name)
    return next((place for place in PLACES if os.access(place, os.X_OK)), None)
