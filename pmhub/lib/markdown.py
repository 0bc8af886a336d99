"""Markdown of people to HTML that is safe to show: no raw HTML in, and an allow-list over what comes out."""

import re
from collections.abc import Callable, Iterable

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

LONGEST = 100_000  # characters; the rest is left out with a note
WIDEST_TABLE = 100  # columns; a wider one is shown as text
INLINE = {"a", "br", "code", "em", "img", "input", "s", "strong"}
BLOCKS = {"blockquote", "hr", "li", "ol", "p", "pre", "ul", *(f"h{level}" for level in range(1, 7))}
TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
TAGS = INLINE | BLOCKS | TABLES
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "loading"},
    "input": {"type", "checked", "disabled", "aria-label"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
}
ADDRESS = re.compile(r"https?://[^\s<>\"'`，。；：！？、（）《》【】“”‘’]+")
TRAILING = ".,;:!?*_~)]}"
TASK = re.compile(r"\[([ xX])\]\s+")
OWN_FILE = re.compile(r"/(?![/\\])")
CLASSES = {"mention", "reference", "done"}  # of links to what a text names

Named = tuple[int, int, dict[str, str]]  # start, end and the attributes of the link that stands there


def render(text: str, named: Callable[[str], Iterable[Named]] | None = None) -> SafeString:
    """The text as HTML: CommonMark with tables, strikethrough, task lists and plain addresses as links.

    Pictures are shown from this site only; others become links, so that reading a text tells nobody. `named` finds
    names in running text, in order and without overlaps, and says what they lead to.
    """
    shortened = text[:LONGEST] + ("\n\n" + gettext("(The rest is too long to show.)") if len(text) > LONGEST else "")
    # Both the parser's output and the allow-list were made for text of strangers; either alone would do.
    return mark_safe(CLEANER.clean(PARSER.render(shortened, {"named": named})))


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src" and not OWN_FILE.match(value):
        return None
    if tag == "input" and name == "type" and value != "checkbox":
        return None
    return value


def _alignment(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: dict) -> str:
    """Column alignment as an attribute: the content security policy allows no style."""
    token = tokens[index]
    style = token.attrs.pop("style", None)
    if style:
        token.attrSet("align", str(style).removeprefix("text-align:"))
    return self.renderToken(tokens, index, options, env)


def _picture(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: dict) -> str:
    token = tokens[index]
    if OWN_FILE.match(str(token.attrs["src"])):
        token.attrSet("loading", "lazy")
        return self.image(tokens, index, options, env)
    alternative = self.renderInlineAsText(token.children or [], options, env)
    link = Token("link_open", "a", 1, attrs={"href": token.attrs["src"]})
    label = Token("text", "", 0, content=alternative or str(token.attrs["src"]))
    return self.render([link, label, Token("link_close", "a", -1)], options, env)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    header = state.src[state.bMarks[start] : state.eMarks[start]]
    return header.count("|") <= WIDEST_TABLE and table(state, start, end, silent)


def _tasks(state: StateCore) -> None:
    """`- [x] text` becomes a box that is ticked and cannot be changed."""
    for item, paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if (item.type, paragraph.type, inline.type) != ("list_item_open", "paragraph_open", "inline"):
            continue
        first = inline.children[0] if inline.children else None
        match = TASK.match(first.content) if first and first.type == "text" else None
        if match:
            first.content = first.content[match.end() :]
            inline.children.insert(0, _box(ticked=match[1] != " "))


def _box(ticked: bool) -> Token:
    label = gettext("done") if ticked else gettext("not done")
    box = Token("task", "input", 0, attrs={"type": "checkbox", "disabled": "", "aria-label": label})
    if ticked:
        box.attrSet("checked", "")
    return box


def _addresses(state: StateCore) -> None:
    """Plain http(s) addresses in running text become links."""
    for inline in state.tokens:
        if inline.type == "inline" and "://" in inline.content:
            inline.children = list(_linked(inline.children or [], _addresses_in))


def _names(state: StateCore) -> None:
    """What a text names becomes a link where its reader may follow it."""
    if find := state.env.get("named"):
        for inline in state.tokens:
            if inline.type == "inline":
                inline.children = list(_linked(inline.children or [], find))


def _linked(tokens: list[Token], find: Callable[[str], Iterable[Named]]):
    inside = 0
    for token in tokens:
        inside += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type != "text" or inside:
            yield token
        else:
            yield from _split(token.content, find(token.content))


def _addresses_in(text: str):
    for match in ADDRESS.finditer(text):
        address = match[0].rstrip(TRAILING)
        yield match.start(), match.start() + len(address), {"href": address}


def _split(text: str, found: Iterable[Named]):
    done = 0
    for start, end, attributes in found:
        yield Token("text", "", 0, content=text[done:start])
        yield Token("link_open", "a", 1, attrs=attributes)
        yield Token("text", "", 0, content=text[start:end])
        yield Token("link_close", "a", -1)
        done = end
    yield Token("text", "", 0, content=text[done:])


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.push("tasks", _tasks)
    parser.core.ruler.push("addresses", _addresses)
    parser.core.ruler.push("names", _names)
    parser.add_render_rule("image", _picture)
    parser.add_render_rule("th_open", _alignment)
    parser.add_render_rule("td_open", _alignment)
    return parser


PARSER = _parser()
CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    allowed_classes={"a": CLASSES},
    link_rel="noopener nofollow",
)
