"""One vote per person, whoever votes at the same moment, and together with what was merged."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from feedback.models import Contact, Feedback, Subscription, Vote
from feedback.operations.reporting import report
from feedback.operations.voting import follow, stop_following, take_vote_back, vote


@pytest.fixture
def item(shop, engineer):
    return report(shop, by=engineer, title="Dark mode")


@pytest.fixture
def ann(shop):
    return Contact.objects.create(product=shop, name="Ann", email="ann@outside.example")


@pytest.fixture
def bob(shop):
    return Contact.objects.create(product=shop, name="Bob", email="bob@outside.example")


def votes_of(item):
    return Feedback.objects.get(pk=item.pk).votes


def test_a_second_vote_changes_nothing(item, ann, engineer):
    assert vote(item, ann, by=engineer)
    assert not vote(item, ann, by=engineer)
    assert votes_of(item) == Vote.objects.count() == 1


def test_a_vote_is_taken_back(item, ann, bob, engineer):
    vote(item, ann, by=engineer)
    vote(item, bob, by=engineer)
    take_vote_back(item, ann, by=engineer)
    take_vote_back(item, ann, by=engineer)
    assert votes_of(item) == 1


def test_who_voted_for_both_counts_once_for_the_first(shop, item, ann, bob, engineer):
    double = report(shop, by=engineer, title="Night mode")
    vote(item, ann, by=engineer)
    vote(double, ann, by=engineer)
    Feedback.objects.filter(pk=double.pk).update(duplicate_of=item, state="duplicate")
    double.refresh_from_db()
    vote(double, bob, by=engineer)
    assert (votes_of(item), votes_of(double)) == (2, 2)
    take_vote_back(item, ann, by=engineer)
    assert votes_of(item) == 1


def test_counting_anew_mends_what_somebody_wrote_by_hand(shop, item, ann, engineer):
    vote(item, ann, by=engineer)
    Feedback.objects.filter(pk=item.pk).update(votes=99)
    call_command("reckon_demand", product="SHOP")
    assert votes_of(item) == 1


def test_following_ends_and_begins_again(item, ann, engineer):
    follow(item, ann, by=engineer)
    stop_following(item, ann, by=engineer)
    assert Subscription.objects.get().ended_at
    follow(item, ann, by=engineer)
    assert Subscription.objects.get().ended_at is None


def test_who_may_not_triage_gives_no_vote(item, ann, support):
    with pytest.raises(PermissionDenied):
        vote(item, ann, by=support)


def test_nobody_votes_across_products(item, other_product, engineer):
    stranger = Contact.objects.create(product=other_product, name="Eve")
    with pytest.raises(SuspiciousOperation):
        vote(item, stranger, by=engineer)


@pytest.mark.django_db(transaction=True)
def test_twenty_who_vote_at_once_are_twenty_votes(shop, item):
    system = User.objects.system()
    voters = Contact.objects.bulk_create(Contact(product=shop, name=f"Voter {n}") for n in range(20))

    def go(contact):
        try:
            return vote(Feedback.objects.get(pk=item.pk), contact, by=system)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert all(pool.map(go, voters))
    assert votes_of(item) == Vote.objects.count() == 20
