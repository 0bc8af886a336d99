"""The demand for a requirement: who asks for it, counted once each, weighed as the product says."""

import random
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection

from changes.stream import catch_up
from feedback.demand.voices import voices_of
from feedback.models import Contact, Customer, Desk, Evidence, Feedback, Tier, Vote
from feedback.operations.customers import create_customer, delete_customer, edit_customer, merge_customers
from feedback.operations.linking import link, unlink, weigh
from feedback.operations.tiers import add_tier, edit_tier
from feedback.operations.weighing import ask_for_demand, choose_weighing, reckon, reckon_if_due
from requirements.models import Requirement, ScoringModel
from requirements.operations.scoring import choose_model


@pytest.fixture
def demand(shop, requirement):
    """`demand()` reckons SHOP's demands and answers SHOP-1's."""

    def read():
        reckon(shop)
        requirement.refresh_from_db(fields=["demand"])
        return requirement.demand

    return read


@pytest.fixture
def ask(make_voice, requirement, maya):
    """`ask(name, importance=1)`: a customer of that name says so, and it is linked. Gives the voice."""

    def said(name="", importance=1, **fields):
        if name:
            fields["customer"], _created = Customer.objects.get_or_create(product=requirement.product, name=name)
        voice = make_voice(**fields)
        link(voice, requirement, by=maya, importance=importance)
        return voice

    return said


def merged_into(duplicate, first):
    Feedback.objects.filter(pk=duplicate.pk).update(state="duplicate", duplicate_of=first)


def contact_of(shop, name, customer=None):
    return Contact.objects.create(product=shop, name=name, customer=customer)


def vote(voice, contact):
    return Vote.objects.create(product=voice.product, feedback=voice, contact=contact)


def test_every_customer_counts_once(ask, demand):
    ask("青山生鲜"), ask("青山生鲜"), ask("Nordlicht")
    assert demand() == 2


def test_importance_counts_and_the_last_word_of_a_voice_does(ask, demand, maya):
    first, _second = ask("青山生鲜", 3), ask("青山生鲜", 1)
    assert demand() == 1
    weigh(first.evidence.get(), by=maya, importance=2)
    assert demand() == 2


def test_who_only_mentions_it_counts_nothing(ask, demand):
    ask("青山生鲜", 0)
    assert demand() == 0


def test_an_address_that_nobody_proved_is_no_voice(ask, demand, shop, requirement):
    """Whoever writes a customer's address into a form neither speaks for them nor takes their word back."""
    customer = Customer.objects.create(product=shop, name="青山生鲜")
    ask(contact=contact_of(shop, "陈岚", customer), importance=3)
    forged = ask(contact=contact_of(shop, "王磊", customer), channel="form")
    ask(contact=contact_of(shop, "Somebody"), channel="form")
    assert demand() == 3
    assert [voice.items for voice in voices_of(requirement).known] == [1]
    Feedback.objects.filter(pk=forged.pk).update(customer=customer)  # somebody of the team knows better
    assert demand() == 1


def test_contacts_of_a_customer_are_its_voice(ask, demand, shop):
    customer = Customer.objects.create(product=shop, name="青山生鲜")
    ask(contact=contact_of(shop, "陈岚", customer)), ask(contact=contact_of(shop, "老王", customer))
    ask(contact=contact_of(shop, "Somebody else"))
    assert demand() == 2


def test_nobody_known_counts_nothing(ask, demand):
    ask(), ask()
    assert demand() == 0


def test_merged_customers_are_one(ask, demand, manager):
    one, two = ask("青山").customer, ask("青山生鲜").customer
    assert demand() == 2
    merge_customers(one, two, by=manager)
    assert demand() == 1


def test_a_group_of_duplicates_speaks_together(ask, demand, make_voice, shop):
    first = ask("青山生鲜", 2)
    for name in ("B", "C"):
        merged_into(make_voice(customer=Customer.objects.create(product=shop, name=name)), first)
    assert demand() == 6


def test_evidence_may_hang_at_the_duplicate(ask, demand, make_voice, shop):
    duplicate = ask("青山生鲜", 3)
    merged_into(duplicate, make_voice(customer=Customer.objects.create(product=shop, name="B")))
    assert demand() == 6


