from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changes.models import Change
from changes.operations.undoing import undo_batch
from changes.stream import catch_up
from feedback.clocks.following import FOLLOWED, follow
from feedback.clocks.keeping import keep_clocks
from feedback.models import CalendarDay, ClockEvent, Customer, Desk, Feedback, ServiceTarget, Tier, WorkCalendar
from feedback.models.clock_event import ClockKind
from feedback.operations import timing
from feedback.operations.answering import reply
from feedback.operations.clocking import note
from feedback.operations.customers import merge_customers, separate_customer
from feedback.operations.timing import keep_if_due
from feedback.operations.triaging import set_kind

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)


def at(*parts):
    return datetime(*parts, tzinfo=SHANGHAI)


@pytest.fixture
def tell(maya):
    """`tell(voice, kind, at)` notes something; the item as it is then."""

    def told(voice, kind, moment):
        note(voice, kind, by=maya, at=moment)
        return Feedback.objects.get(pk=voice.pk)

    return told


@pytest.fixture
def working_hours(shop):
    """SHOP answers in 8 and solves in 40 working hours, 9:00 to 18:00, by China's law."""
    WorkCalendar.objects.create(product=shop)
    return ServiceTarget.objects.create(product=shop, response_hours=8, solution_hours=40, working_time=True)


def close(voice):
    Feedback.objects.filter(pk=voice.pk).update(state="solved")
    voice.refresh_from_db()


def test_without_targets_everything_is_due_in_48_hours(make_voice):
    voice = make_voice(received_at=at(2026, 10, 1, 12))
    assert voice.response_due_at == voice.solution_due_at == voice.next_due_at == at(2026, 10, 3, 12)


