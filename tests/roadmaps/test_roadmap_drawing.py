"""Where things lie on a roadmap: pure geometry, without a database or a request."""

from datetime import date

import pytest
from django.template.loader import render_to_string

from pmhub.lib.fuzzy_dates import FuzzyDate
from roadmaps.drawing import marks, twin
from roadmaps.drawing.axis import COLUMNS, Axis
from roadmaps.drawing.items import Edge, Item, Lane
from roadmaps.drawing.shifting import Shift, between
from roadmaps.drawing.timeline import Timeline

TODAY = date(2026, 11, 19)
AXIS = Axis.around("month", TODAY)


def fuzzy(text):
    return FuzzyDate.parse(text) if text else None


def version(pk=1, start="2026-10-06", end="2026-11-08", **more):
    return Item("version", pk, f"2.{pk}", fuzzy(start), fuzzy(end), **more)


def one(item, axis=AXIS):
    return one_lane([item], axis)


def one_lane(items, axis=AXIS):
    return Timeline.of([Lane("a", "A", items=items)], axis).bands[0]


def test_the_axis_begins_one_unit_before_today():
    assert (AXIS.start, AXIS.end) == (date(2026, 10, 1), date(2027, 7, 1))
    assert Axis.around("quarter", TODAY).start == date(2026, 7, 1)
    assert Axis.around("half", TODAY).start == date(2026, 1, 1)
    assert Axis.around("year", TODAY).start == date(2025, 1, 1)


def test_columns_say_month_quarter_and_year_in_both_languages():
    said = [(column.label, column.below) for column in AXIS.columns("en")]
    assert said[:4] == [("Oct", "2026 Q4"), ("Nov", ""), ("Dec", ""), ("Jan", "2027 Q1")]
    assert said[6] == ("Apr", "Q2")
    assert [column.label for column in AXIS.columns("zh-hans")][:2] == ["10 月", "11 月"]
    halves = Axis.of("half", TODAY).columns("zh-hans")
    assert [(c.label, c.below) for c in halves][:2] == [("下半年", "2026 年"), ("上半年", "2027 年")]


@pytest.mark.parametrize("zoom", COLUMNS)
def test_columns_fill_the_axis(zoom):
    axis = Axis.around(zoom, TODAY)
    columns = axis.columns("en")
    assert len(columns) == COLUMNS[zoom]
    assert columns[0].at == 0
    assert axis.at(axis.end) == 100


@pytest.mark.parametrize("years", [-9999, 9999])
def test_the_axis_ends_with_the_calendar(years):
    assert Axis.of("year", TODAY).moved(years).columns("en")


@pytest.mark.parametrize(("start", "end"), [(None, "0001-01-01"), ("9999-12-31", None), ("0001-01-01", "9999-12-31")])
def test_a_bar_may_end_with_the_calendar(start, end):
    drawn = Timeline.of([Lane("", "", items=[version(start=start, end=end)])], AXIS)
    assert len(drawn.bands[0].bars) + sum(drawn.beyond) == 1


def test_a_bar_ends_with_its_last_day():
    placed = one(version(start="2026-10-01", end="2026-10-31")).bars[0]
    assert placed.left == 0
    assert placed.right == pytest.approx(AXIS.at(date(2026, 11, 1)))
    assert placed.solid == (0, 100)


def test_a_quarter_precise_end_fades_over_the_quarter():
    placed = one(version(start="2026-12-31", end="2027-Q1")).bars[0]
    assert placed.right == pytest.approx(AXIS.at(date(2027, 4, 1)))
    assert placed.solid == (0, 0)
    placed = one(version(start="2026-10-01", end="2027-Q1")).bars[0]
    assert placed.solid == (0, 50)


@pytest.mark.parametrize(("start", "end", "solid"), [(None, "2026-12-11", (95, 100)), ("2026-12-01", None, (0, 5))])
def test_an_unknown_end_fades(start, end, solid):
    assert one(version(start=start, end=end)).bars[0].solid == solid


def test_a_bar_is_cut_at_the_edge_and_its_progress_with_it():
    placed = one(version(start="2026-09-01", end="2026-10-31", done=0.5)).bars[0]
    assert placed.left == 0
    assert placed.done == pytest.approx(0, abs=2)
    assert one(version(start="2026-01-01", end="2026-10-31", done=1)).bars[0].done == 100


def test_what_lies_outside_is_counted():
    lanes = [Lane("a", "A", items=[version(1, "2020-01", "2020-02"), version(2, "2031-01", "2031-02")])]
    assert Timeline.of(lanes, AXIS).beyond == (1, 1)