def test_own_words_come_before_the_same_said_by_others(ask, demand, maya, requirement, make_voice, shop):
    duplicate = ask("青山生鲜", 1)
    first = make_voice(customer=Customer.objects.create(product=shop, name="B"))
    merged_into(duplicate, first)
    link(first, requirement, by=maya, importance=3)
    assert demand() == 4


def test_votes_are_voices_of_importance_one(ask, demand, shop):
    voice = ask("青山生鲜", 3)
    for name in ("X", "Y"):
        vote(voice, contact_of(shop, name))
    vote(voice, contact_of(shop, "of the customer", voice.customer))
    assert demand() == 5


def test_votes_on_duplicates_count(ask, demand, shop, make_voice):
    first, duplicate = ask("青山生鲜"), make_voice()
    merged_into(duplicate, first)
    vote(duplicate, contact_of(shop, "X"))
    assert demand() == 2


def test_votes_on_what_is_no_evidence_count_nothing(make_voice, demand, shop):
    vote(make_voice(), contact_of(shop, "X"))
    assert demand() == 0


def test_by_tier(ask, demand, shop, manager):
    tier = add_tier(shop, by=manager, name="A", weight=Decimal("2.5"))
    edit_customer(ask("青山生鲜", 3).customer, by=manager, tier=tier)
    ask("without a tier", 2)
    assert demand() == 5
    choose_weighing(shop, by=manager, weighing="tier")
    assert demand() == Decimal("9.5")
    edit_tier(tier, by=manager, weight=0)
    assert demand() == 2


def test_by_value(ask, demand, shop, manager, requirement):
    edit_customer(ask("青山生鲜", 3).customer, by=manager, value=Decimal(125_000))
    ask("without a value"), ask(contact=contact_of(shop, "no customer"))
    choose_weighing(shop, by=manager, weighing="value", currency="eur")
    assert demand() == Decimal("39.5")
    assert "10,000 EUR" in voices_of(requirement).rule


def test_another_customer_changes_nothing_for_others(ask, demand, shop, manager):
    edit_customer(ask("青山生鲜", 3).customer, by=manager, value=Decimal(125_000))
    choose_weighing(shop, by=manager, weighing="value")
    before = demand()
    create_customer(shop, by=manager, name="A giant", value=Decimal(10**9))
    assert demand() == before


def test_the_richest_customers_do_not_overflow(ask, demand, shop, manager):
    largest = Decimal("999999999999.99")
    for name in range(3):
        edit_customer(ask(f"{name}", 3).customer, by=manager, value=largest)
    choose_weighing(shop, by=manager, weighing="value")
    assert demand() == round(largest / 10_000 * 9, 2)
    Tier.objects.create(product=shop, name="A", weight=Decimal("99999.99"))


def test_a_deleted_customer_no_longer_counts(ask, demand, manager):
    customer = ask("青山生鲜").customer
    assert demand() == 1
    delete_customer(customer, by=manager)
    assert demand() == 0


def test_only_rows_that_differ_are_written(ask, shop, make_requirement):
    voice = ask("青山生鲜")
    make_requirement("Nobody asks for it")
    assert reckon(shop).rows == 1
    assert reckon(shop).rows == 0
    voice.delete()
    assert reckon(shop).rows == 1


def test_it_is_derived_and_leaves_no_history(ask, demand, requirement):
    ask("青山生鲜")
    before = requirement.lock_version, requirement.updated_at
    assert demand() == 1
    requirement.refresh_from_db()
    assert (requirement.lock_version, requirement.updated_at) == before


def test_products_do_not_mix(ask, demand, help_desk, make_requirement, make_voice, manager):
    ask("青山生鲜")
    theirs = make_requirement(product=help_desk)
    customer = Customer.objects.create(product=help_desk, name="B")
    link(make_voice(product=help_desk, by=manager, customer=customer), theirs, by=manager, importance=3)
    demand(), reckon(help_desk)
    assert dict(Requirement.objects.values_list("key", "demand")) == {"SHOP-1": 1, "HELP-1": 3}


