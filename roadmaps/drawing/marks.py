"""The drawing as SVG. What is drawn hundreds of times is written here: a template takes ten times as long."""

from html import escape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pmhub.lib.texts import width_of
from roadmaps.drawing.timeline import BAR, BESIDE, LETTER, STONE

BARE = mark_safe("")
NAMED = '{}<tspan class="roadmap-note" dx="6">{}</tspan>'
TEXTS = {
    "": mark_safe('x="9"'),
    "after": mark_safe(f'x="100%" dx="{BESIDE - 1}" class="is-outside"'),
    "before": mark_safe(f'x="0" dx="{1 - BESIDE}" class="is-outside" text-anchor="end"'),
}
STONE_TEXTS = {"after": mark_safe('x="15"'), "before": mark_safe('x="-15" text-anchor="end"')}
OUT, ELBOW = 6, 9
PEEP = 4  # pixels by which an earlier promise looks out from under a bar
BAR_SVG = (
    '<svg x="{x}%" y="{y}" width="{width}%" height="{height}" overflow="{overflow}">'
    '<rect class="roadmap-body"{mask} height="{height}" width="100%" rx="5"/>{done}'
    '<text {where} y="17.5">{name}</text>{grips}</svg>'
)
DONE = '<rect class="roadmap-done" y="{}" width="{}%" height="3" rx="1.5"/>'
GRIPS = mark_safe(
    f'<rect class="roadmap-grip" data-edge="start" x="-4" width="10" height="{BAR}"/>'
    '<svg x="100%" overflow="visible">'
    f'<rect class="roadmap-grip" data-edge="end" x="-6" width="10" height="{BAR}"/></svg>'
)
STONE_SVG = (
    '<svg x="{x}%" y="{y}" overflow="visible"><path d="M0 6 9 15 0 24-9 15z"/>{sign}'
    '<rect class="roadmap-hit" x="-12" y="3" width="24" height="24"/><text {where} y="19">{name}</text></svg>'
)
SIGN = '<path class="roadmap-sign" d="{}"/>'
SIGNS = {
    "on_track": format_html(SIGN, "M-3.5 15l2.5 2.5 4.5-5"),
    "at_risk": format_html(SIGN, "M0 10.5v5M0 18v1.5"),
    "late": format_html(SIGN, "M-3 12l6 6M3 12l-6 6"),
}
SPAN = '<rect class="roadmap-span" x="{}%" y="{}" width="{}%" height="2"/>'
GHOST = '<rect class="roadmap-ghost" x="{}%" y="{}" width="{}%" height="{}" rx="5"/>'
GHOST_STONE = (
    '<line class="roadmap-ghost" x1="{x}%" x2="{now}%" y1="{middle}" y2="{middle}"/>'
    '<svg x="{x}%" y="{y}" overflow="visible">'
    '<path class="roadmap-ghost" d="M0 6 9 15 0 24-9 15z"/></svg>'
)
FADE = (
    '<linearGradient id="roadmap-ramp-{0}-{1}"><stop offset="0" stop-color="{2}"/>'
    '<stop offset="{0}%" stop-color="#fff"/>'
    '<stop offset="{1}%" stop-color="#fff"/><stop offset="1" stop-color="{3}"/></linearGradient>'
    '<mask id="roadmap-fade-{0}-{1}" maskContentUnits="objectBoundingBox">'
    '<rect width="1" height="1" fill="url(#roadmap-ramp-{0}-{1})"/></mask>'
)
ARROW = (
    '<g class="roadmap-arrow"{conflict}><svg x="{xa}%" overflow="visible"><path d="M-{out} {ya}V{ym}"/></svg>'
    '<line x1="{xa}%" x2="{xb}%" y1="{ym}" y2="{ym}" transform="translate(-{out})"/>'
    '<svg x="{xb}%" overflow="visible"><path d="M-{out} {ym}V{yb}H-1"/>'
    '<path class="roadmap-head" d="M-5 {up}L0 {yb}L-5 {down}"/></svg></g>'
)


def number(value):
    return f"{value:.3f}".rstrip("0").rstrip(".")


def dates_in_words(item, language):
    """ "5 Nov 2026 to 2027 Q1"; says which end is not known."""
    start, end = (fuzzy.label(language) if fuzzy else "" for fuzzy in (item.start, item.end))
    if item.kind == "milestone":
        return end or _("no date")
    if start == end and item.is_dated:
        return start
    if start and end:
        return _("%(start)s to %(end)s") % {"start": start, "end": end}
    if start:
        return _("from %s, end open") % start
    return _("until %s, start open") % end if end else _("no date")


def said(placed, language, then=""):
    """An item in words, with its earlier promise; `then` says when that was."""
    item = placed.item
    parts = [item.name, dates_in_words(item, language), item.state]
    if item.done is not None:
        parts.append(f"{round(item.done * 100)} %")
    if item.late and item.health != "late":
        parts.append(_("late"))
    if placed.was:
        before, moved = f"{then}: {dates_in_words(placed.was, language)}", moved_by(placed)
        parts.append(f"{moved} ({before})" if moved else before)
    return ". ".join(part for part in parts if part)


def moved_by(placed):
    """By how many days its last day lies later or earlier than in its earlier promise, in words."""
    now, then = placed.item.end, placed.was.end
    days = (now.end - then.end).days if now and then else 0
    if days > 0:
        return ngettext("%(days)s day later", "%(days)s days later", days) % {"days": days}
    return ngettext("%(days)s day earlier", "%(days)s days earlier", -days) % {"days": -days} if days else ""


