"""Makes the whole sample workspace."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.operations.people import confirm_email
from pmhub.lib.operations import one_batch, source
from pmhub.sample import minor
from pmhub.sample.backdating import set_back
from pmhub.sample.people import PEOPLE
from pmhub.sample.public import shown_outside
from pmhub.sample.reminding import remind
from pmhub.sample.reviews import reviews_of
from pmhub.sample.setting_up import at, release_versions, set_up_all
from pmhub.sample.shop import ITEMS
from pmhub.sample.telling import events_of
from pmhub.sample.timeline import OFFICE
from pmhub.sample.voices import heard, reckoned
from products.models import Product, Role, Status
from requirements.models import Requirement
from requirements.operations.rescoring import rescore

KEYS = ["SHOP", "HELP", "LAB"]
JOINED = timedelta(days=94)


@transaction.atomic
def build(password):
    """Make people, products and 90 days of their life, all or nothing. Everybody signs in with `password`."""
    now = timezone.now().astimezone(OFFICE)
    secret = make_password(password)
    people = {person.nick: sign_in(person, secret, now) for person in PEOPLE}
    with source("web"):
        stories, moments = set_up_all(people, now)
        events = [
            event
            for story, items in zip(stories, [ITEMS, minor.HELP, minor.LAB], strict=True)
            for event in events_of(story, items)
        ]
        moments |= performed(
            [*events, *reviews_of(stories[0]), *heard(stories[0], moments, at), *shown_outside(stories[0], moments, at)]
        )
        release_versions(stories[0], moments)
    set_back(moments)
    reckoned(stories[0].product)
    for story in stories:
        rescore(story.product)
        remind(story.product, now)
    Product.objects.filter(key__in=KEYS).update(is_sample=True)


def performed(events):
    """Perform the events in the order of their times; returns when each batch is to have happened."""
    moments = {}
    for moment, perform in sorted(events, key=lambda event: event[0]):
        with one_batch() as batch:
            moments[batch] = moment
            perform()
    return moments


def sign_in(person, secret, now):
    user = User.objects.filter(email=person.email).first() or User.objects.create_user(
        person.email, name=person.name, language=person.language, time_zone=person.time_zone,
        is_admin=person.role == Role.OWNER,
    )  # fmt: skip
    User.objects.filter(pk=user.pk).update(password=secret, joined_at=now - JOINED)
    confirm_email(user)
    return user


@transaction.atomic
def remove(products):
    """Take these products of the sample away, with everything in them; the people stay."""
    Requirement.objects.filter(product__in=products).delete()
    Status.objects.filter(product__in=products).delete()
    products.delete()
