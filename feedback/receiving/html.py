"""HTML mail as text: its words in lines, nothing else."""

import html
import re

import nh3

BLOCKS = {
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "ol", "p", "pre", "section", "table", "td", "tr", "ul",
}  # fmt: skip
UNSEEN = {"script", "style", "title", "noscript", "template"}
SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
ALONE = {  # hold none of their own kind
    *UNSEEN, "br", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "p", "tbody", "td", "th", "tr",
}  # fmt: skip
ANY_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>")
TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
MANY_BLANKS = re.compile(r"\n{3,}")
DEEPEST = 10  # quotations in quotations
NESTED = 100  # elements in elements
LONGEST = 400_000  # characters of the source; nobody reads more


def text_of_html(source):
    """The words of an HTML mail, a line per block; what it quotes has `> ` before every line."""
    kept = nh3.clean(flattened(source[:LONGEST]), tags=BLOCKS, attributes={}, clean_content_tags=UNSEEN)
    lines, depth, at = [""], 0, 0
    for tag in TAG.finditer(kept):
        lines[-1] += SPACE.sub(" ", kept[at : tag.start()])
        at = tag.end()
        closes, name = tag[1] == "/", tag[2]
        if name == "td":
            lines[-1] += " "
            continue
        begin(lines, depth, is_break=name == "br")
        if name == "blockquote":
            depth = max(0, depth + (-1 if closes else 1))
            lines[-1] = quoted(depth)
        elif name == "li" and not closes:
            lines[-1] += "- "
        elif name in ("p", "h1", "h2", "h3") and closes:
            begin(lines, depth, is_break=True)
    lines[-1] += SPACE.sub(" ", kept[at:])
    text = "\n".join(html.unescape(line).rstrip() for line in lines)
    return MANY_BLANKS.sub("\n\n", text).strip()


def flattened(source):
    """Without the tags of what is nested deeper than anybody writes: to read those takes the square of their depth."""
    depth = 0

    def kept(tag):
        nonlocal depth
        name = tag[2].lower()
        if name in ALONE:
            return tag[0]
        closes = tag[1] == "/"
        depth = max(0, depth + (-1 if closes else 1))
        if depth + closes <= NESTED:
            return tag[0]
        return "<br>" if name in BLOCKS else ""

    return ANY_TAG.sub(kept, source)


def begin(lines, depth, is_break):
    """A new line, unless the last one is still empty."""
    if is_break or lines[-1].strip("> "):
        lines.append(quoted(depth))


def quoted(depth):
    return "> " * min(depth, DEEPEST)
