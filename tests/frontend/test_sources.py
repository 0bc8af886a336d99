"""Rules that the front end's sources keep: the strict policy, the tokens, the lock, the sizes."""

import gzip
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE, BUILT = ROOT / "static/src", ROOT / "static/dist"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((SOURCE / "css").rglob("*.css"))
SCRIPTS = sorted((SOURCE / "js").rglob("*.js"))
BUDGET = {"app.css": 45_000, "app.js": 75_000}
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklch|oklab)a?\(|:\s*(?:white|black|red|gr[ae]y)\b", re.I
)
EXTENT = re.compile(r"(?:(?:min-|max-)?(?:width|height)|flex(?:-basis)?|grid-template-columns):[^;}]*")


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("built", BUDGET)
def test_what_the_browser_loads_is_within_budget(built):
    assert len(gzip.compress((BUILT / built).read_bytes())) <= BUDGET[built]


def test_every_icon_that_a_template_names_is_in_the_sprite():
    known = set(json.loads((SOURCE / "icons.json").read_text()))
    used = {
        icon
        for path in TEMPLATES
        for icon in re.findall(r'(?<![\w-])icon="([\w-]+)"|icons(?:\.svg" %| )}}?#([\w-]+)"', path.read_text())
        for icon in icon
        if icon
    }
    assert used <= known


def test_lock_names_hashes_and_no_addresses():
    text = (ROOT / "package-lock.json").read_text()
    assert "http" not in text
    assert '"resolved"' not in text
    packages = json.loads(text)["packages"]
    assert all("integrity" in package for path, package in packages.items() if path)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_holds_no_inline_code_or_style(path):
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:|\bhx-on", text)
    assert not re.search(r"hx-(?:vals|vars|headers)='?\s*js:", text)


@pytest.mark.parametrize("path", [path for path in STYLES if path.name != "tokens.css"], ids=name)
def test_colours_and_sizes_are_named_only_in_the_tokens(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert not COLOUR.search(text)
    sizes = re.sub(r"@(?:media|container)[^{]*", "", text)
    if path.parent.name == "modules":  # the extent of one part belongs to its part
        sizes = EXTENT.sub("", sizes)
    assert not re.search(r"\d(?:px|rem|pt)\b", sizes)


@pytest.mark.parametrize("path", STYLES + SCRIPTS + TEMPLATES, ids=name)
def test_file_is_short_enough_to_read(path):
    limit = {".css": 300, ".js": 150, ".html": 150}[path.suffix]
    assert len(path.read_text().splitlines()) <= limit


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_script_evaluates_nothing_and_writes_no_markup(path):
    assert not re.search(
        r"\beval\(|new Function|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write", path.read_text()
    )


def test_styles_use_only_tokens_that_exist():
    text = "\n".join(path.read_text() for path in STYLES)
    defined = set(re.findall(r"(--[\w-]+)\s*:", text)) | {"--h"}
    used = set(re.findall(r"var\((--[\w-]+)", text))
    assert not used - defined