def attributes(placed, language, then):
    item = placed.item
    given = {
        "id": f"{item.kind}-{item.pk}",
        "class": f"roadmap-{'stone' if item.kind == 'milestone' else 'bar'}",
        "data-kind": item.kind,
        "data-id": item.pk,
        "data-hue": item.hue,
        "data-late": "" if item.late else None,
        "data-reached": "" if item.reached else None,
        "data-health": item.health or None,
        "aria-label": said(placed, language, then),
    }
    if item.lock_version is not None:
        given |= {
            "data-lock-version": item.lock_version,
            "data-move": f"{item.moves}shift/{item.kind}/{item.pk}/",
            "data-dates": item.dates_url,
            "data-start": item.start or "",
            "data-end": item.end or "",
            "aria-describedby": "roadmap-help",
        }
    if item.url:
        given["href"] = item.url
    else:
        given |= {"role": "img"}
    return mark_safe("".join(f' {name}="{escape(str(value))}"' for name, value in given.items() if value is not None))


def bar(placed, language, then):
    """A version or requirement."""
    item, soft = placed.item, placed.solid != (0, 100)
    drawing = format_html(
        BAR_SVG,
        x=number(placed.left), y=placed.y, width=number(placed.width), height=BAR,
        overflow="visible" if placed.side else "hidden",
        mask=format_html(' mask="url(#roadmap-fade-{}-{})"', *placed.solid) if soft else BARE,
        done=format_html(DONE, BAR - 3, number(placed.done)) if placed.done else BARE,
        where=TEXTS[placed.side], name=named(placed), grips=GRIPS if item.lock_version is not None else BARE,
    )  # fmt: skip
    return wrapped(placed, drawing, language, then)


def named(placed):
    """The name as far as there is room for it, in a bar with what it is about."""
    name, room = placed.item.name, placed.room(placed.side)
    note = placed.item.note if not placed.side else ""
    note = note and shortened(note, room - width_of(name, LETTER) - LETTER)
    name = shortened(name, room)
    return format_html(NAMED, name, note) if note else name


def shortened(text, room):
    """The text, or as much of it as fits; not a scrap of it."""
    if width_of(text, LETTER) <= room:
        return text
    kept = ""
    for sign in text:
        if width_of(kept + sign, LETTER) > room - 2 * LETTER:
            break
        kept += sign
    return f"{kept.rstrip()}…" if len(kept) > 3 else ""


def stone(placed, language, then):
    """A milestone: a diamond in the middle of the time that is promised, with that time as a line."""
    where, name = STONE_TEXTS[placed.side], named(placed)
    sign = SIGNS.get(placed.item.health, BARE)
    drawing = format_html(STONE_SVG, x=number(placed.center), y=placed.y, sign=sign, where=where, name=name)
    if placed.item.end.start != placed.item.end.end:
        drawing = format_html(SPAN, number(placed.left), placed.y + STONE - 3, number(placed.width)) + drawing
    return wrapped(placed, drawing, language, then)


def wrapped(placed, drawing, language, then):
    tag = "a" if placed.item.url else "g"
    title = format_html("<title>{}</title>", said(placed, language, then)) if placed.was else BARE
    return format_html("<{0}{1}>{2}{3}</{0}>", tag, attributes(placed, language, then), title, drawing)


def ghost(placed):
    """Where it stood in an earlier promise."""
    left, width = placed.ghost
    if placed.is_stone:
        x, now = number(left + width / 2), number(placed.center)
        return format_html(GHOST_STONE, x=x, now=now, y=placed.y, middle=placed.middle)
    return format_html(GHOST, number(left), placed.y + PEEP, number(max(width, 0.4)), BAR)


def fades(timeline):
    """The masks by which bars of uncertain dates fade."""
    wanted = {placed.solid for band in timeline.bands for placed in band.bars} - {(0, 100)}
    return format_html_join(
        "", FADE, ((a, b, "#000" if a else "#fff", "#000" if b < 100 else "#fff") for a, b in sorted(wanted))
    )


def arrow(source, target, edge):
    """From the end of what blocks to the beginning of what is blocked."""
    ya, yb = source.middle, target.middle
    below = target.y > source.y
    lane = target.y - ELBOW / 2 if below else target.y + BAR + ELBOW / 2
    if source.y == target.y:
        lane = source.y + BAR + ELBOW / 2
    return format_html(
        ARROW, conflict=mark_safe(' data-conflict=""') if edge.conflict else BARE, out=OUT,
        xa=number(source.right), xb=number(target.left), ya=ya + (BAR / 2 if lane > ya else -BAR / 2),
        ym=lane, yb=yb, up=yb - 4, down=yb + 4,
    )  # fmt: skip


def drawn(timeline, language, then=""):
    """All that lies on the grid, as one safe string per lane in `marks`, and what lies under and over them. `then` says
    what a ghost is, “as promised on 2026-10-01”.
    """
    for band in timeline.bands:
        over, under = ([ghost(placed) for placed in some if placed.ghost] for some in (band.bars, band.stones))
        bars = [bar(placed, language, then) for placed in band.bars]
        stones = [stone(placed, language, then) for placed in band.stones]
        band.marks = mark_safe("".join([*bars, *over, *under, *stones]))
    timeline.fades = fades(timeline)
    timeline.arrows = mark_safe("".join(arrow(*edge) for edge in timeline.edges))
    return timeline
