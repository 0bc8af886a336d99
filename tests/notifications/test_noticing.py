"""What others do that concerns a person comes into their inbox: once, grouped, and only where they may see it."""

import pytest

from accounts.models import User
from changes.models import Change, Cursor
from changes.operations.undoing import undo_batch
from changes.stream import catch_up, consume, settle
from notifications.models import Mute, Notification
from notifications.operations.reading import act_on, snooze
from pmhub.lib.operations import one_batch
from requirements.operations.authoring import create, edit
from requirements.operations.bulk import edit_many
from requirements.operations.details import comment
from requirements.operations.people import watch


@pytest.fixture
def pool(make_requirement):
    """Three requirements whose making is no news any more."""
    made = [make_requirement(f"Number {n}") for n in range(3)]
    catch_up()
    Notification.objects.all().delete()
    return made


@pytest.fixture
def one(pool):
    return pool[0]


def inbox(person):
    """What the person would read, newest first: (reason, title, what is said)."""
    catch_up()
    rows = Notification.objects.visible_to(person).with_things().order_by("-id")
    return [(str(row.reason), row.title, row.told) for row in rows]


def test_who_is_assigned_hears_of_it(one, manager, engineer, maya):
    edit(one, by=manager, assignees=[engineer])
    assert inbox(engineer) == [("assigned", "SHOP-1 Number 0", f"{manager.name} assigned it to you")]
    assert inbox(maya) == inbox(manager) == []


def test_who_becomes_the_owner_hears_of_it(one, manager, maya):
    edit(one, by=manager, owner=maya)
    assert [row[0] for row in inbox(maya)] == ["assigned"]


def test_what_is_made_for_somebody_is_told_as_well(shop, manager, engineer):
    create(shop, by=manager, title="For Chen", assignees=[engineer], owner=engineer)
    assert [row[0] for row in inbox(engineer)] == ["assigned"]  # once, though for two reasons


def test_ones_own_acts_are_no_news(one, manager):
    watch(one, by=manager)
    edit(one, by=manager, assignees=[manager], owner=manager)
    comment(one, by=manager, body=f"I, @{manager.name}, do it")
    assert inbox(manager) == []


def test_a_mention_weighs_more_than_that_one_watches(one, manager, engineer, maya):
    for person in (engineer, maya):
        watch(one, by=person)
    comment(one, by=manager, body=f"What do you think, @{engineer.name}?")
    assert [row[0] for row in inbox(engineer)] == ["mention"]
    assert inbox(maya) == [("comment", "SHOP-1 Number 0", f"{manager.name} commented")]


def test_a_mention_in_the_description(one, manager, engineer):
    edit(one, by=manager, description=f"Ask @{engineer.name}")
    assert inbox(engineer)[0][2] == f"{manager.name} mentioned you"


def test_many_comments_are_one_row_until_it_is_read(one, manager, designer, engineer):
    watch(one, by=engineer)
    for n, person in enumerate([manager, designer, manager, designer]):
        comment(one, by=person, body=f"{n}")
    assert inbox(engineer) == [("comment", "SHOP-1 Number 0", f"4 comments, the last one by {designer.name}")]
    comment(one, by=manager, body="5")
    assert inbox(engineer)[0][2] == f"5 comments, the last one by {manager.name}"
    act_on(engineer, by=engineer, ids=Notification.objects.values_list("pk", flat=True), act="read")
    comment(one, by=manager, body="6")
    assert [row[2] for row in inbox(engineer)][0] == f"{manager.name} commented"
    assert len(inbox(engineer)) == 2


def test_what_sleeps_is_not_woken(one, manager, engineer):
    watch(one, by=engineer)
    comment(one, by=manager, body="1")
    catch_up()
    snooze(engineer, by=engineer, ids=Notification.objects.values_list("pk", flat=True))
    comment(one, by=manager, body="2")
    assert len(inbox(engineer)) == 2


def test_newest_on_top(pool, manager, engineer):
    for requirement in (pool[0], pool[1], pool[0]):
        comment(requirement, by=manager, body=f"@{engineer.name}")
    assert [row[1] for row in inbox(engineer)] == ["SHOP-1 Number 0", "SHOP-2 Number 1"]


def test_many_at_once_are_one_row(pool, shop, manager, engineer):
    edit_many(shop, [row.pk for row in pool], by=manager, add_assignees=[engineer])
    assert inbox(engineer) == [("assigned", "3 requirements", f"{manager.name} assigned it to you")]


