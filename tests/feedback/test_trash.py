"""What is deleted of feedback and customers stands in the trash, and comes back from it."""

from feedback.models import Customer, Evidence, Feedback
from feedback.operations import tiers
from feedback.operations.customers import create_customer, delete_customer
from feedback.operations.linking import link, unlink
from feedback.operations.triaging import delete, set_customer

TRASH = "/p/SHOP/trash/"


def listed(client):
    return [[(change.type, change.name) for change in one.named] for one in client.get(TRASH).context["deletions"]]


def restore(client):
    (deletion,) = client.get(TRASH).context["deletions"]
    client.post(f"/changes/undo/{deletion.batch}/")


def test_feedback_is_listed_and_comes_back(web, voice, manager):
    client, title = web(manager), voice.title
    delete(voice, by=manager)
    assert listed(client) == [[("feedback", title)]]
    restore(client)
    assert (Feedback.objects.get().title, listed(client)) == (title, [])


def test_a_customer_is_listed_and_comes_back_with_what_they_said(web, shop, voice, manager):
    client, customer = web(manager), create_customer(shop, by=manager, name="青禾")
    set_customer(voice, by=manager, customer=customer)
    delete_customer(customer, by=manager)
    assert listed(client) == [[("customer", "青禾")]]
    restore(client)
    assert Feedback.objects.get().customer == Customer.objects.get(name="青禾")


def test_tiers_and_links_are_listed(web, shop, voice, requirement, manager):
    client = web(manager)
    tiers.delete_tier(tiers.add_tier(shop, by=manager, name="A"), by=manager)
    assert listed(client) == [[("tier", "A")]]
    unlink(link(voice, requirement, by=manager, passage=voice.body[:4], start=0), by=manager)
    assert listed(client)[0] == [("evidence", voice.body[:4])]
    assert not Evidence.objects.exists()


def test_nobody_restores_what_they_may_not(web, voice, manager, support, engineer):
    delete(voice, by=manager)
    (deletion,) = web(manager).get(TRASH).context["deletions"]
    assert web(support).get(TRASH).status_code == 403
    assert web(engineer).post(f"/changes/undo/{deletion.batch}/").status_code == 403
    assert not Feedback.objects.exists()
