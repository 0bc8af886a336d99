"""Second clicks, and two who do something at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from PIL import Image

from feedback.models import Feedback
from feedback.operations.linking import link
from feedback.operations.reporting import report
from feedback.operations.triaging import decline, delete
from portal.models import Post
from portal.operations.posting import publish, submit
from requirements.operations.bulk import edit_many
from tests.locks import waiting_sessions


@pytest.fixture
def at_once():
    """`at_once(act, …)`: what each gives when all are done together, or why it is refused."""

    def all_of(*acts):
        start = Barrier(len(acts))

        def go(act):
            start.wait()
            try:
                return act()
            except ValidationError as refused:
                return refused.messages
            finally:
                connection.close()

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(go, acts))

    return all_of


@pytest.fixture
def before_the_end():
    """`before_the_end(first, second)`: `first` is not committed before `second` is done or waits for it; what `second`
    gives, and whether it waited.
    """

    def go(first, second):
        def other():
            try:
                return second()
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                first()
                begun, waits = pool.submit(other), False
                while not (begun.done() or waits):
                    waits = waiting_sessions() > 0
            return begun.result(), waits

    return go


def test_a_second_click_makes_no_second_idea(portal, visitor, bob):
    client = visitor(bob)
    doors = {client.post("/portal/SHOP/new/", {"title": "Dark  mode", "body": "Please"})["Location"] for _n in range(2)}
    assert doors == {f"/portal/SHOP/{Feedback.objects.get().number}/"}
    client.post("/portal/SHOP/new/", {"title": "Dark mode", "body": "Something else"})
    assert Feedback.objects.count() == 2


def test_others_may_say_the_same(portal, visitor, ann, bob):
    for contact in (ann, bob):
        visitor(contact).post("/portal/SHOP/new/", {"title": "Dark mode"})
    assert Feedback.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_pictures_are_made_anew(portal, shop, system, ann, bob, at_once, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    meanwhile = []

    class Watched(SimpleUploadedFile):
        def read(self, *size):
            if not meanwhile:
                meanwhile.append(None)
                meanwhile[:] = at_once(lambda: submit(shop, by=system, title="Faster", contact=ann).title)
            return super().read(*size)

    drawn = BytesIO()
    Image.new("RGB", (8, 8)).save(drawn, "PNG")
    post = submit(shop, by=system, title="Darker", contact=bob, pictures=[Watched("a.png", drawn.getvalue())])
    assert (meanwhile, post.pictures.count()) == (["Faster"], 1)


def test_strangers_may_say_the_same_and_each_once(portal, visitor, written):
    forms = [{"title": "Dark mode", "begun": written(visitor())} for _stranger in range(2)]
    for sent in [*forms, *forms]:  # all of them click twice
        assert visitor().post("/portal/SHOP/new/", sent)["Location"] == "/portal/SHOP/thanks/"
    assert Feedback.objects.count() == 2
    visitor().post("/portal/SHOP/new/", {**forms[0], "title": "Dark mode at night"})  # after going back
    assert Feedback.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_idea(portal, shop, system, bob, at_once):
    one, other = at_once(*[lambda: submit(shop, by=system, title="Dark mode", contact=bob)] * 2)
    assert one == other == Post.objects.get()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_is_told_so(portal, shop, engineer, at_once):
    item = report(shop, by=engineer, title="From a meeting")
    told = at_once(*[lambda: publish(item, by=engineer, title="In public")] * 2)
    assert ["This is in public already."] in told
    assert Post.objects.get() in told


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "end", [lambda item, by: decline(item, by=by, reason="No"), lambda item, by: delete(item, by=by)]
)
def test_what_is_linked_is_decided_on_at_the_same_moment(post, requirement, manager, before_the_end, end):
    before_the_end(lambda: link(post.feedback, requirement, by=manager), lambda: end(post.feedback, manager))
    assert not Feedback.objects.filter(state="new").exists()


@pytest.mark.django_db(transaction=True)
def test_who_decides_does_not_wait_for_who_links(shop, requirement, manager, before_the_end):
    item = report(shop, by=manager, title="From a meeting")
    declined, waited = before_the_end(
        lambda: link(item, requirement, by=manager), lambda: decline(item, by=manager, reason="No")
    )
    assert (declined.state, waited) == ("declined", False)


@pytest.mark.django_db(transaction=True)
def test_requirements_with_the_same_voices_move_at_once(shop, make_post, make_requirement, manager, statuses, at_once):
    posts = [make_post(f"Idea {number}") for number in range(30)]
    ids = [[make_requirement(f"Part {number}").pk for number in range(30)] for _half in range(2)]
    for requirements, voices in zip(ids, (posts, reversed(posts)), strict=True):
        for requirement, post in zip(requirements, voices, strict=True):
            link(post.feedback, shop.requirements.get(pk=requirement), by=manager)
    for name in ("active", "planned") * 3:
        moves = [partial(edit_many, shop, half, by=manager, status=statuses[name]) for half in ids]
        assert at_once(*moves) == [30, 30]
        assert set(Post.objects.values_list("status", flat=True)) == {name}