def test_things_of_one_row_do_not_overlap():
    lane = Lane("a", "A", items=[version(n, "2026-10-01", "2026-11-15") for n in range(1, 4)])
    band = Timeline.of([lane], AXIS).bands[0]
    assert len({placed.y for placed in band.bars}) == 3
    assert band.height > 100
    apart = [version(1, "2026-10-01", "2026-11-15"), version(2, "2026-12-01", "2027-01-15")]
    assert len({p.y for p in Timeline.of([Lane("a", "A", items=apart)], AXIS).bands[0].bars}) == 1


def test_undated_things_wait_in_the_tray():
    item = version(start=None, end=None)
    timeline = Timeline.of([Lane("a", "A", items=[item])], AXIS)
    assert timeline.unplaced == [item]
    assert not timeline.bands[0].bars


def test_an_earlier_promise_is_a_ghost_only_where_it_differs():
    item = version()
    lanes = [Lane("a", "A", items=[item])]
    earlier = (fuzzy("2026-10-06"), fuzzy("2026-10-20"))
    assert Timeline.of(lanes, AXIS, ghosts={item.key: earlier}).bands[0].bars[0].ghost
    assert not Timeline.of(lanes, AXIS, ghosts={item.key: (item.start, item.end)}).bands[0].bars[0].ghost


def test_an_earlier_promise_of_a_milestone_is_drawn_and_said():
    item = Item("milestone", 3, "GA", end=fuzzy("2026-12-01"))
    timeline = Timeline.of([Lane("a", "A", items=[item])], AXIS, ghosts={item.key: (None, fuzzy("2026-11-10"))})
    html = marks.drawn(timeline, "en", "as promised on 2026-10-01").bands[0].marks
    assert html.count('class="roadmap-ghost"') == 2
    assert "<title>GA. 1 Dec 2026. 21 days later (as promised on 2026-10-01: 10 Nov 2026)</title>" in html
    assert 'aria-label="GA. 1 Dec 2026. 21 days later (as promised on 2026-10-01: 10 Nov 2026)"' in html


def test_an_earlier_promise_lies_over_its_bar():
    item, earlier = version(end="2026-11-08"), (fuzzy("2026-10-06"), fuzzy("2026-11-10"))
    timeline = Timeline.of([Lane("a", "A", items=[item])], AXIS, ghosts={item.key: earlier})
    html = marks.drawn(timeline, "en", "as promised on 2026-10-01").bands[0].marks
    assert html.index("roadmap-body") < html.index("roadmap-ghost")
    assert "2 days earlier (as promised on 2026-10-01: 6 Oct 2026 to 10 Nov 2026)" in html


def test_a_name_stands_where_there_is_room_for_it():
    def side(start, end, name="Search 1.0"):
        return one(Item("version", 1, name, fuzzy(start), fuzzy(end))).bars[0].side

    assert side("2026-10-06", "2027-03-31") == ""
    assert side("2026-10-06", "2026-10-10") == "after"
    assert side("2027-06-25", "2027-06-29") == "before"
    assert one(Item("milestone", 1, "Beta ends", end=fuzzy("2027-06-25"))).stones[0].side == "before"


def test_names_before_and_after_their_things_do_not_overlap():
    items = [Item("version", n, f"Version {n}", fuzzy(day), fuzzy(day)) for n, day in enumerate(
        ["2027-06-01", "2027-06-12", "2027-06-20", "2027-06-28", "2026-10-01", "2026-10-09"]
    )]  # fmt: skip
    rows = {}
    for placed in one_lane(items).bars:
        rows.setdefault(placed.y, []).append(placed.spread)
    for spreads in rows.values():
        ordered = sorted(spreads)
        assert all(ends < begins for (_, ends), (begins, _) in zip(ordered, ordered[1:], strict=False))


def test_a_name_for_which_there_is_no_room_is_cut_short():
    item = Item("milestone", 1, "A very long name " * 12, end=fuzzy("2027-01-25"))
    timeline = marks.drawn(Timeline.of([Lane("a", "A", items=[item])], AXIS), "en")
    assert "A very long name A very long name A v" in timeline.bands[0].marks
    assert "…</text>" in timeline.bands[0].marks


def test_lanes_are_as_high_as_their_headings_and_bars_need():
    bare, told = (Lane("a", "A", note=note, items=[version()]) for note in ("", "Conversion 12 → 20 %"))
    assert [band.height for band in Timeline.of([bare, told], AXIS).bands] == [46, 78]


