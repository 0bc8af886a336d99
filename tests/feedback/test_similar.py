"""What says nearly the same is found before it is written twice, and by whoever triages."""

import pytest
from django.db import connection

from feedback.models import Feedback
from feedback.operations.merging import merge
from feedback.operations.reporting import report
from feedback.search.alike import likeness, parts_of
from feedback.search.groups import largest_groups
from feedback.search.similar import similar_to

SAID = [
    "没有送水没有送水没有送水",
    "送餐太慢了，等了两个小时",
    "The checkout page is very slow",
    "味道不错",
    "米饭太硬了",
]


@pytest.fixture
def voices(shop, maya):
    return [report(shop, by=maya, body=body) for body in SAID]


def found(text, user, product, **options):
    return [(one.feedback.title, one.percent) for one in similar_to(text, user, product, **options)]


@pytest.mark.parametrize(
    ("one", "other", "percent"),
    [
        ("没有送水", "没有送水", 100),
        ("没有送水", "沒有送水！", 100),
        ("没有送水", "根本没有送", 57),
        ("slow checkout", "slow chekout", 78),
        ("ＳＬＯＷ", "slow", 100),
        ("没有送水", "slow", 0),
        ("", "slow", 0),
    ],
)
def test_likeness(one, other, percent):
    assert round(100 * likeness(parts_of(one), parts_of(other))) == percent


def test_chinese_by_its_pairs(voices, shop, maya):
    assert found("没有送水", maya, shop)[0] == ("没有送水没有送水没有送水", 86)
    assert found("送餐太慢，等了两小时", maya, shop)[0][0] == "送餐太慢了，等了两个小时"


def test_a_long_story_that_holds_the_title_of_another(shop, maya):
    story = "填完地址又跳回去选优惠券，来回三次，我就不买了。能不能放在一页？我们门店一天几十单都是店员在手机上下。"
    first = report(shop, by=maya, title="结算太麻烦了", body=story)
    other = report(
        shop, by=maya, body="昨天下单的时候觉得结算太麻烦了，地址填了两遍，店员都在抱怨，希望尽快改进一下手机端的流程。"
    )
    assert [one.feedback for one in similar_to(other, maya, shop)] == [first]
    assert [one.feedback for one in similar_to(first, maya, shop)] == [other]


def test_latin_by_its_triples(voices, shop, maya):
    assert [title for title, _percent in found("Checkouts are slow", maya, shop)] == [SAID[2]]


def test_traditional_finds_simplified(voices, shop, maya):
    assert found("沒有送水", maya, shop)[0][0] == SAID[0]


def test_nothing_is_like_a_single_word_or_nothing(voices, shop, maya):
    assert [found(text, maya, shop) for text in ["", "!!", "水", "🙂"]] == [[], [], [], []]


def test_an_item_is_not_like_itself_nor_its_group(voices, shop, maya):
    twin, other = (report(shop, by=maya, body="没有送水没有送水") for _n in range(2))
    merge(voices[0], [twin], by=maya)
    voices[0].refresh_from_db()
    assert [one.feedback for one in similar_to(voices[0], maya, shop)] == [other]
    twin.refresh_from_db()
    assert [one.feedback for one in similar_to(twin, maya, shop)] == [other]


def test_of_a_group_the_first_is_named_once(voices, shop, maya):
    first = report(shop, by=maya, body="Der Kurier kam nie an")
    merge(first, [voices[0]], by=maya)
    assert found("没有送水", maya, shop) == [("Der Kurier kam nie an", 86)]


def test_only_what_one_may_see(voices, shop, outsider):
    assert similar_to("没有送水", outsider, shop) == []


def test_the_rarest_parts_choose_what_is_compared(shop, maya):
    for n in range(40):
        report(shop, by=maya, body=f"味道不错，第{n}次点")
    report(shop, by=maya, body="味道不错，就是没有送餐巾")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE feedback_searched")
    assert found("味道不错但是没有餐巾", maya, shop, limit=1)[0][0] == "味道不错，就是没有送餐巾"


def test_groups(shop, maya):
    late = ["送餐太慢了，等了两个小时", "送餐太慢，等了两个小时", "太慢了，等了两个小时", "送餐太慢了！等了两个小时！"]
    water = ["没有送水", "没有送水没有送水", "根本没有送水"]
    alone = ["味道不错", "米饭太硬了", "The checkout page is very slow"]
    made = {body: report(shop, by=maya, body=body).pk for body in [*late, *water, *alone]}
    groups = largest_groups(Feedback.objects.visible_to(maya).of(shop), 5)
    assert [set(group.ids) for group in groups] == [{made[body] for body in late}, {made[body] for body in water}]
    assert groups[0].middle in groups[0].ids


def test_what_was_merged_is_one_in_a_group(shop, maya):
    made = [report(shop, by=maya, body="没有送水啊") for _n in range(4)]
    merge(made[0], made[1:3], by=maya)
    assert largest_groups(Feedback.objects.of(shop)) == []
    assert [set(group.ids) for group in largest_groups(Feedback.objects.of(shop), smallest=2)] == [
        {made[0].pk, made[3].pk}
    ]


def test_no_groups_of_nothing(shop):
    assert largest_groups(Feedback.objects.of(shop)) == []


def test_what_is_written_as_a_title_is_compared_too(client, make_voice, engineer):
    make_voice(body="没有送水，等了一个小时")
    client.force_login(engineer)
    page = "/p/SHOP/feedback/similar/"
    assert "SHOP-F1" in client.get(page, {"title": "没有送水，等了一小时", "body": ""}).content.decode()
    assert "SHOP-F1" not in client.get(page, {"title": "", "body": ""}).content.decode()
