"""What customers of SHOP said in the last weeks, and what became of it."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from feedback.clocks.keeping import keep_clocks
from feedback.models import Feedback
from feedback.operations import answering, triaging
from feedback.operations.contacts import add_contact
from feedback.operations.customers import create_customer
from feedback.operations.linking import link
from feedback.operations.reporting import report
from feedback.operations.tiers import add_tier

TIERS = [("A", 3), ("B", 2), ("C", 1)]
CUSTOMERS = {
    "华东旗舰": ("A", 1_200_000, 420, "王磊", "wang.lei@huadong.example"),
    "云杉科技": ("A", 860_000, 300, "李敏", "li.min@yunshan.example"),
    "百川供应链": ("B", 410_000, 150, "赵倩", "zhao.qian@baichuan.example"),
    "Northwind": ("B", 380_000, 95, "Emma Clarke", "emma@northwind.example"),
    "拾味餐饮": ("C", 90_000, 40, "孙浩", "sun.hao@shiwei.example"),
    "Blue Harbour": ("C", 75_000, 22, "Jonas Weber", "jonas@blueharbour.example"),
}


@dataclass
class Voice:
    """`hours` ago it was received. `links` are (requirement's id in the sample, the words that speak for it, importance);
    `then` names what was done, a number of hours after it came: (hours, act, who, values)."""

    id: str
    hours: float
    title: str
    body: str
    customer: str = ""
    channel: str = "mail"
    kind: str = "suggestion"
    links: list = field(default_factory=list)
    then: list = field(default_factory=list)


VOICES = [
    Voice("checkout", 45, "结算太麻烦了", "填完地址又跳回去选优惠券，来回三次，我就不买了。能不能放在一页？我们门店一天几十单都是店员在手机上下，每单多花一分钟，一个月就是好几天。另外发票也不知道在哪里申请。",
          "华东旗舰", "chat", links=[("one-page", "填完地址又跳回去选优惠券，来回三次", 3), ("invoice", "发票也不知道在哪里申请", 2)],
          then=[(2, "assign", "mu", {"to": "zihang"})]),
    Voice("invoice", 53, "发票申请两周没消息", "客服说转财务，之后没有任何进度，我不知道找谁。每个月底对账都要等这张票。", "云杉科技", "portal", "complaint", links=[("invoice", "", 2)]),
    Voice("order-search", 17, "Search can't find my order", "Typed the first letters of the product, nothing. Full name works.\n\nOur buyers remember \"blue 40 l crate\", not the exact title.", "Northwind", "mail", "defect", links=[("typos", "Typed the first letters of the product, nothing", 2)]),
    Voice("night", 8, "希望有夜间模式", "晚上看商品太亮了，眼睛疼。", "", "store"),
    Voice("stock", 30, "库存显示不一致", "列表有货，下单提示缺货，两个仓的数不一样。SKU 3021 今天出现了三次。", "百川供应链", "api", "defect",
          then=[(3, "accept", "zihang", {}), (4, "assign", "zihang", {"to": "zihang"}), (5, "reply", "zihang", {"body": "您好，能否告知下单时间和收货城市？我们对一下两个仓的同步记录。", "waiting": True})]),
    Voice("pay", 26, "付款失败只说“系统繁忙”", "试了三次都是系统繁忙，不知道钱扣没扣，只好打电话问。能不能直接告诉我是卡的问题还是你们的问题？", "拾味餐饮", "phone", "complaint", links=[("pay-failure", "不知道钱扣没扣", 3)], then=[(1, "accept", "mu", {}), (2, "reply", "mu", {"body": "抱歉给您添麻烦了。三次都没有扣款；失败原因会在下个版本里写清楚，上线时告诉您。"})]),
    Voice("coupon-back", 70, "优惠券选完地址没了", "选完券返回，刚填的地址被清空，得重填一遍。", "拾味餐饮", "portal", "defect", then=[(40, "duplicate", "mu", {"of": "checkout"})]),
    Voice("relogin", 64, "付款前还要重新登录一次", "结算走到一半让我重新登录，登录完购物车还在，但优惠券要重选。来回三次，差点不买了。", "", "store", "complaint"),
    Voice("guest", 90, "Let us order without an account", "Our drivers share one tablet. They will not each make an account just to order water and gloves.", "Blue Harbour", "meeting", links=[("guest", "They will not each make an account", 3)],
          then=[(5, "accept", "maya", {}), (6, "reply", "maya", {"body": "Thanks, Jonas. Guest checkout is planned for 2.5; I have noted the shared tablet as the case to try it with."}), (30, "note", "maya", {"body": "Asked sales: two more accounts with shared tablets, both in logistics."})]),
    Voice("pinyin", 120, "搜索不支持拼音首字母", "店员习惯打首字母，例如 nnc 找“暖暖茶”，现在只能打全称。", "华东旗舰", "chat", links=[("pinyin", "店员习惯打首字母", 2)], then=[(4, "accept", "mu", {})]),
    Voice("export", 140, "Order export times out", "More than 5,000 rows and the export stops without a word. We need it for the auditors by the tenth.", "Northwind", "mail", "defect", links=[("export", "More than 5,000 rows and the export stops", 3)],
          then=[(3, "accept", "maya", {}), (4, "reply", "maya", {"body": "We can reproduce it. As a stopgap we have sent you the file by mail."}), (44, "solve", "maya", {"root_cause": "The export ran inside one request and met the proxy's limit of 60 seconds.", "solution": "Exports run in the background and come by mail; 50,000 rows tried."})]),
    Voice("refund", 160, "退款进度查不到", "退货寄回去五天了，页面还是“处理中”，没有任何说明。", "云杉科技", "portal", "complaint", links=[("refund-push", "页面还是“处理中”，没有任何说明", 2)],
          then=[(8, "accept", "qing", {}), (9, "reply", "qing", {"body": "退款已在昨天原路退回，预计 1–3 个工作日到账。进度提醒在 2.4 里。"}), (40, "solve", "qing", {"root_cause": "仓库签收后没有回写退款状态。", "solution": "签收即推送退款进度；历史单已补齐。"})]),
    Voice("crypto", 200, "Pay with cryptocurrency", "Would make us the first in the trade.", "", "form", then=[(20, "decline", "zhixia", {"reason": "We are not licensed to take it, and no other customer has asked. We look at it again when the law changes."})]),
    Voice("big-text", 230, "字太小，父母看不清", "给爸妈装了，字号只有一档。放大系统字体后按钮就被挤没了。", "", "store", links=[("elder", "放大系统字体后按钮就被挤没了", 2)], then=[(10, "accept", "qing", {}), (11, "assign", "qing", {"to": "qing"})]),
    Voice("praise", 36, "客服小陈很耐心", "半夜换收货地址，五分钟就办好了，谢谢！", "拾味餐饮", "chat", "praise", then=[(9, "reply", "zhixia", {"body": "谢谢您特意写来，已经转告小陈。"}), (10, "solve", "zhixia", {"solution": "已转告客服组。"})]),
    Voice("api", 12, "Is there a webhook for shipped orders?", "We poll every minute at the moment, which feels wrong.", "Northwind", "mail", "question", links=[("api", "We poll every minute at the moment", 1)]),
    Voice("wishlist", 20, "收藏夹能不能分组", "采购清单有两百多件，全堆在一起，每次都要翻到底。", "百川供应链", "form", links=[("wishlist-groups", "两百多件，全堆在一起", 2)], then=[(3, "snooze", "mu", {})]),
    Voice("slow", 3, "首页打开很慢", "早上开店那会儿要转十几秒，四个店都一样。", "华东旗舰", "chat", "complaint"),
]  # fmt: skip


def heard(story, moments, at):
    """Make the tiers and customers; returns the events of their voices, to be sorted and performed."""
    by, shop, began = story.people["mu"], story.product, story.now - timedelta(days=60)
    tiers = {name: at(began, moments, add_tier, shop, by=by, name=name, weight=weight) for name, weight in TIERS}
    companies, contacts = {"": None}, {"": None}
    for name, (tier, value, size, contact, email) in CUSTOMERS.items():
        companies[name] = at(
            began, moments, create_customer, shop, by=by, name=name, tier=tiers[tier], value=value, size=size
        )
        contacts[name] = at(
            began, moments, add_contact, shop, by=by, name=contact, email=email, customer=companies[name]
        )
    events = []
    for voice in VOICES:
        came = story.now - timedelta(hours=voice.hours)
        whose = {"customer": companies[voice.customer], "contact": contacts[voice.customer]}
        events.append((came, partial(taken_in, story, voice, came, whose)))
        events += [(came + timedelta(hours=1.5), partial(linked, story, voice))] if voice.links else []
        events += [(came + timedelta(hours=hours), partial(done, story, voice, *rest)) for hours, *rest in voice.then]
    return events


def taken_in(story, voice, came, whose):
    story.said[voice.id] = report(
        story.product, by=story.people["mu"], title=voice.title, body=voice.body, kind=voice.kind,
        channel=voice.channel, received_at=came, **whose,
    )  # fmt: skip


def linked(story, voice):
    for ident, words, importance in voice.links:
        requirement = story.made[id(story.named[ident])]
        link(story.said[voice.id], requirement, by=story.people["mu"], passage=words, importance=importance)


ACTS = {
    "accept": triaging.accept,
    "assign": triaging.assign,
    "decline": triaging.decline,
    "duplicate": triaging.mark_duplicate,
    "snooze": triaging.snooze,
    "reply": answering.reply,
    "note": answering.add_note,
    "solve": answering.solve,
}


def done(story, voice, act, who, values):
    values = dict(values)
    if act == "assign":
        values["to"] = story.people[values["to"]]
    elif act == "duplicate":
        values["of"] = story.said[values["of"]]
    elif act == "snooze":
        values["until"] = story.now + timedelta(days=6)
    ACTS[act](story.said[voice.id], by=story.people[who], **values)


def reckoned(product):
    """The clocks as they stand, once what moved them has happened in its time."""
    keep_clocks(Feedback.objects.of(product))
