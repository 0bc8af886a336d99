"""Interface row 19: density, theme, text size, motion, contrast, and a width of 320 pixels (zoom 400 %)."""

import pytest
from playwright.sync_api import expect

from requirements.models import Requirement

pytestmark = pytest.mark.browser
LIST = "/p/SHOP/requirements/"


def style(page, selector, name):
    return page.evaluate("([where, name]) => getComputedStyle(document.querySelector(where))[name]", [selector, name])


def test_every_look_shows_at_once_and_is_kept(visit, manager, requirement):
    page = visit(manager, "/settings/")
    chosen = {"Theme": "dark", "Density": "compact", "Text size": "larger", "Contrast": "more", "Motion": "reduced"}
    for label, value in chosen.items():
        page.get_by_label(label).select_option(value)
    root = page.locator("html")
    for name in ("theme", "density", "text", "contrast", "motion"):
        expect(root).to_have_attribute(f"data-{name}", {"text": "larger"}.get(name) or chosen[name.capitalize()])
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast")).to_contain_text("saved")
    page = visit(manager, LIST)
    assert style(page, "html", "fontSize") == "20px"
    assert style(page, "html", "colorScheme") == "dark"
    assert style(page, ".side-link", "transitionDuration") == "0s"


def test_text_size_scales_what_is_read(visit, manager, requirement):
    sizes = []
    for size in ("normal", "large", "larger"):
        manager.text_size = size
        manager.save(update_fields=["text_size"])
        page = visit(manager, LIST)
        sizes.append(float(style(page, ".cell-title a", "fontSize").removesuffix("px")))
    assert sizes == sorted(set(sizes))


def test_more_contrast_strengthens_lines_and_text(visit, manager, requirement):
    plain = style(visit(manager, LIST), ".cell-key", "color")
    manager.contrast = "more"
    manager.save(update_fields=["contrast"])
    assert style(visit(manager, LIST), ".cell-key", "color") != plain


def test_the_system_is_followed_where_nothing_is_forced(visit, manager, requirement, page):
    page.emulate_media(color_scheme="dark", reduced_motion="reduce", contrast="more")
    page = visit(manager, LIST)
    assert style(page, ".side-link", "transitionDuration") == "0s"
    assert page.evaluate("matchMedia('(prefers-contrast: more)').matches")
    assert page.locator("html").get_attribute("data-contrast") is None


@pytest.mark.parametrize("size", ["normal", "larger"])
def test_nothing_scrolls_sideways_at_320_pixels(visit, manager, requirement, make_requirement, size):
    make_requirement("Averyveryveryverylongwordwithoutanyspacesatallinit " * 4, tags=["a long tag of several words"])
    Requirement.objects.update(score=12345.678)
    manager.text_size = size
    manager.save(update_fields=["text_size"])
    for address in (
        LIST,
        "/SHOP-1",
        "/SHOP-2",
        f"{LIST}?peek=SHOP-2",
        "/",
        "/settings/",
        "/p/SHOP/versions/",
        "/palette/",
    ):
        page = visit(manager, address)
        page.set_viewport_size({"width": 320, "height": 640})
        width = page.evaluate("document.documentElement.scrollWidth")
        wide = page.evaluate(
            """() => [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility()
                && e.getBoundingClientRect().right > 321 && e.getBoundingClientRect().width > 2)
                .slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""
        )
        assert width <= 320, (address, wide)


def test_the_palette_and_quick_add_fit_320_pixels(visit, manager, requirement):
    page = visit(manager, LIST)
    page.set_viewport_size({"width": 320, "height": 640})
    for key, dialog in (("Control+k", "dialog.palette"), ("c", "dialog.quick-add")):
        page.keyboard.press(key)
        expect(page.locator(dialog)).to_be_visible()
        box = page.locator(dialog).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
        page.keyboard.press("Escape")
        expect(page.locator(dialog)).to_be_hidden()


def test_keys_and_scores_stay_whole_in_larger_text(visit, manager, requirement):
    Requirement.objects.update(key="MINDS-2630", score=12585)
    manager.text_size = "larger"
    manager.save(update_fields=["text_size"])
    page = visit(manager, "/p/SHOP/requirements/")
    for field in ("key", "score"):
        cell = page.locator(f"#rows [data-field={field}]").first
        assert cell.evaluate("(cell) => cell.scrollWidth <= cell.clientWidth"), field
