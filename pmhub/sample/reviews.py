"""Two reviews of SHOP: one that was held nine days ago, with what came of it, and one to come."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from pmhub.sample.timeline import OFFICE
from requirements.models import Review
from requirements.operations import judging, reviewing
from requirements.operations.authoring import edit
from requirements.operations.judging import Terms
from requirements.operations.resurfacing import resurface

REVIEWERS, OBSERVERS = ["zhixia", "zihang", "maya", "qing"], ["sam"]
PAST, NEXT = "2.5 需求评审（第一次）", "2.5 需求评审（第二次）"
THERE = ["mu", "zhixia", "zihang", "maya", "sam"]
DECLINED = "合作方利率披露要求与现有商品页合规模板冲突；明年重签合同后再评估。"

# item, who → (value, drivers, why), notes, terms
HELD = [
    (
        "guest",
        {
            "mu": (4, {"impact": 2}, ""),
            "zhixia": (3, {"impact": 1}, "国内占比低，先看英文站。"),
            "zihang": (4, {"effort": 4}, "账号体系要先拆登录态，工期比估的多一周。"),
            "maya": (
                5,
                {"impact": 2, "effort": 3},
                "41 % leave on the sign-in step, nothing else we have moves that much.",
            ),
        },
        "- 实名类目不开放\n- 先做英文站，数据好再推国内",
        Terms("accept", "41 % 的流失就在登录这一步，先做英文站。"),
    ),
    (
        "pay-failure",
        {
            "mu": (5, {}, "客服每周四十单。"),
            "zhixia": (2, {}, "查单口径没谈拢之前上线，风险更大。"),
            "zihang": (2, {"effort": 5}, "渠道超时查单要重写。"),
            "maya": (5, {"effort": 2}, "Texts alone would help already."),
        },
        "分歧在**查单**：文案与查单拆成两步，第一步只改文案。",
        Terms("change", "文案与查单拆开，第一步只改文案，和财务确认口径后再评。"),
    ),
    (
        "instalments",
        {
            "mu": (2, {}, ""),
            "zhixia": (1, {}, "合规过不了。"),
            "zihang": (3, {}, ""),
            "maya": (2, {}, "Legal first."),
        },
        "",
        Terms("decline", DECLINED, thresholds={"votes": Decimal(25)}),
    ),
]
AGENDA = [("pay-failure", 15), ("merge-guest", 20), ("ecny", 10)]


def weekday(moment, step):
    """The same day at half past two in the office, moved off a weekend."""
    day = moment.astimezone(OFFICE).date()
    while day.weekday() > 4:
        day += timedelta(days=step)
    return datetime.combine(day, time(14, 30), OFFICE)


def reviews_of(story):
    """The events of both reviews as `(when, what)`."""
    start = weekday(story.now - timedelta(days=9), -1)
    return [*held(story, start), *planned(story, weekday(story.now + timedelta(days=3), 1)), wanted(story)]


def reviewed(story, title):
    review = Review.objects.get(product=story.product, title=title)
    review.product = story.product
    return review


def planning(story, title, start, agenda):
    def plan():
        by, people = story.people["mu"], story.people
        review = reviewing.schedule(
            story.product, by=by, title=title, starts_at=start, time_zone="Asia/Shanghai", place="三楼 拾光会议室"
        )
        reviewing.invite(review, [people[nick] for nick in REVIEWERS], by=by)
        reviewing.invite(review, [people[nick] for nick in OBSERVERS], by=by, part="observer")
        requirements = [story.made[id(story.named[name])] for name, _minutes in agenda]
        for item, (_name, minutes) in zip(reviewing.add_to_agenda(review, requirements, by=by), agenda, strict=True):
            reviewing.set_minutes(item, by=by, minutes=minutes)

    return plan


def answering(story, title, answers):
    def answer():
        review = reviewed(story, title)
        for nick, given in answers.items():
            own = review.people.get(user=story.people[nick])
            own.review, own.product = review, story.product
            reviewing.answer(own, by=story.people[nick], answer=given)

    return answer


def held(story, start):
    by = story.people["mu"]
    agenda = [(name, 20) for name, *_rest in HELD]
    end = start + timedelta(minutes=55)
    events = [
        (start - timedelta(days=1, hours=4), planning(story, PAST, start, agenda)),
        (start - timedelta(hours=22), answering(story, PAST, {"zihang": "yes", "maya": "yes", "qing": "maybe"})),
        (start, lambda: reviewing.open_review(reviewed(story, PAST), by=by, at=start)),
        (end - timedelta(minutes=1), lambda: reviewing.mark_attendance(
            reviewed(story, PAST), [story.people[nick] for nick in THERE], by=by)),
        (end, lambda: reviewing.close_review(reviewed(story, PAST), by=by, at=end)),
    ]  # fmt: skip
    for place, (name, scores, notes, terms) in enumerate(HELD):
        begun = start + timedelta(minutes=3 + 17 * place)
        events += [
            (begun + timedelta(minutes=4), judging_of(story, name, scores, begun + timedelta(minutes=4))),
            (begun + timedelta(minutes=12), deciding(story, name, notes, terms)),
        ]
    return events


def on_agenda(story, title, name):
    review = reviewed(story, title)
    item = review.items.get(requirement=story.made[id(story.named[name])])
    item.review, item.product = review, story.product
    return item


def judging_of(story, name, scores, at):
    def judge():
        item = on_agenda(story, PAST, name)
        for nick, (value, drivers, why) in scores.items():
            judging.score_item(item, by=story.people[nick], value=value, drivers=drivers, comment=why, at=at)
        judging.reveal(item, by=story.people["mu"], at=at)

    return judge


def deciding(story, name, notes, terms):
    def decide():
        item, by = on_agenda(story, PAST, name), story.people["mu"]
        if notes:
            judging.write_notes(item, by=by, notes=notes)
        judging.decide(item, terms, by=by)

    return decide


def planned(story, start):
    def score():
        item = on_agenda(story, NEXT, "merge-guest")
        judging.score_item(item, by=story.people["maya"], value=4, comment="Only after an SMS code.")

    return [
        (story.now - timedelta(hours=5), planning(story, NEXT, start, AGENDA)),
        (story.now - timedelta(hours=4), answering(story, NEXT, {"maya": "yes", "zihang": "yes"})),
        (story.now - timedelta(hours=3), score),
    ]


def wanted(story):
    """Votes for what was declined pass what was set at the decision."""

    def vote():
        edit(story.made[id(story.named["instalments"])], by=story.people["mu"], votes=27)
        resurface()

    return story.now - timedelta(days=2, hours=3), vote