@pytest.fixture
def world(shop, maya, make_requirement, make_voice):
    """`world(seed)` fills SHOP with customers, contacts, groups, votes and evidence at random."""

    def fill(seed):
        rng = random.Random(seed)
        stories = [make_requirement(f"Story {n}") for n in range(5)]
        tiers = [
            Tier.objects.create(product=shop, name=name, weight=Decimal(rng.randrange(500)) / 100) for name in "AB"
        ]
        customers = [Customer.objects.create(product=shop, name=f"C{n}", tier=rng.choice([None, *tiers]),
                     value=rng.choice([None, Decimal(rng.randrange(10**8)) / 100])) for n in range(8)]  # fmt: skip
        for part in customers[:2]:
            Customer.objects.filter(pk=part.pk).update(merged_into=rng.choice(customers[2:]))
        contacts = [contact_of(shop, f"P{n}", rng.choice([None, *customers])) for n in range(8)]
        voices = [
            make_voice(customer=rng.choice([None, None, *customers]), contact=rng.choice([None, *contacts]))
            for _ in range(16)
        ]
        for duplicate in voices[:6]:
            merged_into(duplicate, rng.choice(voices[6:]))
        for voice in voices:
            for contact in rng.sample(contacts, rng.randrange(3)):
                vote(voice, contact)
            for story in rng.sample(stories, rng.randrange(3)):
                link(voice, story, by=maya, importance=rng.randrange(4))
                if rng.random() < 0.4:
                    link(voice, story, by=maya, passage="跳回去", importance=rng.randrange(4))

    return fill


def slowly(shop):
    """The demands of a product by the rule's words, one requirement and one voice at a time."""
    desk, told = Desk.objects.get(product=shop), {}
    for story in Requirement.objects.of(shop):
        voices = {}
        for evidence in Evidence.objects.filter(requirement=story).order_by("at", "id"):
            group = list(Feedback.objects.in_group_of(evidence.feedback.duplicate_of or evidence.feedback))
            for item in group:
                nearness = 2 if item == evidence.feedback else 1
                hear(voices, item.customer or item.contact, (nearness, evidence.at, evidence.pk), evidence.importance)
                for one in item.vote_set.all():
                    hear(voices, one.contact, (0, one.created_at, one.pk), 1)
        total = sum((weight(desk, who) * importance for who, (_when, importance) in voices.items()), Decimal(0))
        told[story.key] = total.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return told


def hear(voices, who, when, importance):
    if isinstance(who, Contact):
        who = who.customer or who
    if isinstance(who, Customer):
        who = who.merged_into or who
    if who is not None:
        voices[who] = max(voices.get(who, (when, importance)), (when, importance), key=lambda heard: heard[0])


def weight(desk, who):
    if desk.weighing == "tier" and isinstance(who, Customer) and who.tier:
        return who.tier.weight
    if desk.weighing == "value" and isinstance(who, Customer) and who.value is not None:
        return who.value / 10_000
    return Decimal(1)