def test_the_most_specific_target_wins(shop, make_voice):
    tier = Tier.objects.create(product=shop, name="A")
    customer = Customer.objects.create(product=shop, name="华东旗舰", tier=tier)
    for kind, of, hours in [("", None, 40), ("defect", None, 30), ("", tier, 20), ("defect", tier, 10)]:
        ServiceTarget.objects.create(product=shop, kind=kind, tier=of, response_hours=hours, solution_hours=hours)
    voices = [
        make_voice(kind=kind, customer=of)
        for kind, of in [("praise", None), ("defect", None), ("praise", customer), ("defect", customer)]
    ]
    assert [(voice.next_due_at - voice.received_at) // HOUR for voice in voices] == [40, 30, 20, 10]


def test_over_national_day_2026_with_a_pause_to_the_minute(make_voice, tell, working_hours):
    """By hand. The State Council's days for 2026: 1 to 7 October off, Sunday 20 September and Saturday 10 October
    worked. Received on Wednesday 30 September at 15:25; nine hours a day from 9:00 to 18:00.

    First response, 8 h: 30 Sept 15:25–18:00 = 2:35; 8 Oct 9:00–18:00 has the other 5:25 → Thursday 8 October 14:25.

    Solution, 40 h: 30 Sept 2:35. Asked back on Thursday 8 October at 11:10: 9:00–11:10 = 2:10, together 4:45. The
    customer answers on Saturday 10 October at 16:40, a day that is worked. The pause counted 8 Oct 11:10–18:00 = 6:50,
    9 Oct 9:00, 10 Oct 9:00–16:40 = 7:40, together 23:30. Then 10 Oct 16:40–18:00 = 1:20, together 6:05; Sunday 11 is
    off; Monday 12 9:00 → 15:05; Tuesday 13 → 24:05; Wednesday 14 → 33:05; 6:55 are left → Thursday 15 October 15:55.
    Without the pause 40 h are over on: 2:35, 8 Oct → 11:35, 9 Oct → 20:35, 10 Oct → 29:35, 12 Oct → 38:35, 1:25 left →
    Tuesday 13 October 10:25. From there to 15 Oct 15:55: 7:35 + 9:00 + 6:55 = 23:30, the pause to the minute.
    """
    voice = make_voice(received_at=at(2026, 9, 30, 15, 25))
    assert voice.response_due_at == at(2026, 10, 8, 14, 25)
    assert voice.solution_due_at == at(2026, 10, 13, 10, 25)
    asked = tell(voice, ClockKind.PAUSED, at(2026, 10, 8, 11, 10))
    assert (asked.solution_due_at, asked.next_due_at) == (None, at(2026, 10, 8, 14, 25))
    answered = tell(voice, ClockKind.RESUMED, at(2026, 10, 10, 16, 40))
    assert answered.solution_due_at == at(2026, 10, 15, 15, 55)
    assert answered.response_due_at == at(2026, 10, 8, 14, 25)


def test_the_hour_of_the_make_up_sunday_counts(make_voice, working_hours):
    """Friday 18 September 17:00: one hour that day, none on Saturday, seven on Sunday 20, which is worked."""
    assert make_voice(received_at=at(2026, 9, 18, 17)).response_due_at == at(2026, 9, 20, 16)


def test_an_override_moves_what_is_due(shop, make_voice, working_hours):
    CalendarDay.objects.create(product=shop, day=date(2026, 9, 20), works=False, name="盘点")
    assert make_voice(received_at=at(2026, 9, 18, 17)).response_due_at == at(2026, 9, 21, 16)


def test_a_pause_round_the_clock_is_as_long_as_it_was(make_voice, tell):
    voice = make_voice(received_at=at(2026, 11, 2, 9))
    tell(voice, ClockKind.PAUSED, at(2026, 11, 2, 10))
    assert tell(voice, ClockKind.RESUMED, at(2026, 11, 2, 13, 17)).solution_due_at == at(2026, 11, 4, 12, 17)


def test_what_was_late_before_the_pause_stays_late(make_voice, tell):
    voice = make_voice(received_at=at(2026, 11, 2, 9))
    paused = tell(voice, ClockKind.PAUSED, at(2026, 11, 5, 9))
    assert paused.solution_due_at == at(2026, 11, 4, 9)
    assert tell(voice, ClockKind.RESUMED, at(2026, 11, 9, 9)).solution_due_at == at(2026, 11, 4, 9)


def test_the_first_response_is_the_first(make_voice, tell):
    voice = make_voice(received_at=at(2026, 11, 2, 9))
    tell(voice, ClockKind.RESPONDED, at(2026, 11, 2, 11))
    answered = tell(voice, ClockKind.RESPONDED, at(2026, 11, 3, 11))
    assert answered.responded_at == at(2026, 11, 2, 11)
    assert answered.next_due_at == answered.solution_due_at == at(2026, 11, 4, 9)


def test_what_is_closed_is_due_no_more(make_voice, tell):
    voice = make_voice(received_at=at(2026, 11, 2, 9))
    close(voice)
    solved = tell(voice, ClockKind.SOLVED, at(2026, 11, 3, 9))
    assert (solved.solved_at, solved.next_due_at) == (at(2026, 11, 3, 9), None)
    assert solved.solution_due_at == at(2026, 11, 4, 9)


def test_opened_again_the_solution_clock_goes_on_where_it_stood(make_voice, tell):
    """24 of 48 hours had passed when it was closed; the five days until it was opened again do not count."""
    voice = make_voice(received_at=at(2026, 11, 2, 9))
    close(voice)
    tell(voice, ClockKind.SOLVED, at(2026, 11, 3, 9))
    Feedback.objects.filter(pk=voice.pk).update(state="accepted")
    voice.refresh_from_db()
    again = tell(voice, ClockKind.REOPENED, at(2026, 11, 8, 9))
    assert (again.solved_at, again.solution_due_at) == (None, at(2026, 11, 9, 9))


def test_events_told_late_are_reckoned_in_their_order(make_voice, tell):
    voice = make_voice(received_at=at(2026, 11, 2, 9))
    tell(voice, ClockKind.RESUMED, at(2026, 11, 2, 13))
    assert tell(voice, ClockKind.PAUSED, at(2026, 11, 2, 11)).solution_due_at == at(2026, 11, 4, 11)


def test_an_event_that_is_taken_back_has_never_been(make_voice, maya):
    voice = make_voice(received_at=at(2026, 11, 2, 9))
    before = Feedback.objects.values("solution_due_at", "next_due_at", "responded_at").get(pk=voice.pk)
    reply(voice, by=maya, body="We look into it.", waiting=True)
    assert Feedback.objects.get(pk=voice.pk).responded_at
    undo_batch(Change.objects.filter(operation="reply").latest("id").batch, by=maya)
    catch_up()
    assert Feedback.objects.values(*before).get(pk=voice.pk) == before


def test_another_kind_is_another_promise(shop, make_voice, maya):
    ServiceTarget.objects.create(product=shop, kind="defect", response_hours=4, solution_hours=8)
    voice = make_voice(kind="question")
    set_kind(voice, by=maya, kind="defect")
    catch_up()
    voice.refresh_from_db()
    assert voice.next_due_at - voice.received_at == 4 * HOUR


@pytest.mark.parametrize(
    "change, due, closed_too",
    [
        (lambda shop: ServiceTarget.objects.of(shop).update(response_hours=9), (2026, 11, 2, 18), False),
        (lambda shop: WorkCalendar.objects.of(shop).update(opens=time(10)), (2026, 11, 2, 18), True),
        (
            lambda shop: CalendarDay.objects.create(product=shop, day=date(2026, 11, 2), works=False),
            (2026, 11, 3, 17),
            True,
        ),
        (lambda shop: type(shop).objects.filter(pk=shop.pk).update(time_zone="UTC"), (2026, 11, 3, 1), True),
    ],
)
def test_items_follow_the_calendar_and_open_ones_their_targets(
    shop, make_voice, working_hours, change, due, closed_too
):
    """Received on Monday 2 November at 8:00 in Shanghai, due eight working hours later: at 17:00. A target of nine
    hours would be over at 18:00; opening at ten: at 18:00; a day off: a day later; in UTC people begin at 17:00."""
    voice, closed = make_voice(received_at=at(2026, 11, 2, 8)), make_voice(received_at=at(2026, 11, 2, 8))
    assert voice.response_due_at == at(2026, 11, 2, 17)
    close(closed)
    catch_up()
    assert keep_if_due(shop.pk) is False  # the calendar itself is new
    change(shop)
    catch_up()
    assert keep_if_due(shop.pk) is False
    voice.refresh_from_db()
    closed.refresh_from_db()
    assert voice.response_due_at == at(*due)
    assert closed.response_due_at == (at(*due) if closed_too else at(2026, 11, 2, 17))
    assert not Desk.objects.due("clocks").exists()


def test_two_workers_do_not_reckon_one_product_at_once(shop, make_voice):
    make_voice()
    Desk.objects.update(clocks_due_at=timezone.now())
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('pmhub clocks'), %s)", [shop.pk])
            assert keep_if_due(shop.pk) is False
            assert Desk.objects.due("clocks").exists()  # the sweep finds it again
            cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        other.close()
    assert keep_if_due(shop.pk) is False
    assert not Desk.objects.due("clocks").exists()


