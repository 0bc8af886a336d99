"""What an open page of the inbox is told of what others do meanwhile."""

import re

import pytest
from django.utils import timezone

from feedback.operations import bulk, triaging

NEWS = "/p/SHOP/feedback/news/"


@pytest.fixture
def told(web, engineer):
    """`told(query)`: which rows come, which keys left and which arrived, since a minute ago."""

    def ask(query="", since=None):
        at = int(timezone.now().timestamp()) - 60 if since is None else since
        answer = web(engineer).get(f"{NEWS}?since={at}{query}")
        text = answer.content.decode()
        named = {name: set(re.search(rf'data-{name}="([^"]*)"', text)[1].split()) for name in ("left", "came")}
        return {"rows": set(re.findall(r'<tr [^>]*data-key="([^"]*)"', text)), **named}

    return ask


def test_what_is_new_or_has_left_the_shelf_is_told(told, make_voice, maya):
    first, second, third = (make_voice(title=name) for name in ["one", "two", "three"])
    triaging.decline(second, by=maya, reason="No")
    everything = {first.key, third.key}
    assert told() == {"rows": everything, "left": {second.key}, "came": everything}
    assert told("&show=all")["left"] == set()
    assert told("&q=two&show=all")["rows"] == {second.key}


def test_a_change_of_words_brings_nothing_onto_the_shelf(told, voice, maya, web, engineer):
    later = int(timezone.now().timestamp()) + 3600
    assert web(engineer).get(f"{NEWS}?since={later}").status_code == 204
    triaging.set_kind(voice, by=maya, kind="praise")
    assert told()["rows"] == {voice.key}


def test_no_moment_is_no_question(web, voice, engineer):
    for since in ["", "x", "99999999999", "-1"]:
        assert web(engineer).get(NEWS, {"since": since}).status_code == 204


def test_it_costs_the_same_however_much_changed(web, make_voice, shop, maya, engineer, django_assert_max_num_queries):
    client, voices = web(engineer), [make_voice(body=f"Voice {n}") for n in range(20)]
    bulk.accept_many(shop, {voice.number: None for voice in voices}, by=maya)
    at = int(timezone.now().timestamp()) - 60
    client.get(f"{NEWS}?since={at}")
    with django_assert_max_num_queries(8):
        assert client.get(f"{NEWS}?since={at}").status_code == 200