def test_a_thousand_of_one_batch_are_one_row_however_they_are_read(shop, manager, engineer, maya, monkeypatch):
    from changes import stream

    monkeypatch.setattr(stream, "CONSUMED_AT_A_TIME", 7)
    with one_batch():
        for n in range(40):
            create(shop, by=manager, title=f"Row {n}", assignees=[engineer], description=f"@{maya.name}")
    assert [row[:2] for row in inbox(engineer)] == [("assigned", "40 requirements")]
    assert [row[:2] for row in inbox(maya)] == [("mention", "40 requirements")]


def test_undo_takes_back_what_is_unread(one, manager, engineer, maya):
    for person in (engineer, maya):
        with one_batch() as batch:
            edit(one, by=manager, assignees=[person])
        catch_up()
        if person == maya:
            act_on(maya, by=maya, ids=Notification.objects.values_list("pk", flat=True), act="read")
        undo_batch(batch, by=manager)
    assert inbox(engineer) == []
    assert len(inbox(maya)) == 1


def test_undo_of_one_comment_leaves_the_others(one, manager, engineer):
    watch(one, by=engineer)
    comment(one, by=manager, body="1")
    with one_batch() as batch:
        comment(one, by=manager, body="2")
    catch_up()
    undo_batch(batch, by=manager)
    assert inbox(engineer)[0][2] == f"{manager.name} commented"


def test_undone_before_anybody_looked(one, manager, engineer):
    with one_batch() as batch:
        edit(one, by=manager, assignees=[engineer])
    undo_batch(batch, by=manager)
    assert inbox(engineer) == []


def test_done_once_more_is_told_once_more(one, manager, engineer):
    with one_batch() as batch:
        edit(one, by=manager, assignees=[engineer])
    with one_batch() as undoing:
        undo_batch(batch, by=manager)
    with one_batch():
        undo_batch(undoing, by=manager)
    assert [row[0] for row in inbox(engineer)] == ["assigned"]


def test_what_an_undo_brings_back_is_no_news(one, manager, engineer):
    edit(one, by=manager, assignees=[engineer])
    catch_up()
    Notification.objects.all().delete()
    with one_batch() as batch:
        edit(one, by=manager, assignees=[])
    undo_batch(batch, by=manager)
    assert inbox(engineer) == []


def test_nobody_is_told_of_what_they_may_not_see(one, shop, manager, engineer, admin, outsider):
    watch(one, by=engineer)
    shop.memberships.filter(user=engineer).delete()
    comment(one, by=manager, body="Behind closed doors")
    catch_up()
    assert not Notification.objects.exists()


def test_who_leaves_sees_no_more_of_it(one, shop, web, manager, engineer):
    edit(one, by=manager, assignees=[engineer])
    assert len(inbox(engineer)) == 1
    shop.memberships.filter(user=engineer).delete()
    assert inbox(engineer) == []
    assert "Number 0" not in web(engineer).get("/inbox/").content.decode()


def test_the_disabled_are_not_told(one, manager, engineer):
    watch(one, by=engineer)
    User.objects.filter(pk=engineer.pk).update(is_active=False)
    comment(one, by=manager, body="Gone")
    catch_up()
    assert not Notification.objects.exists()


def test_a_muted_reason(one, manager, engineer):
    watch(one, by=engineer)
    Mute.objects.create(user=engineer, reason="mention")
    comment(one, by=manager, body=f"@{engineer.name}")
    assert [row[0] for row in inbox(engineer)] == ["comment"]  # for that they still hear
    Mute.objects.create(user=engineer, reason="comment")
    comment(one, by=manager, body=f"@{engineer.name}")
    assert len(inbox(engineer)) == 1


def test_read_twice_told_once(one, manager, engineer):
    edit(one, by=manager, assignees=[engineer])
    catch_up()
    assert not consume("inbox")
    assert Cursor.objects.get(consumer="inbox").seq == Change.objects.latest("seq").seq
    assert len(inbox(engineer)) == 1


def test_what_was_deleted_since_says_so(one, web, manager, engineer):
    edit(one, by=manager, assignees=[engineer])
    catch_up()
    one.delete()
    page = web(engineer).get("/inbox/").content.decode()
    assert "SHOP-1" in page
    assert "deleted since" in page


