"""Chinese input: Enter chooses a candidate; nothing is sent, searched or triggered while text is unfinished."""

import pytest

pytestmark = pytest.mark.browser

FORM = '<form method="post" action="/save"><input type="text" name="title" autofocus><button>Save</button></form>'
SEARCH = """<form action="/search" data-controller="autosubmit" data-autosubmit-delay-value="30"
 data-action="change->autosubmit#now input->autosubmit#soon"><input type="search" name="q"></form>"""


def test_enter_while_composing_does_not_submit(site, page, ime):
    site.show(FORM)
    page.focus("input")
    ime.compose("jiesuan")
    page.keyboard.press("Enter")
    page.wait_for_timeout(80)
    assert site.requests == []


def test_enter_after_the_composition_submits_what_was_chosen(site, page, ime):
    site.show(FORM)
    page.focus("input")
    ime.compose("jiesuan")
    ime.commit("结算")
    page.keyboard.press("Enter")
    page.wait_for_url("**/save")
    assert site.requests == ["POST /save"]


def test_enter_with_the_key_code_of_an_input_method_does_not_submit(site, page):
    site.show(FORM)
    prevented = page.eval_on_selector(
        "input",
        """field => !field.dispatchEvent(new KeyboardEvent("keydown",
            {key: "Enter", keyCode: 229, bubbles: true, cancelable: true}))""",
    )
    assert prevented


def test_a_submit_that_slips_out_of_a_composition_is_stopped(site, page, ime):
    site.show(FORM)
    page.focus("input")
    ime.compose("jie")
    page.evaluate("document.querySelector('form').requestSubmit()")
    page.wait_for_timeout(80)
    assert site.requests == []


def test_search_waits_for_the_end_of_the_composition(site, page, ime):
    site.show(SEARCH)
    page.focus("input")
    ime.compose("zhifu")
    page.wait_for_timeout(120)
    assert site.requests == []
    ime.commit("支付")
    page.wait_for_url("**/search?q=*")
    assert site.requests == ["GET /search?q=%E6%94%AF%E4%BB%98"]


def test_htmx_search_waits_too(site, page, ime):
    site.answers["/live"] = {"body": "<p>found</p>"}
    site.show(
        '<input type="search" name="q" hx-get="/live" hx-trigger="input changed delay:30ms" hx-target="#out">'
        '<div id="out"></div>'
    )
    page.focus("input")
    ime.compose("zhi")
    page.wait_for_timeout(120)
    assert site.requests == []
    ime.commit("支")
    page.wait_for_selector("#out p")
    assert site.requests == ["GET /live?q=%E6%94%AF"]


def test_hotkeys_are_silent_while_composing(site, page, ime):
    site.show(FORM + '<button data-hotkey="c" id="new" popovertarget="made">New</button><p id="made" popover>made</p>')
    page.focus("input")
    ime.compose("c")
    page.keyboard.press("c")
    assert not page.is_visible("#made")
