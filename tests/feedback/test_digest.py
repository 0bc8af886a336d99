"""The digest of a week: volumes, clock, rising topics, what is alike."""

import re
from datetime import UTC, datetime, timedelta
from math import log

import pytest
from django.core.cache import cache

from accounts.models import User
from feedback.digest.terms import SIGNIFICANT, log_likelihood, rising, terms_of
from feedback.digest.week import Week, digest_of
from feedback.models import Feedback
from feedback.models.feedback import Channel
from feedback.operations.linking import link

MONDAY = datetime(2026, 11, 15, 16, tzinfo=UTC)  # midnight in Shanghai, where W47 begins


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture
def make_week(make_voice):
    """`make_week("text", 5, weeks=-1, kind="defect")`: so many items of that week."""

    def make(body, count, *, weeks=0, **fields):
        at = MONDAY + timedelta(weeks=weeks, hours=30)
        return [make_voice(f"{body} {number}", received_at=at, **fields) for number in range(count)]

    return make


def test_terms_are_chinese_pairs_and_triples_and_latin_words():
    assert terms_of("没有送水") == {"没有", "有送", "送水", "没有送", "有送水"}
    assert "送水" in terms_of("沒有送水！")  # traditional and simplified alike
    assert terms_of("The export is SLOW, 100 times") == {"export", "slow", "times"}
    assert "的水" not in terms_of("我的水")


def test_g2_is_dunnings_ratio():
    """Worked by hand for 6 of 10 texts against 4 of 30: expected 2.5, 7.5, 7.5, 22.5."""
    worked = 2 * (6 * log(6 / 2.5) + 4 * log(4 / 7.5) + 4 * log(4 / 7.5) + 26 * log(26 / 22.5))
    assert log_likelihood(6, 10, 4, 30) == pytest.approx(worked)
    assert log_likelihood(5, 10, 15, 30) == pytest.approx(0)
    assert log_likelihood(3, 10, 0, 30) > 0


def test_only_what_rose_significantly_is_a_topic():
    before = [(number, f"the food is cold today {number}") for number in range(60)]
    now = [(100 + number, "the food is cold, and delivery failed") for number in range(6)]
    now += [(200 + number, "the food is cold") for number in range(14)]
    (topic,) = rising(now, before)
    assert (topic.now, topic.before, len(topic.ids)) == (6, 0, 6)
    assert topic.term in ("delivery", "failed")
    assert topic.strength >= SIGNIFICANT
    assert rising(now[:2], before) == []
    assert rising([], before) == rising(now, []) == []


def test_a_chinese_topic_is_shown_as_far_as_all_say_the_same():
    before = [(number, f"商品详情页打开很慢{number}") for number in range(60)]
    now = [(100 + number, f"你们的优惠券不能叠加，很生气{number}") for number in range(6)]
    now += [(200 + number, f"商品详情页打开很慢{number}") for number in range(14)]
    assert "优惠券不能叠加" in [topic.term for topic in rising(now, before)][0]


def test_a_week_is_that_of_the_products_time_zone(shop, make_voice):
    week = Week.of(shop, "2026-W47")
    assert (str(week), week.begins.astimezone(UTC), week.label) == ("2026-W47", MONDAY, "Week 47 · 16–22 Nov 2026")
    make_voice("Just in", received_at=MONDAY)
    make_voice("Just not", received_at=MONDAY - timedelta(seconds=1))
    make_voice("Nor this", received_at=MONDAY + timedelta(days=7))
    assert week.of_items(Feedback.objects.all()).get().title == "Just in"
    assert str(Week.of(shop, "2026-W53")) == "2026-W53"
    assert str(Week.of(shop, "nonsense")) == str(Week.of(shop))


def test_volumes_stand_beside_the_week_before(shop, maya, make_week):
    make_week("a", 3, kind="defect", channel=Channel.MAIL)
    make_week("b", 1, kind="praise")
    make_week("c", 2, weeks=-1, kind="praise")
    digest = digest_of(shop, maya, Week.of(shop, "2026-W47"))
    assert (digest.total.now, digest.total.before) == (4, 2)
    assert [(row.value, row.now, row.before, row.step) for row in digest.by_kind()] == [
        ("defect", 3, 0, 3), ("praise", 1, 2, -1),
    ]  # fmt: skip
    assert {row.value: row.now for row in digest.by_channel()} == {"mail": 3, "other": 1}