def test_twenty_watchers_cost_as_much_as_two(one, shop, manager, engineer, maya, django_assert_max_num_queries):
    for person in (engineer, maya):
        watch(one, by=person)
    for n in range(20):
        comment(one, by=manager, body=f"{n}")
    settle()
    with django_assert_max_num_queries(20):
        consume("inbox")
    assert Notification.objects.count() == 2


def test_shelves_of_the_inbox(one, web, api, manager, engineer):
    edit(one, by=manager, assignees=[engineer])
    comment(one, by=manager, body=f"@{engineer.name}?")
    catch_up()
    client, rest = web(engineer), api(engineer)
    said = {"mentions": "mentioned", "assigned": "assigned it to you"}
    for shelf, words in said.items():
        assert words in client.get(f"/inbox/?show={shelf}").content.decode()
        (row,) = rest.get(f"/api/v1/notifications/?show={shelf}").json()["results"]
        assert row["about"] == {"type": "requirement", "id": one.pk, "name": one.title}
        assert (row["by"]["name"], row["date"], row["days_left"]) == (manager.name, None, None)
    assert rest.get("/api/v1/notifications/?show=reminders").json()["results"] == []


def test_many_at_once_over_rest(pool, shop, api, web, manager, engineer):
    edit_many(shop, [row.pk for row in pool], by=manager, add_assignees=[engineer])
    catch_up()
    (row,) = api(engineer).get("/api/v1/notifications/").json()["results"]
    assert (row["about"], row["count"]) == (None, 3)
    assert f'href="/p/SHOP/requirements/?assignee={engineer.pk}"' in web(engineer).get("/inbox/").content.decode()


def test_muting_a_reason_from_the_inbox(one, web, manager, engineer):
    edit(one, by=manager, assignees=[engineer])
    catch_up()
    client = web(engineer)
    assert "It was assigned to you" in client.get("/inbox/mute/assigned/").content.decode()
    client.post("/inbox/mute/assigned/")
    assert "Number 0" not in client.get("/inbox/").content.decode()
    assert "It was assigned to you" in client.get("/settings/reminders/").content.decode()


def test_muting_one_requirement_leaves_the_others(pool, web, manager, engineer):
    one, other = pool[:2]
    comment(one, by=manager, body=f"@{engineer.name}")
    assert len(inbox(engineer)) == 1
    client = web(engineer)
    address = f"/inbox/mute/requirement/{one.pk}/"
    assert f"{address}?why=mention" in client.get("/inbox/").content.decode()
    page = client.get(f"{address}?why=mention").content.decode()
    assert page.index("Hear no more of this requirement") < page.index("Mute this reason")
    assert "You hear no more of this: SHOP-1 Number 0." in client.post(address, follow=True).content.decode()
    assert "Number 0" not in client.get("/inbox/").content.decode()
    assert "Number 0" in client.get("/settings/reminders/").content.decode()
    Notification.objects.all().delete()
    for requirement in (one, other):
        edit(requirement, by=manager, assignees=[engineer])
        comment(requirement, by=manager, body=f"@{engineer.name}, once more")
    assert {row[1] for row in inbox(engineer)} == {"SHOP-2 Number 1"}
    client.post(f"/settings/reminders/muted/{Mute.objects.get().pk}/remove/")
    comment(one, by=manager, body=f"@{engineer.name}, and now?")
    assert "SHOP-1 Number 0" in {row[1] for row in inbox(engineer)}


def test_a_row_shows_how_the_comment_begins(pool, shop, web, manager, engineer, maya, outsider):
    one, other, third = pool
    watch(one, by=engineer)
    comment(one, by=manager, body="The till is\n\n<b>slow</b> today " + "x" * 5_000)
    comment(other, by=manager, body="Nothing to do with anybody")
    comment(other, by=manager, body=f"Ask @{engineer.name} first")
    comment(third, by=manager, body="An old word")
    edit(third, by=manager, description=f"For @{engineer.name}")
    catch_up()
    page = web(engineer).get("/inbox/").content.decode()
    assert "The till is &lt;b&gt;slow&lt;/b&gt; today xxx" in page
    assert "x" * 140 not in page
    assert f"Ask @{engineer.name} first" in page
    assert "An old word" not in page
    assert "Nothing to do" not in page
    assert {row.words for row in Notification.objects.with_words(outsider)} == {None}
