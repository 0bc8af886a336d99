"""Who follows an item of others hears of it only while it stands somewhere in public."""

import pytest
from django.utils import timezone

from changes.stream import catch_up
from feedback.models import Contact, Subscription
from feedback.operations.letting_know import claim, draft
from feedback.operations.triaging import decline
from portal.operations.posting import publish
from portal.operations.setting_up import set_up


@pytest.fixture
def follower(shop):
    return Contact.objects.create(product=shop, name="Bob", email="bob@acme.example", hears=True, language="en")


@pytest.mark.parametrize(("access", "words"), [("public", "Faster export"), ("invited", "Faster export"), ("off", "")])
def test_the_public_words_are_told_only_while_the_portal_is_on(
    shop, make_voice, follower, manager, maya, access, words
):
    voice = make_voice(title="ACME threatens to cancel")
    set_up(shop, by=manager, access="public")
    publish(voice, by=maya, title="Faster export", body="", language="en")
    Subscription.objects.create(product=shop, feedback=voice, contact=follower)
    set_up(shop, by=manager, access=access)
    decline(voice, by=maya, reason="Not worth it.")
    catch_up()
    now = timezone.now()
    letter = claim(follower, now)
    mail = draft(letter, now)
    assert (mail.subject if mail else "") == (words and f"“{words}” will not be done")


def test_of_an_item_without_a_post_followers_hear_nothing(shop, make_voice, follower, maya):
    voice = make_voice(title="ACME threatens to cancel")
    Subscription.objects.create(product=shop, feedback=voice, contact=follower)
    decline(voice, by=maya, reason="Not worth it.")
    catch_up()
    now = timezone.now()
    assert draft(claim(follower, now), now) is None