@pytest.fixture
def many(shop, maya, monkeypatch):
    """Ten open items, reckoned by two. `many(hours)`: what is promised is another thing now."""
    monkeypatch.setattr(timing, "AT_A_TIME", 2)
    Feedback.objects.bulk_create(
        Feedback(product=shop, number=n, key=f"SHOP-F{n}", title="…", author=maya, received_at=at(2026, 11, 2, 9))
        for n in range(1, 11)
    )
    Desk.objects.get_or_create(product=shop)

    def promise(hours):
        told = {"response_hours": hours, "solution_hours": hours}
        ServiceTarget.objects.update_or_create(product=shop, kind="", tier=None, defaults=told)
        timing.ask_for_clocks({shop.pk}, set())
        Desk.objects.filter(product=shop).update(clocks_due_at=timezone.now())  # each asks in a transaction of its own

    return promise


def promised(shop):
    """In how many hours each item is due, in the order of items."""
    rows = Feedback.objects.of(shop).order_by("pk").values_list("next_due_at", "received_at")
    return [due and (due - received) // HOUR for due, received in rows]


def steps(shop, count):
    for _n in range(count):
        timing.step(Desk.objects.get(product=shop))


def test_who_follows_a_worker_that_was_killed_goes_on_where_it_was(shop, many):
    many(5)
    steps(shop, 3)
    assert promised(shop) == [5] * 6 + [None] * 4
    first = Feedback.objects.order_by("pk").first()
    Feedback.objects.filter(pk=first.pk).update(next_due_at=None)
    assert keep_if_due(shop.pk) is False
    assert promised(shop) == [None] + [5] * 9  # nobody began at the first one again
    assert list(Desk.objects.values_list("clocks_due_at", "clocks_place", "clocks_from")) == [(None, 0, 0)]


@pytest.mark.parametrize("done", range(8))
def test_what_is_asked_for_on_the_way_holds_for_all(shop, many, done):
    many(5)
    for hours in (7, 9):
        steps(shop, done)
        many(hours)
    assert keep_if_due(shop.pk) is False
    assert promised(shop) == [9] * 10
    assert not Desk.objects.due("clocks").exists()


def test_who_asks_again_and_again_holds_nobody_up(shop, many, monkeypatch):
    """Each time while a part is reckoned by what was promised before."""
    hours, kept = iter(range(6, 30)), timing.keep_clocks

    def ask_meanwhile(found):
        written = kept(found)
        many(next(hours))
        return written

    monkeypatch.setattr(timing, "keep_clocks", ask_meanwhile)
    many(5)
    steps(shop, 5)
    assert promised(shop) == [5, 5, 6, 6, 7, 7, 8, 8, 9, 9]
    monkeypatch.setattr(timing, "keep_clocks", kept)
    assert keep_if_due(shop.pk) is False
    assert promised(shop) == [10] * 10


def test_customers_of_another_tier_wait_differently(shop, make_voice):
    tier = Tier.objects.create(product=shop, name="A")
    customer = Customer.objects.create(product=shop, name="华东旗舰")
    ServiceTarget.objects.create(product=shop, tier=tier, response_hours=2, solution_hours=2)
    voice = make_voice(customer=customer)
    assert voice.next_due_at - voice.received_at == 48 * HOUR
    Customer.objects.filter(pk=customer.pk).update(tier=tier)
    with CaptureQueriesContext(connection) as asked:
        assert follow(Change.objects.filter(type="customer")) == ({shop.pk}, set())  # a worker does what may be much
    assert not [query["sql"] for query in asked if "feedback_feedback" in query["sql"]]
    catch_up()
    assert keep_if_due(shop.pk) is False
    voice.refresh_from_db()
    assert voice.next_due_at - voice.received_at == 2 * HOUR


def test_a_merged_customer_has_the_tier_of_the_one_it_is_part_of(shop, make_voice, manager):
    tier = Tier.objects.create(product=shop, name="Gold")
    ServiceTarget.objects.create(product=shop, tier=tier, response_hours=4, solution_hours=4)
    gold = Customer.objects.create(product=shop, name="华东旗舰", tier=tier)
    branch = Customer.objects.create(product=shop, name="华东旗舰（分店）")
    voice = make_voice(customer=branch)
    merge_customers(branch, gold, by=manager)
    catch_up()
    assert keep_if_due(shop.pk) is False
    voice.refresh_from_db()
    assert voice.next_due_at - voice.received_at == 4 * HOUR
    assert make_voice(customer=branch).next_due_at is not None
    separate_customer(branch, by=manager)
    catch_up()
    assert keep_if_due(shop.pk) is False
    voice.refresh_from_db()
    assert voice.next_due_at - voice.received_at == 48 * HOUR


def test_a_calendar_with_too_little_time_leaves_an_item_without_a_due_moment(shop, make_voice):
    WorkCalendar.objects.create(product=shop, opens=time(9), closes=time(9, 30), weekdays=[1])
    ServiceTarget.objects.create(product=shop, response_hours=1, solution_hours=10_000, working_time=True)
    voice = make_voice(received_at=at(2026, 10, 12, 9))
    assert voice.response_due_at == voice.next_due_at == at(2026, 10, 19, 9, 30)
    assert voice.solution_due_at is None
    catch_up()  # and the consumer goes on, too


def test_nothing_is_written_that_is_as_before(make_voice):
    make_voice()
    assert keep_clocks(Feedback.objects.all()) == 0


def test_what_an_operation_reckoned_is_read_again_and_nothing_else(shop, make_voice, maya):
    """The consumer neither writes nor holds up anybody, unless something came about without an operation."""
    voice = make_voice()
    reply(voice, by=maya, body="We look into it.", waiting=True)
    with CaptureQueriesContext(connection) as asked:
        follow(Change.objects.filter(type__in=FOLLOWED))
    assert [query["sql"] for query in asked if "UPDATE" in query["sql"]] == []
    assert len(asked) == 5
    ClockEvent.objects.filter(feedback=voice, kind=ClockKind.RESPONDED).delete()
    follow(Change.objects.filter(type__in=FOLLOWED))
    voice.refresh_from_db()
    assert voice.responded_at is None


def test_what_moves_a_clock_several_times_is_written_once(make_voice, maya):
    with CaptureQueriesContext(connection) as asked:
        voice = make_voice(state="solved", solution="Done")
    assert sum(query["sql"].startswith(("INSERT", "UPDATE feedback_feedback", 'UPDATE "f')) for query in asked) == 3
    assert Feedback.objects.get(pk=voice.pk).solved_at == voice.solved_at is not None


def test_hundreds_are_reckoned_in_a_few_queries(shop, make_voice, maya, django_assert_max_num_queries):
    Feedback.objects.bulk_create(
        Feedback(product=shop, number=n, key=f"SHOP-F{n}", title="…", author=maya, received_at=at(2026, 11, 2, 9))
        for n in range(1, 301)
    )
    with django_assert_max_num_queries(8):
        assert keep_clocks(Feedback.objects.all()) == 300
    assert set(Feedback.objects.values_list("next_due_at", flat=True)) == {datetime(2026, 11, 4, 1, tzinfo=UTC)}


def test_events_are_kept_for_every_move(voice):
    assert list(ClockEvent.objects.filter(feedback=voice).values_list("kind", flat=True)) == ["received"]
