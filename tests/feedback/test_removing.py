"""A product goes with all that its customers said, whatever hangs together in it."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import RestrictedError

from feedback.models import Contact, CustomerLetter, Feedback, News
from feedback.operations.answering import reply
from feedback.operations.customers import create_customer, merge_customers
from feedback.operations.linking import link
from feedback.operations.merging import merge
from feedback.operations.triaging import delete
from feedback.operations.voting import follow, vote
from pmhub.sample.building import remove
from portal.models import Post
from products.models import Product
from requirements.models import Requirement


@pytest.fixture
def pair(make_voice):
    """SHOP-F1, and SHOP-F2 that repeats it."""
    first, second = make_voice(title="Water"), make_voice(title="No water")
    merge(first, [second], by=first.author)
    return first, second


@pytest.fixture
def busy(pair, shop, requirement, maya, manager):
    """All that can hang on the two: customers that are one, evidence, votes, a reply, a post and a letter."""
    first, second = pair
    one, other = (create_customer(shop, by=manager, name=name) for name in ("Qinghe", "青禾"))
    merge_customers(other, one, by=manager)
    contact = Contact.objects.create(product=shop, customer=other, name="Wang Fang", email="fang@qinghe.example")
    Feedback.objects.filter(pk=second.pk).update(customer=other, contact=contact)
    link(second, requirement, by=maya)
    vote(second, contact, by=maya)
    follow(first, contact, by=maya)
    reply(first, by=maya, body="We look at it.")
    Post.objects.create(product=shop, feedback=first, title="Water")
    letter = CustomerLetter.objects.create(product=shop, contact=contact)
    News.objects.create(product=shop, contact=contact, feedback=second, what="shipped", letter=letter, by=maya)
    return shop


def test_a_product_goes_with_all_that_was_said(busy, make_voice, help_desk, manager):
    elsewhere = make_voice(product=help_desk, by=manager)
    remove(Product.objects.filter(pk=busy.pk))
    assert list(Product.objects.all()) == [help_desk]
    assert list(Feedback.objects.all()) == [elsewhere]
    models = [model for app in ("feedback", "portal") for model in apps.get_app_config(app).get_models()]
    owned = [model for model in models if hasattr(model, "product")]
    assert len(owned) > 12
    assert not [model for model in owned if model.objects.exclude(product=help_desk).exists()]


def test_what_was_said_goes_before_its_product(busy):
    Requirement.objects.filter(product=busy).delete()
    Feedback.objects.filter(product=busy).delete()
    assert not Feedback.objects.exists()


def test_what_others_repeat_is_kept(pair, manager):
    first, second = pair
    with pytest.raises(ValidationError):
        delete(first, by=manager)
    with pytest.raises(RestrictedError):
        first.delete()
    second.delete()
    first.delete()
    assert not Feedback.objects.exists()
