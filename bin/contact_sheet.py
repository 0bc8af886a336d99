"""One page with all screenshots."""

from html import escape

HEAD = """<!doctype html><meta charset="utf-8"><title>PMHub: every page</title>
<style>
body { font: 14px system-ui; margin: 24px; background: #777; color: #fff }
section { display: flex; gap: 8px; overflow-x: auto; align-items: flex-start; padding-bottom: 8px }
img { display: block; height: 300px; border: 1px solid #555 }
h2 { margin: 24px 0 6px; font-size: 15px }
a { color: #fff }
</style>
"""


def write(folder, shots):
    """Write index.html for the pictures in `folder`, in the order of `shots`; returns how many there are."""
    parts, count = [HEAD], 0
    for shot in shots:
        pictures = sorted(folder.glob(f"{shot.name}.*.png"), key=order)
        if not pictures:
            continue
        count += len(pictures)
        figures = "".join(
            f'<a href="{picture.name}"><img loading="lazy" src="{picture.name}" title="{picture.stem}"></a>'
            for picture in pictures
        )
        parts.append(f'<h2 id="{shot.name}">{escape(shot.name)}</h2><section>{figures}</section>\n')
    (folder / "index.html").write_text("".join(parts))
    return count


def order(picture):
    _name, language, theme, width, _png = picture.name.rsplit(".", 4)
    return language != "zh", width != "1440", theme != "light"
