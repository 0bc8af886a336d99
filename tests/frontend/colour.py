"""The tokens' colours as numbers: OKLCH to sRGB luminance (CSS Color 4), contrast (WCAG 2.2)."""

import math
import re
from pathlib import Path

TOKENS = Path(__file__).parents[2] / "static/src/css/tokens.css"
THEMES = ("light", "dark")


def rgb(lightness, chroma, hue):
    """OKLCH as linear sRGB, cut to the gamut."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return tuple(min(1.0, max(0.0, channel)) for channel in channels)


def contrast(one, other):
    lights = sorted((0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (one, other)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def arguments(text):
    """The top-level comma-separated arguments of light-dark(...)."""
    inner = text[len("light-dark(") : text.rindex(")")]
    depth, parts = 0, [""]
    for character in inner:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


class Tokens:
    """Custom properties of tokens.css; `high` adds those of prefers-contrast: more."""

    def __init__(self, *, high=False):
        text = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(), flags=re.DOTALL)
        base, _, media = text.partition("@media (prefers-contrast: more)")
        self.values = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", base))
        if high:
            self.values |= dict(re.findall(r"(--[\w-]+):\s*([^;]+);", media.partition("@media")[0]))

    def colour(self, name, theme, hue=0):
        return self.resolve(f"var(--{name})", theme, hue)

    def resolve(self, text, theme, hue):
        if text.startswith("var("):
            return self.resolve(self.values[text[4:-1]], theme, hue)
        if text.startswith("light-dark("):
            return self.resolve(arguments(text)[THEMES.index(theme)], theme, hue)
        parts = re.fullmatch(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+|var\(--h\))\)", text).groups()
        angle = hue if parts[2] == "var(--h)" else float(parts[2])
        return rgb(float(parts[0]) / 100, float(parts[1]), angle)
