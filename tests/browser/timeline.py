"""What the tests of the roadmap do with its bars."""

from roadmaps.models import Version


def dates(name="2.4"):
    """`(start, release)` of a version, as files write them."""
    version = Version.objects.get(name=name)
    return str(version.start), str(version.release)


def bar_of(page, pk):
    return page.locator(f"#version-{pk}")


def body_of(page, name):
    """What is drawn of the bar with that name."""
    return page.locator(f".roadmap-bar[aria-label^='{name}. '] .roadmap-body")


def drag(page, target, across, *, drop=True):
    """Drag something so many pixels to the right."""
    box = target.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across / 2, y, steps=3)
    page.mouse.move(x + across, y, steps=3)
    if drop:
        page.mouse.up()


def days(page, count):
    """So many days in pixels."""
    shown = int(page.locator(".roadmap-host").get_attribute("data-roadmap-bars-days-value"))
    return page.locator(".roadmap-plot").bounding_box()["width"] / shown * count
