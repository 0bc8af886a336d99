"""The portal of SHOP: what visitors read, want and write there."""

from datetime import timedelta
from functools import partial

from feedback.operations.contacts import add_contact
from feedback.operations.voting import vote
from portal.operations.moderating import show
from portal.operations.posting import answer_in_public, publish, say, submit
from portal.operations.setting_up import set_up
from roadmaps.models.share_link import Audience
from roadmaps.operations.sharing import share

LOOKS = {
    "access": "public", "has_changelog": True,
    "title_zh": "您希望我们做什么？", "title_en": "What would you like us to do?",
    "welcome_zh": "投票让我们知道什么最重要；每个想法的进展都写在这里。",
    "welcome_en": "Vote for what matters to you. What becomes of an idea stands here.",
}  # fmt: skip
VISITORS = [  # the name that others see, "" for none
    "小北", "Priya", "", "阿满", "", "Tom", "", "晚风", "", "", "Ines", "", "老周", "",
]  # fmt: skip

# voice, hours ago, title, text, language, how many of the visitors want it, the status that the team chose
POSTS = [
    ("checkout", 43, "结算放在一页", "填地址、选优惠、付款来回跳转太多次。", "zh-hans", 14, ""),
    ("night", 7, "夜间模式", "晚上看商品太亮了，希望跟随系统切换。", "zh-hans", 12, ""),
    ("pinyin", 110, "搜索支持拼音首字母", "店员只记得名字的开头，打首字母搜不到。", "zh-hans", 9, ""),
    ("invoice", 50, "订单一键开票", "现在要找客服，等很久，也看不到进度。", "zh-hans", 8, ""),
    ("guest", 80, "Order without an account", "Several people share one tablet and only want to order.", "en", 6, ""),
    ("wishlist", 18, "收藏夹可以分组", "采购清单很长，全在一起，每次都要翻到底。", "zh-hans", 5, ""),
    (
        "export",
        130,
        "Exports of many orders",
        "Lists of more than 5,000 orders should arrive complete.",
        "en",
        4,
        "done",
    ),
    ("crypto", 190, "Pay with cryptocurrency", "", "en", 1, ""),
]
WAITING = ("希望能按门店分别设置收货人", "我们有四家店，每次下单都要改收货人和电话，有两次送错了店。")

# post, hours ago, the visitor's place in the list or None for the team, what they say, whether it is shown
SAID = [
    ("checkout", 40, 0, "优惠券放在付款旁边就好，选完别再跳走。", True),
    ("checkout", 30, None, "谢谢！地址、优惠和付款会放在同一屏，正在开发。", True),
    ("checkout", 12, 5, "Please keep the old way for keyboards.", True),
    ("night", 4, 7, "也请照顾一下商品图的白底。", False),
    ("guest", 60, 1, "Same for us: the warehouse shares one phone.", True),
]  # fmt: skip


def shown_outside(story, moments, at):
    """Open the portal; returns the events of its life, to be sorted and performed after those of the voices."""
    by, shop, began = story.people["mu"], story.product, story.now - timedelta(days=30)
    link = at(began, moments, share, shop, by=by, name="公开路线图", audience=Audience.PUBLIC, granularity="month")
    at(began, moments, set_up, shop, by=by, roadmap=link, **LOOKS)
    visitors = [
        at(began, moments, add_contact, shop, by=by, name=f"Visitor {n}", email=f"visitor{n}@outside.example",
           shown_name=name) for n, name in enumerate(VISITORS, 1)
    ]  # fmt: skip
    posts = {}
    events = [(hours, partial(published, story, posts, visitors, *post)) for post, hours in told(POSTS)]
    events += [(hours, partial(said, story, posts, visitors, *comment)) for comment, hours in told(SAID)]
    events.append((2, partial(submit, shop, by=by, title=WAITING[0], body=WAITING[1], contact=visitors[3])))
    return [(story.now - timedelta(hours=hours), perform) for hours, perform in events]


def told(rows):
    """Each row without its hours, and the hours."""
    return [((row[0], *row[2:]), row[1]) for row in rows]


def published(story, posts, visitors, voice, *words):
    title, body, language, wanted, status = words
    by = story.people["mu"]
    posts[voice] = publish(story.said[voice], by=by, title=title, body=body, language=language, chosen_status=status)
    for visitor in visitors[:wanted]:
        vote(story.said[voice], visitor, by=by)


def said(story, posts, visitors, voice, place, words, is_shown):
    by = story.people["mu"]
    if place is None:
        answer_in_public(posts[voice], by=by, body=words)
        return
    comment = say(posts[voice], visitors[place], by=by, body=words)
    if is_shown:
        show(comment, by=by)
