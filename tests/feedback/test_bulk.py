"""Deciding about many items at once: ticked ones, or all that the list finds."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changes.models import Change
from changes.operations.undoing import undo_batch
from changes.stream import catch_up
from feedback.models import ClockEvent, Customer, Feedback, Merge, ServiceTarget, Tier
from feedback.models.feedback import Kind, State
from feedback.operations import bulk, triaging
from feedback.views import bulk as pages
from feedback.views.shelves import ROWS
from requirements.models import BulkEdit
from requirements.operations import carrying_out
from requirements.tasks import bulk_carry_out

BULK = "/p/SHOP/feedback/bulk/"
CLOCK = ("response_due_at", "responded_at", "solution_due_at", "solved_at", "next_due_at")


@pytest.fixture
def three(make_voice):
    return [make_voice(title=name) for name in ["one", "two", "three"]]


@pytest.fixture
def many(shop, maya):
    """More than a page of new items, SHOP-F101 and on."""
    numbers = range(101, ROWS + 111)
    Feedback.objects.bulk_create(
        Feedback(product=shop, number=n, key=f"SHOP-F{n}", title=f"没有送水 {n}", author=maya) for n in numbers
    )
    return list(numbers)


def chosen(voices):
    return {voice.number: None for voice in voices}


def column(name):
    return list(Feedback.objects.order_by("number").values_list(name, flat=True))


def clocks():
    return list(Feedback.objects.order_by("number").values_list(*CLOCK))


def test_many_come_to_what_each_alone_would(three, make_voice, shop, maya, events):
    """State, clock and what the clock was told are the same as by the operation on one."""
    alone = [make_voice(title=voice.title) for voice in three]
    for voice in (three[1], alone[1]):
        triaging.wait(voice, by=maya)
    triaging.snooze(three[2], by=maya, until=timezone.now() + timedelta(days=1))
    bulk.accept_many(shop, chosen(three), by=maya)
    for voice in alone:
        triaging.accept(voice, by=maya)
    assert column("state") == [State.ACCEPTED] * 6
    assert set(column("snoozed_until")) == {None}
    assert [events(voice) for voice in three] == [events(voice) for voice in alone]
    bulk.decline_many(shop, chosen(three), by=maya, reason="Not this year")
    for voice in alone:
        triaging.decline(voice, by=maya, reason="Not this year")
    assert [events(voice) for voice in three] == [events(voice) for voice in alone]
    assert set(column("decline_reason")) == {"Not this year"}
    assert all(solved for *_others, solved, _due in clocks())


def test_what_cannot_take_the_decision_is_named_and_left(three, shop, maya):
    first, second, third = three
    triaging.decline(second, by=maya, reason="No")
    many = bulk.snooze_many(shop, {**chosen(three), 99: None}, by=maya, until=timezone.now() + timedelta(days=3))
    assert many.changed == 2
    assert many.left == {"SHOP-F2": "it is closed already", "SHOP-F99": "it is not there any more"}
    assert [until is None for until in column("snoozed_until")] == [False, True, False]


def test_what_somebody_changed_since_it_was_ticked_is_left(three, shop, maya, engineer):
    seen = {voice.number: Feedback.objects.get(pk=voice.pk).lock_version for voice in three}
    triaging.set_kind(three[0], by=engineer, kind=Kind.PRAISE)
    many = bulk.set_kind_many(shop, seen, by=maya, kind=Kind.DEFECT)
    assert (many.changed, many.left) == (2, {"SHOP-F1": "somebody has changed it meanwhile"})
    assert column("kind") == [Kind.PRAISE, Kind.DEFECT, Kind.DEFECT]


def test_what_says_so_already_is_not_written(three, shop, maya, engineer):
    bulk.assign_many(shop, chosen(three[:1]), by=maya, to=engineer)
    before = Change.objects.count()
    assert bulk.assign_many(shop, chosen(three), by=maya, to=engineer).changed == 2
    assert Change.objects.count() == before + 2
    assert bulk.assign_many(shop, chosen(three), by=maya, to=None).changed == 3
    assert column("assignee") == [None] * 3


def test_the_clock_follows_kind_and_customer(three, shop, maya):
    """A defect is solved in two hours, anything of the flagship in one; of its parts, too."""
    tier = Tier.objects.create(product=shop, name="A")
    ServiceTarget.objects.create(product=shop, kind=Kind.DEFECT, response_hours=2, solution_hours=2)
    ServiceTarget.objects.create(product=shop, tier=tier, response_hours=1, solution_hours=1)
    customer = Customer.objects.create(product=shop, name="华东旗舰", tier=tier)
    part = Customer.objects.create(product=shop, name="华东", merged_into=customer)

    def promised():
        return set(Feedback.objects.values_list(F("solution_due_at") - F("received_at"), flat=True))

    bulk.set_kind_many(shop, chosen(three), by=maya, kind=Kind.DEFECT)
    assert promised() == {timedelta(hours=2)}
    bulk.set_kind_many(shop, chosen(three), by=maya, kind=Kind.QUESTION)
    bulk.set_customer_many(shop, chosen(three), by=maya, customer=part)
    assert column("customer") == [customer.pk] * 3
    assert promised() == {timedelta(hours=1)}


def test_many_are_duplicates_of_one_and_it_is_left_out(three, shop, maya):
    of = three[0]
    many = bulk.mark_duplicates(shop, chosen(three), by=maya, of=of)
    assert (many.changed, list(many.left)) == (2, ["SHOP-F1"])
    assert column("duplicate_of") == [None, of.pk, of.pk]


def test_all_that_match_become_duplicates_in_as_many_statements_as_few(many, three, shop, maya):
    def statements(numbers):
        with CaptureQueriesContext(connection) as asked:
            bulk.mark_duplicates(shop, dict.fromkeys(numbers), by=maya, of=three[0])
        return len(asked)

    few = statements(many[:2])
    assert statements(many[2:]) == few
    assert column("duplicate_of") == [None] * 3 + [three[0].pk] * len(many)


def test_one_undo_takes_all_of_it_back(three, shop, maya):
    before = [column("state"), column("decline_reason"), clocks(), ClockEvent.objects.count()]
    bulk.decline_many(shop, chosen(three), by=maya, reason="No")
    (batch,) = set(Change.objects.filter(operation="decline_many").values_list("batch", flat=True))
    undo_batch(batch, by=maya)
    catch_up()
    assert [column("state"), column("decline_reason"), clocks(), ClockEvent.objects.count()] == before


def test_many_cost_as_many_statements_as_few(many, shop, maya, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        assert bulk.decline_many(shop, dict.fromkeys(many), by=maya, reason="No").changed == len(many)


def test_no_more_than_a_bound_at_once(shop, maya, three):
    with pytest.raises(ValidationError):
        bulk.accept_many(shop, dict.fromkeys(range(1, bulk.MOST + 2)), by=maya)
    assert column("state") == [State.NEW] * 3


def test_nobody_decides_where_they_may_not(three, shop, other_product, support, outsider, maya, engineer):
    for person in (support, outsider):
        with pytest.raises(PermissionDenied):
            bulk.accept_many(shop, chosen(three), by=person)
    with pytest.raises(ValidationError):
        bulk.assign_many(shop, chosen(three), by=maya, to=support)
    elsewhere = Customer.objects.create(product=other_product, name="Elsewhere")
    with pytest.raises(SuspiciousOperation):
        bulk.set_customer_many(shop, chosen(three), by=maya, customer=elsewhere)
    many = bulk.accept_many(other_product, chosen(three), by=outsider)
    assert (many.changed, len(many.left)) == (0, 3)
    assert column("state") == [State.NEW] * 3


def test_the_menu_of_who_can_have_them_is_filled_when_it_opens(web, three, engineer, support):
    client = web(engineer)
    assert "bulk/?menu=people" in client.get("/p/SHOP/feedback/").content.decode()
    menu = client.get("/p/SHOP/feedback/bulk/", {"menu": "people"}).content.decode()
    assert f'value="assign:{engineer.pk}"' in menu
    assert f'value="assign:{support.pk}"' not in menu
    assert 'value="assign:"' in menu


def test_all_that_match_are_more_than_the_page(web, many, make_voice, engineer):
    make_voice(body="希望有夜间模式")
    client = web(engineer)
    assert f"All {len(many)} that match" in client.get(f"{BULK}?q=没有送水").content.decode()
    assert "match" not in client.get(f"{BULK}?q=夜间模式").content.decode()
    answer = client.post(f"{BULK}?q=没有送水", {"all": "1", "act": "kind:complaint"}, follow=True)
    assert f"{len(many)} items are changed." in answer.content.decode()
    assert column("kind") == [Kind.SUGGESTION] + [Kind.COMPLAINT] * len(many)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"act": "accept"}, {"state": "accepted"}),
        ({"act": "kind:defect"}, {"kind": "defect"}),
        ({"act": "decline", "decline_reason": "No"}, {"state": "declined", "decline_reason": "No"}),
        ({"act": "customer", "customer": "华东"}, {"customer__name": "华东"}),
        ({"act": "duplicate", "of": "SHOP-F3"}, {"duplicate_of__key": "SHOP-F3"}),
        ({"act": "assign:"}, {"assignee": None}),
    ],
)
def test_each_button_does_what_it_says(web, three, shop, engineer, maya, sent, expected):
    Customer.objects.create(product=shop, name="华东")
    triaging.assign(three[0], by=maya, to=maya)
    versions = dict(Feedback.objects.values_list("number", "lock_version"))
    ids = [f"{number}-{versions[number]}" for number in (1, 2)]
    answer = web(engineer).post(BULK, {**sent, "id": ids}, headers={"HX-Request": "true"})
    assert (answer.status_code, "feedback:changed" in answer["HX-Trigger"]) == (204, True)
    assert Feedback.objects.filter(**expected, number__lt=3).count() == 2


def test_what_is_refused_says_why(web, three, engineer):
    client = web(engineer)
    for sent in [{"act": "decline"}, {"act": "kind:nothing"}, {"act": "snooze:never"}, {"act": "frob"}, {}]:
        answer = client.post(BULK, {**sent, "id": ["1", "2-1"]}, headers={"HX-Request": "true"})
        assert (answer.status_code, '"tone": "error"' in answer["HX-Trigger"]) == (422, True)
    assert client.post(BULK, {"id": ["x", "", "-1", "1\x00"], "act": "accept"}).status_code == 302
    assert column("state") == [State.NEW] * 3


@pytest.mark.parametrize("asked", ["q=customer:NoSuchCustomer", "q=(((", "kind=nonsense&show=all"])
def test_all_that_match_is_refused_where_the_filter_is_not_understood(web, three, engineer, asked):
    sent = {"all": "1", "act": "kind:praise"}
    answer = web(engineer).post(f"{BULK}?{asked}", sent, headers={"HX-Request": "true"})
    assert (answer.status_code, '"tone": "error"' in answer["HX-Trigger"]) == (422, True)
    assert Kind.PRAISE not in column("kind")
    told = web(engineer).post(f"{BULK}?q=customer:NoSuchCustomer", sent, follow=True).content.decode()
    assert "NoSuchCustomer" in told


def test_nobody_is_chosen_by_a_button_of_its_own(web, three, shop, engineer):
    customer = Customer.objects.create(product=shop, name="华东")
    Feedback.objects.update(customer=customer)
    client, sent = web(engineer), {"id": ["1", "2"], "act": "customer", "customer": ""}
    assert client.post(BULK, sent, headers={"HX-Request": "true"}).status_code == 422
    assert column("customer") == [customer.pk] * 3
    client.post(BULK, {**sent, "nobody": "1"})
    assert column("customer") == [None, None, customer.pk]


def test_the_message_counts_and_names_what_was_left(web, three, maya, engineer):
    triaging.decline(three[1], by=maya, reason="No")
    answer = web(engineer).post(BULK, {"id": [1, 2, 3], "act": "snooze:+7d"}, follow=True)
    told = answer.content.decode()
    assert "2 items are changed. 1 is left as it was: SHOP-F2 (it is closed already)" in told


def test_very_many_are_left_to_a_worker(web, three, maya, engineer, monkeypatch):
    triaging.decline(three[1], by=maya, reason="No")
    monkeypatch.setattr(pages, "AT_ONCE", 2)
    client = web(engineer)
    sent = {"all": "1", "act": "decline", "decline_reason": "Not this year"}
    answer = client.post(f"{BULK}?show=all", sent, headers={"HX-Request": "true"})
    job, before = BulkEdit.objects.get(), column("state")
    assert (answer["HX-Redirect"], job.data) == (f"{BULK}{job.pk}/", {"decline_reason": "Not this year"})
    assert "0 of 3" in client.get(f"{BULK}{job.pk}/").content.decode()
    bulk_carry_out.apply([job.pk])
    assert column("decline_reason") == ["Not this year", "No", "Not this year"]
    page = client.get(f"{BULK}{job.pk}/").content.decode()
    assert "2 of 3 items of feedback were changed." in page
    assert '<b class="num">1</b> it is closed already: SHOP-F2</li>' in page
    assert set(Change.objects.filter(operation="decline_many").values_list("batch", flat=True)) == {job.batch}
    assert "Decline: Not this year" in client.get(f"{BULK}{job.pk}/").content.decode()
    client.post(f"/changes/undo/{job.batch}/")
    assert column("state") == before
    page = client.get(f"{BULK}{job.pk}/").content.decode()
    assert "Taken back: 2 items of feedback are as they were." in page
    assert f"/changes/undo/{job.batch}/" not in page


def test_who_a_worker_leaves_is_counted_by_reason_and_the_first_are_named(many, shop, maya, engineer, monkeypatch):
    monkeypatch.setattr(carrying_out, "AT_A_TIME", 20)
    Feedback.objects.filter(number__lte=107).update(state=State.DECLINED, decline_reason="No")
    numbers = list(Feedback.objects.order_by("number").values_list("number", flat=True))
    job = bulk.begin(shop, [*numbers, 9_999], by=engineer, act="accept", data={})
    bulk_carry_out.apply([job.pk])
    job.refresh_from_db()
    assert (job.state, job.changed) == ("done", len(numbers) - 7)
    assert job.left == {
        "it is closed already": {"count": 7, "named": [f"SHOP-F{n}" for n in range(101, 106)]},
        "it is not there any more": {"count": 1, "named": ["SHOP-F9999"]},
    }


def test_very_many_duplicates_are_left_to_a_worker_too(web, many, three, engineer, monkeypatch):
    monkeypatch.setattr(pages, "AT_ONCE", 2)
    monkeypatch.setattr(carrying_out, "AT_A_TIME", 20)
    sent = {"all": "1", "act": "duplicate", "of": "SHOP-F2"}
    web(engineer).post(f"{BULK}?show=all", sent, headers={"HX-Request": "true"})
    job = BulkEdit.objects.get()
    bulk_carry_out.apply([job.pk])
    job.refresh_from_db()
    assert (job.state, job.changed, Merge.objects.count()) == ("done", len(many) + 2, len(many) + 2)
    undo_batch(job.batch, by=engineer)
    assert (set(column("state")), Merge.objects.count()) == ({State.NEW}, 0)


def test_a_decision_of_very_many_is_stopped(web, three, engineer, monkeypatch):
    job = bulk.begin(three[0].product, [1, 2, 3], by=engineer, act="accept", data={})
    assert web(engineer).post(f"{BULK}{job.pk}/").status_code == 302
    bulk_carry_out.apply([job.pk])
    assert column("state") == [State.NEW] * 3


def test_others_of_the_product_see_how_far_it_has_come_and_cannot_stop_it(client, three, shop, maya, engineer):
    job = bulk.begin(shop, [1, 2], by=maya, act="decline", data={"decline_reason": "Not now"})
    page = f"/p/SHOP/feedback/bulk/{job.pk}/"
    client.force_login(engineer)
    shown = client.get(page).content.decode()
    assert maya.name in shown
    assert "Cancel" not in shown.partition('id="progress"')[2].partition("</main>")[0]
    assert client.post(page).status_code == 403
    job.refresh_from_db()
    assert job.is_waiting
    client.force_login(maya)
    assert client.post(page).status_code == 302
    job.refresh_from_db()
    assert not job.is_waiting


def test_without_script_a_page_asks_for_the_rest_and_keeps_what_was_refused(web, three, engineer):
    client, ticks = web(engineer), ["1-1", "2-1"]
    asked = client.post(BULK, {"id": ticks, "act": "decline"})
    assert asked.status_code == 200
    page = asked.content.decode()
    assert [f'name="id" value="{tick}"' in page for tick in ticks] == [True, True]
    assert "decline_reason" in page
    assert "field-error" not in page
    refused = client.post(BULK, {"id": ticks, "act": "decline", "decline_reason": "x" * 2_001})
    assert refused.status_code == 422
    assert "x" * 2_001 in refused.content.decode()
    refused = client.post(BULK, {"id": ticks, "act": "duplicate", "of": "SHOP-F999"})
    assert refused.status_code == 422
    assert "There is no feedback SHOP-F999 in this product." in refused.content.decode()
    client.post(BULK, {"id": ticks, "act": "decline", "decline_reason": "Not this year"})
    assert column("decline_reason") == ["Not this year", "Not this year", ""]
