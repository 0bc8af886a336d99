"""The sample's portal: what visitors find there, and that it goes with the sample."""

import pytest
from django.apps import apps
from django.test import Client

from accounts.models import User
from feedback.models import Contact
from pmhub.sample.building import build
from pmhub.sample.people import PEOPLE
from pmhub.sample.public import POSTS, SAID, VISITORS, WAITING
from pmhub.sample.removing import remove_sample
from portal.models import Portal, Post

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def read(path):
    response = Client(headers={"Accept-Language": "zh-CN"}).get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_shop_has_a_portal_and_all_of_it_goes_with_the_sample():
    build("Long enough for the tests 1")
    board, most_wanted = read("/portal/SHOP/"), POSTS[0][2]
    assert all(title in board for _voice, _hours, title, *_rest in POSTS)
    assert WAITING[0] not in board
    assert {post.status for post in Post.objects.shown()} >= {"new", "declined", "active", "done"}
    post = Post.objects.select_related("feedback").get(title=most_wanted)
    page = read(f"/portal/SHOP/{post.feedback.number}/")
    assert f">{len(VISITORS)}<" in page
    assert all((words in page) == is_shown for voice, _h, _who, words, is_shown in SAID if voice == "checkout")
    assert "公开路线图" not in read("/portal/SHOP/roadmap/")
    assert "2.3" in read("/portal/SHOP/changelog/")
    for text in (board, page):
        assert "@" not in text
        assert not [person.name for person in PEOPLE if person.name in text]
        assert not [name for name in Contact.objects.values_list("name", flat=True) if name and name in text]
    assert list(Portal.objects.values_list("product__key", flat=True)) == ["SHOP"]

    boss = User.objects.create_user("boss@example.org", "Long enough 1 2 3", name="Boss", is_admin=True)
    remove_sample(boss, by=boss)
    assert not [model for model in apps.get_app_config("portal").get_models() if model.objects.exists()]