@pytest.mark.parametrize("weighing", ["count", "tier", "value"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_stored_figure_agrees_with_a_slow_one(shop, world, manager, weighing, seed):
    world(seed)
    choose_weighing(shop, by=manager, weighing=weighing)
    reckon(shop)
    expected = slowly(shop)
    assert any(expected.values())
    assert dict(Requirement.objects.of(shop).values_list("key", "demand")) == expected
    for story in Requirement.objects.of(shop):
        assert round(sum(voice.weight * voice.importance for voice in voices_of(story).known), 2) == story.demand


def test_the_voices_behind_the_number(ask, shop, requirement, maya, make_voice):
    quiet, loud = ask("Nordlicht"), ask("青山生鲜", 3)
    link(loud, requirement, by=maya, passage="来回三次", importance=3)
    ask(), vote(quiet, contact_of(shop, "老王"))
    told = voices_of(requirement)
    assert [(voice.name, voice.importance, voice.counts) for voice in told.known] == [
        ("青山生鲜", 3, 3), ("老王", 1, 1), ("Nordlicht", 1, 1),
    ]  # fmt: skip
    assert [(said.key, said.passage) for said in told.known[0].said] == [(loud.key, "来回三次")]
    assert (told.customers, told.people, told.unnamed.items, told.left_out) == (2, 1, 1, 0)


def test_votes_for_one_item_are_one_row_that_unfolds(ask, shop, requirement, web, maya):
    voice, other = ask("青山生鲜"), ask("Nordlicht")
    for name in ("X", "Y", "Z"):
        vote(voice, contact_of(shop, name))
    vote(other, contact_of(shop, "alone"))
    vote(voice, contact_of(shop, "of the customer", voice.customer))
    told = voices_of(requirement)
    (ballot,) = told.ballots
    assert (ballot.said.key, ballot.counts) == (voice.key, 3)
    assert sorted(one.name for one in ballot.voices) == ["X", "Y", "Z"]
    assert {one.name for one in told.alone} == {"青山生鲜", "Nordlicht", "alone"}
    assert "3 people voted for it" in web(maya).get(f"/p/SHOP/requirements/{requirement.number}/").content.decode()


def test_nobody_speaks_where_there_is_no_feedback(requirement):
    assert voices_of(requirement).voices == []


def due():
    return Desk.objects.due("demand").exists()


@pytest.fixture
def settled(ask, shop):
    """Everything so far is reckoned and nothing is due."""
    voice = ask("青山生鲜")
    catch_up()
    assert due()
    assert reckon_if_due(shop.pk) is False
    assert not due()
    return voice


@pytest.mark.parametrize(
    "change",
    [
        lambda voice, by: unlink(voice.evidence.get(), by=by),
        lambda voice, by: weigh(voice.evidence.get(), by=by, importance=3),
        lambda voice, by: edit_customer(voice.customer, by=by, value=Decimal(5)),
        lambda voice, by: vote(voice, contact_of(voice.product, "X")),
        lambda voice, by: voice.delete(),
        lambda voice, by: delete_customer(voice.customer, by=by),
        lambda voice, by: Feedback.objects.filter(pk=voice.pk).update(customer=None),
        lambda voice, by: choose_weighing(voice.product, by=by, weighing="tier"),
        lambda voice, by: edit_tier(add_tier(voice.product, by=by, name="A"), by=by, weight=7),
    ],
)
def test_what_moves_a_demand_asks_for_it(settled, manager, change):
    change(settled, manager)
    catch_up()
    assert due()


@pytest.mark.parametrize(
    "change",
    [
        lambda voice, by: edit_customer(voice.customer, by=by, note="Calls on Mondays"),
        lambda voice, by: create_customer(voice.product, by=by, name="New"),
        lambda voice, by: Feedback.objects.filter(pk=voice.pk).update(kind="praise"),
        lambda voice, by: choose_weighing(voice.product, by=by, currency="USD"),
    ],
)
def test_what_does_not_asks_for_nothing(settled, manager, change):
    change(settled, manager)
    catch_up()
    assert not due()


def test_scores_follow_where_the_formula_reads_it(settled, shop, manager, ask):
    choose_model(shop, by=manager, kind="formula", formula="demand * 2")
    ScoringModel.objects.update(due_at=None)
    reckon(shop)
    assert not ScoringModel.objects.due().exists(), "nothing changed"
    ask("Nordlicht")
    reckon(shop)
    assert ScoringModel.objects.due().exists()


def test_scores_stay_where_it_does_not(settled, shop, ask):
    ScoringModel.objects.update(due_at=None)
    ask("Nordlicht")
    assert reckon(shop).rows == 1
    assert not ScoringModel.objects.due().exists()


def test_asking_again_while_it_is_reckoned_is_not_lost(settled, shop):
    ask_for_demand([shop.pk])
    with connection.cursor() as cursor:
        cursor.execute("SELECT demand_due_at FROM feedback_desk")
        assert cursor.fetchone()[0] is not None
    assert reckon_if_due(shop.pk) is False
    assert not due()
    assert reckon_if_due(shop.pk) is False, "nothing is due"


def test_the_command_rebuilds_it(ask, shop, requirement, capsys):
    ask("青山生鲜")
    Requirement.objects.update(demand=99)
    call_command("reckon_demand", product="shop")
    assert "SHOP: 1 rows" in capsys.readouterr().out
    requirement.refresh_from_db()
    assert requirement.demand == 1


def test_managers_choose_how_customers_are_weighed(shop, manager, maya):
    with pytest.raises(PermissionDenied):
        choose_weighing(shop, by=maya, weighing="tier")
    with pytest.raises(ValidationError):
        choose_weighing(shop, by=manager, weighing="mood")
    assert choose_weighing(shop, by=manager, weighing="value", currency="usd").currency == "USD"
