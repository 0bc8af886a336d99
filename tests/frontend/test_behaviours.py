"""The controllers, each by what a person sees it do."""

import json

import pytest

pytestmark = pytest.mark.browser

TOASTS = """<div class="toasts" id="toasts" role="status" data-controller="toast" data-toast-life-value="600"
 data-toast-failed-value="It failed" data-toast-offline-value="No server"><template data-toast-target="template">
 <div class="toast" data-toast-target="toast" data-action="mouseenter->toast#pause mouseleave->toast#resume"><p></p>
 <a href="">Open</a><form hx-swap="none"><button class="toast-undo">Undo</button></form></div></template>
 <button hidden-from-people class="sr-only" data-hotkey="mod+z" data-action="toast#undoLatest">u</button></div>"""
DIALOG = """<div data-controller="dialog"><button id="open" data-action="dialog#open">Open</button>
<dialog class="dialog" data-dialog-target="dialog" data-action="mousedown->dialog#backdrop">
<input id="inside" autofocus><button id="close" data-action="dialog#close">Close</button></dialog></div>"""
MENU = """<div data-controller="menu"><button id="b" popovertarget="m" data-menu-target="button">Menu</button>
<div class="menu" id="m" popover data-menu-target="list"><button class="menu-item">One</button>
<button class="menu-item">Two</button><button class="menu-item">Three</button></div></div>"""
DRAFT = """<form id="f" hx-post="/save" hx-swap="none" data-controller="unsaved" data-unsaved-key-value="k">
<p id="notice" hidden data-unsaved-target="notice"><button type="button" data-action="unsaved#discard">x</button></p>
<textarea name="text">old</textarea><input type="password" name="secret"><button id="save">Save</button></form>"""
INLINE = """<div data-controller="inline-edit"><button id="v" data-inline-edit-target="show"
 data-action="inline-edit#edit">Old</button><form hidden data-inline-edit-target="form">
 <input type="text" name="t" value="Old"></form></div>"""


def keep_and_reload(page, text):
    page.fill("textarea", text)
    page.wait_for_function("() => localStorage.length > 0")
    page.evaluate("document.querySelector('form').removeAttribute('data-unsaved-dirty')")
    page.reload()


def test_hotkey_clicks_and_sequences_work_but_not_while_typing(site, page):
    site.show(
        '<a id="n" href="#new" data-hotkey="c">New</a><a href="#req" data-hotkey="g r">Requirements</a><input id="i">'
    )
    page.fill("#i", "")
    page.keyboard.type("cgr")
    assert page.input_value("#i") == "cgr"
    assert "#" not in page.url
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("c")
    page.wait_for_url("**/#new")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/#req")


def test_hotkeys_can_be_switched_off(site, page):
    site.show('<a href="#new" data-hotkey="c">New</a>')
    page.evaluate("document.body.dataset.hotkeyEnabledValue = 'false'")
    page.keyboard.press("c")
    assert "#" not in page.url


def test_dialog_takes_the_focus_and_gives_it_back(site, page):
    site.show(DIALOG)
    page.click("#open")
    assert page.evaluate("document.activeElement.id") == "inside"
    page.click("#close")
    assert page.evaluate("document.activeElement.id") == "open"


def test_dialog_closes_by_its_backdrop_only(site, page):
    site.show(DIALOG)
    page.click("#open")
    page.click("#inside")
    assert page.is_visible("dialog")
    page.mouse.click(5, 5)
    assert not page.is_visible("dialog")


def test_menu_moves_by_arrows_and_letters_and_escapes_to_its_button(site, page):
    site.show(MENU)
    page.click("#b")
    page.wait_for_selector(".menu-item:focus")
    seen = [page.evaluate("document.activeElement.textContent")]
    for key in ("ArrowDown", "End", "ArrowDown", "t"):
        page.keyboard.press(key)
        seen.append(page.evaluate("document.activeElement.textContent"))
    assert seen == ["One", "Two", "Three", "One", "Two"]
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "b"
    page.wait_for_selector("#b[aria-expanded=false]")


def test_menu_opens_beside_its_button(site, page):
    site.show(MENU)
    page.click("#b")
    page.wait_for_selector(".menu-item:focus")
    button, menu = page.locator("#b").bounding_box(), page.locator("#m").bounding_box()
    assert abs(menu["x"] - button["x"]) < 8
    assert 0 <= menu["y"] - button["y"] - button["height"] < 12


def test_draft_survives_a_reload_and_can_be_discarded(site, page):
    site.show(DRAFT)
    page.fill("[name=secret]", "hush")
    keep_and_reload(page, "half a thought")
    assert page.input_value("textarea") == "half a thought"
    assert "hush" not in page.evaluate("JSON.stringify(localStorage)")
    page.click("#notice button")
    assert page.input_value("textarea") == "old"
    assert page.evaluate("localStorage.length") == 0


def test_draft_is_forgotten_when_the_server_has_it(site, page):
    site.answers["/save"] = {"body": ""}
    site.show(DRAFT)
    page.fill("textarea", "done")
    page.click("#save")
    page.wait_for_function("() => localStorage.length === 0")