def test_the_clock_counts_what_was_answered_and_solved_in_time(shop, maya, make_week):
    first, second, third = make_week("a", 3)
    at, hours = first.received_at, lambda n: first.received_at + timedelta(hours=n)
    for item, answered, solved in [(first, 2, 10), (second, 60, 70), (third, None, None)]:
        Feedback.objects.filter(pk=item.pk).update(
            response_due_at=hours(48), solution_due_at=hours(48), responded_at=answered and hours(answered),
            solved_at=solved and hours(solved), satisfaction=solved and 4,
        )  # fmt: skip
    clock = digest_of(shop, maya, Week.of(shop, "2026-W47")).clock()
    assert at == first.received_at
    assert (clock["answered"], clock["answered_late"], clock["solved"], clock["solved_late"]) == (1, 1, 1, 1)
    assert (clock["unsolved"], clock["satisfied"], clock["first_response_hours"]) == (1, 4, 31)


def test_groups_of_items_alike_wait_for_a_requirement(shop, maya, make_week, requirement):
    items = make_week("没有送水，等了两个小时还没有人来", 4)
    week = Week.of(shop, "2026-W47")
    ((count, shown, others),) = digest_of(shop, maya, week).proposals()
    assert (count, len(shown), others) == (4, 4, [])
    for item in items:
        link(item, requirement, by=maya)
    cache.clear()
    assert digest_of(shop, maya, week).proposals() == []


def test_a_group_shows_its_first_items_and_the_others_on_demand(client, shop, maya, make_week):
    items = make_week("没有送水，等了两个小时还没有人来", 7)
    client.force_login(maya)
    page = client.get("/p/SHOP/feedback/digest/?week=2026-W47").content.decode()
    alike = page.partition("7 items alike")[2]
    first, folded, others = alike.partition("3 more items")
    assert folded
    keys = [re.findall(r'class="key">(SHOP-F\d+)<', part) for part in (first, others)]
    assert [len(part) for part in keys] == [4, 3]
    assert sorted(keys[0] + keys[1]) == sorted(item.key for item in items)


def test_the_page_says_it_with_links_and_few_queries(
    client, shop, maya, make_week, django_assert_max_num_queries
):  # fmt: skip
    make_week("食物很好吃", 30, weeks=-1, kind="praise")
    make_week("食物很好吃", 10, kind="praise")
    make_week("没有送水，等了两个小时", 6, kind="complaint")
    client.force_login(maya)
    client.get("/p/SHOP/feedback/digest/?week=2026-W47")
    cache.clear()
    with django_assert_max_num_queries(20):
        page = client.get("/p/SHOP/feedback/digest/?week=2026-W47").content.decode()
    assert "送水" in page
    assert page.count("Week 47 · 16–22 Nov 2026") == 2  # the title and the page
    assert ">2026-W47<" not in page
    assert 'href="?week=2026-W46"' in page
    assert "kind=complaint&amp;received_since=2026-11-16&amp;received_before=2026-11-23" in page
    text = client.get("/p/SHOP/feedback/digest/?week=2026-W47&as=text")
    assert text["Content-Type"].startswith("text/plain")
    assert "Received: 16 (30 the week before)" in text.content.decode()
    assert "Week 47 · 16–22 Nov 2026" in text.content.decode()
    assert "No feedback in this week" in client.get("/p/SHOP/feedback/digest/?week=2020-W01").content.decode()
    User.objects.filter(pk=maya.pk).update(language="zh-hans")
    assert "第47周 · 2026年11月16日–22日" in client.get("/p/SHOP/feedback/digest/?week=2026-W47").content.decode()


def test_outsiders_see_no_digest(client, shop, outsider):
    client.force_login(outsider)
    assert client.get("/p/SHOP/feedback/digest/").status_code == 404


@pytest.mark.parametrize("week", ["0001-W01", "9999-W52", "2026-W99", "x", "%00"])
def test_weeks_out_of_time_show_the_last_one(client, shop, maya, week):
    client.force_login(maya)
    assert client.get(f"/p/SHOP/feedback/digest/?week={week}").status_code == 200