def test_a_cycle_of_dependencies_is_drawn():
    one, two = version(1), version(2, "2026-12-01", "2027-01-15")
    edges = [Edge(one.key, two.key), Edge(two.key, one.key, "too late"), Edge(one.key, ("version", 99))]
    timeline = marks.drawn(Timeline.of([Lane("a", "A", items=[one, two])], AXIS, edges=edges), "en")
    assert str(timeline.arrows).count('class="roadmap-arrow"') == 2
    assert str(timeline.arrows).count("data-conflict") == 1


def test_names_are_escaped():
    item = Item("version", 1, "<script>", fuzzy("2026-10"), fuzzy("2026-12"))
    timeline = marks.drawn(Timeline.of([Lane("a", "A", items=[item])], AXIS), "en")
    assert "<script>" not in timeline.bands[0].marks
    assert "&lt;script&gt;" in timeline.bands[0].marks


def test_the_table_escapes_what_people_typed_and_has_only_its_columns():
    typed = '<b>"&'
    words = {"state": typed, "owner": typed, "url": '/v/"', "moves": '/m/"'}
    item = Item("version", 1, typed, end=fuzzy("2026-12"), done=0.5, lock_version=1, **words)
    table = twin.rows([Lane("a", typed, items=[item])], "en", columns=("progress", "owner", "actions"))
    assert "<b>" not in table
    assert table.count("&lt;b&gt;&quot;&amp;") == 5
    assert 'href="/v/&quot;"' in table
    assert 'hx-get="/m/&quot;dates/version/1/"' in table
    assert "50 %" in table
    few = twin.rows([Lane("a", "A", items=[item])], "en", columns=())
    assert few.count("<td") == 6


def test_it_renders_without_a_request():
    lane = Lane("a", "Goal", items=[version(), Item("milestone", 3, "GA", end=fuzzy("2026-Q4"))])
    timeline = marks.drawn(Timeline.of([lane], AXIS, today=TODAY), "en")
    html = render_to_string("roadmaps/_roadmap_timeline.html", {"drawn": timeline, "columns": AXIS.columns("en")})
    assert 'aria-label="2.1. 6 Oct 2026 to 8 Nov 2026"' in html
    assert "roadmap-span" in html
    assert " href=" not in html
    assert "style=" not in html
    table = twin.rows([lane], "en")
    assert table.index(">8 Nov 2026</td>") < table.index(">2026 Q4</td>")
    assert table.count('data-label="Start"') == 2


@pytest.mark.parametrize(
    ("before", "shift", "after"),
    [
        ("2024-02-29", Shift(months=12), "2025-02-28"),
        ("2024-02-29", Shift(months=-12), "2023-02-28"),
        ("2026-01-31", Shift(months=1), "2026-02-28"),
        ("2026-10-06", Shift(days=30), "2026-11-05"),
        ("2026-Q4", Shift(months=3), "2027-Q1"),
        ("2026-Q4", Shift(days=91), "2027-Q1"),
        ("2026-Q4", Shift(months=1), "2026-Q4"),
        ("2026-11", Shift(days=12), "2026-11"),
        ("2026", Shift(months=-6), "2026"),
        ("2026", Shift(months=12), "2027"),
    ],
)
def test_dates_move_as_exact_as_they_are(before, shift, after):
    assert str(shift.of(fuzzy(before))) == after


def test_nothing_moves_out_of_the_calendar():
    with pytest.raises(OverflowError):
        Shift(months=12 * 9000).of(fuzzy("2026-01-01"))
    with pytest.raises(OverflowError):
        Shift(days=10**7).of(fuzzy("2026-01-01"))


def test_the_shift_between_two_dates():
    assert between(fuzzy("2026-10-06"), fuzzy("2027-01-06")) == Shift(months=3)
    assert between(fuzzy("2026-10-06"), fuzzy("2026-10-09")) == Shift(days=3)
    assert not between(None, fuzzy("2026-10-09"))
    assert between(fuzzy("2026-11-30"), fuzzy("2027-02-28")) == Shift(months=3)
    assert not between(fuzzy("2026-Q4"), fuzzy("2026-12-11"))
    assert not between(fuzzy("2026-12-11"), fuzzy("2026"))
    assert between(fuzzy("2026-12-11"), fuzzy("2027-Q1")) == Shift(days=110)
    assert between(fuzzy("2027-Q1"), fuzzy("2026-12-11")) == Shift(days=-110)