@pytest.mark.parametrize("answer", ["dead", {"status": 422, "body": "no"}, {"status": 500, "body": "oops"}])
def test_draft_stays_when_the_server_does_not_have_it(site, page, answer):
    site.answers["/save"] = answer
    site.show(TOASTS + DRAFT)
    page.fill("textarea", "precious")
    page.click("#save")
    page.wait_for_timeout(400)
    assert page.input_value("textarea") == "precious"
    assert "precious" in page.evaluate("JSON.stringify(localStorage)")


def test_inline_edit_shows_the_field_and_escape_gives_the_value_back(site, page):
    site.show(INLINE)
    page.click("#v")
    page.keyboard.type("New")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "v"
    page.click("#v")
    assert page.input_value("[name=t]") == "Old"


def test_toast_comes_from_the_server_undoes_and_leaves(site, page):
    toast = json.dumps({"toast": {"text": "Planned into 2.4", "undo": "/undo"}})
    site.answers["/plan"] = {"body": "", "headers": {"HX-Trigger": toast}}
    site.answers["/undo"] = {"body": ""}
    site.show(TOASTS + '<button id="go" hx-post="/plan" hx-swap="none">Plan</button>')
    page.click("#go")
    page.wait_for_selector(".toast:has-text('Planned into 2.4')")
    page.keyboard.press("Control+z")
    page.wait_for_function("() => !document.querySelector('.toast')", timeout=3000)
    assert site.requests == ["POST /plan", "POST /undo"]


def test_dead_server_and_refusal_are_said(site, page):
    site.answers |= {"/dead": "dead", "/no": {"status": 403, "body": ""}}
    site.show(TOASTS + '<button id="a" hx-post="/dead">a</button><button id="b" hx-post="/no">b</button>')
    page.click("#a")
    page.wait_for_selector(".toast:has-text('No server')")
    page.click("#b")
    page.wait_for_selector(".toast:has-text('It failed')")


@pytest.mark.parametrize("kind", ['method="post" action="/save"', 'hx-post="/save" hx-swap="none"'])
def test_form_is_sent_once(site, page, kind):
    site.answers["/save"] = {"status": 204}
    site.show(f"<form {kind}><button id='go'>Save</button></form>")
    page.evaluate("() => { const go = document.querySelector('#go'); go.click(); go.click(); go.click() }")
    page.wait_for_timeout(150)
    assert site.requests == ["POST /save"]


def test_rows_are_chosen_by_range(site, page):
    rows = "".join(
        f'<tr><td><input type="checkbox" name="{n}" data-row-select-target="box"'
        ' data-action="click->row-select#toggle"></td></tr>'
        for n in range(6)
    )
    site.show(
        f'<table data-controller="row-select"><tbody>{rows}</tbody><tfoot><tr><td>'
        '<b data-row-select-target="count"></b></td></tr></tfoot></table>'
    )
    boxes = page.locator("input")
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    assert page.text_content("b") == "4"
    assert page.locator("tr[aria-selected=true]").count() == 4


def test_rows_are_walked_by_keys(site, page):
    rows = "".join(f'<tr data-rows-target="row"><td><a href="#r{n}">row</a></td></tr>' for n in range(3))
    site.show(f'<table data-controller="rows"><tbody>{rows}</tbody></table>')
    for key in ("j", "j", "ArrowDown", "k"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_url("**/#r1")


def test_morph_keeps_text_that_is_being_written(site, page):
    site.answers["/part"] = {
        "body": '<div id="part"><b>new</b><form data-controller="unsaved" data-unsaved-key-value="k">'
        '<textarea name="text"></textarea></form></div>'
    }
    site.show(
        '<button id="go" hx-get="/part" hx-target="#part" hx-swap="morph">go</button><div id="part"><b>old</b>'
        '<form data-controller="unsaved" data-unsaved-key-value="k"><textarea name="text"></textarea></form></div>'
    )
    page.fill("textarea", "mine")
    page.click("#go")
    page.wait_for_selector("b:has-text('new')")
    assert page.input_value("textarea") == "mine"


def test_choice_of_theme_shows_at_once(site, page):
    site.show(
        '<form data-controller="theme" data-action="change->theme#apply"><select name="theme">'
        "<option>system</option><option>dark</option></select></form>"
    )
    page.select_option("select", "dark")
    assert page.get_attribute("html", "data-theme") == "dark"
    page.select_option("select", "system")
    assert page.get_attribute("html", "data-theme") is None


def test_preview_and_writing_take_turns(site, page):
    site.show("""<div data-controller="preview">
<button id="w" data-preview-target="write" data-action="preview#write">w</button>
<button id="p" data-preview-target="show" data-action="preview#show">p</button>
<textarea data-preview-target="field">*a*</textarea><div data-preview-target="preview">a</div></div>""")
    page.click("#p")
    assert (page.is_visible("textarea"), page.get_attribute("#p", "aria-selected")) == (False, "true")
    page.click("#w")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_text_is_copied(site, page):
    site.show("""<div data-controller="copy"><code data-copy-target="source">pmh_1</code>
<button data-action="copy#copy"><span data-copy-target="label" data-copied="Copied">Copy</span></button></div>""")
    page.click("button")
    page.wait_for_selector("button:has-text('Copied')")


def test_time_zone_is_found_where_none_is_chosen(site, page):
    site.show('<input data-controller="timezone" id="z"><input data-controller="timezone" id="own" value="Asia/Tokyo">')
    here = page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    assert (page.input_value("#z"), page.input_value("#own")) == (here, "Asia/Tokyo")
