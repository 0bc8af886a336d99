"""Every text colour is readable on every surface, in both themes and in high contrast: WCAG 2.2 AA."""

import pytest

from tests.frontend.colour import THEMES, Tokens, contrast

TEXT, GRAPHIC, ENHANCED = 4.5, 3.0, 7.0
SURFACES = ["canvas", "surface", "raised", "sunken", "accent-soft"]
INKS = ["ink", "ink-2", "ink-3", "link", "negative", "warning", "positive"]
PAIRS = [
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-negative", "negative"),
    ("on-inverse", "inverse"),
    ("negative", "negative-soft"),
    ("warning", "warning-soft"),
    ("positive", "positive-soft"),
    ("ink", "mark"),
    *[("ink", soft) for soft in ("negative-soft", "warning-soft", "positive-soft")],
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("high", [False, True])
def test_text_is_readable_on_every_surface(theme, high):
    tokens = Tokens(high=high)
    pairs = [(ink, surface) for ink in INKS for surface in SURFACES] + PAIRS
    weak = {
        pair: round(ratio, 2)
        for pair in pairs
        if (ratio := contrast(*(tokens.colour(name, theme) for name in pair))) < TEXT
    }
    assert not weak


@pytest.mark.parametrize("theme", THEMES)
def test_tinted_text_is_readable_in_every_hue(theme):
    tokens = Tokens()
    weak = {
        (background, hue): round(ratio, 2)
        for hue in range(360)
        for background in ("tint", "tint-strong")
        if (ratio := contrast(*(tokens.colour(name, theme, hue) for name in ("tint-ink", background)))) < TEXT
    }
    assert not weak


@pytest.mark.parametrize("theme", THEMES)
def test_glyphs_fields_and_focus_stand_out(theme):
    tokens = Tokens()
    pairs = [(line, surface) for line in ("line-control", "focus") for surface in ("canvas", "surface", "raised")]
    weak = {pair: ratio for pair in pairs if (ratio := contrast(*(tokens.colour(n, theme) for n in pair))) < GRAPHIC}
    dots = {
        hue: round(ratio, 2)
        for hue in range(360)
        if (ratio := contrast(tokens.colour("tint-dot", theme, hue), tokens.colour("tint", theme, hue))) < GRAPHIC
    }
    assert not weak
    assert not dots


@pytest.mark.parametrize("theme", THEMES)
def test_high_contrast_is_higher(theme):
    tokens = Tokens(high=True)
    for ink in ("ink", "ink-2", "ink-3"):
        assert contrast(tokens.colour(ink, theme), tokens.colour("surface", theme)) >= ENHANCED
