"""What the sample says about launches: a checklist under way, release notes, how milestones stand."""

from roadmaps.operations.checklists import apply_checklist, tick
from roadmaps.operations.notes import publish_note, write_note
from roadmaps.operations.planning import edit_milestone
from roadmaps.releasing.starters import CHINESE

DONE = 5  # items of the running version's checklist that are ticked

# version, language, title, body
NOTES = [
    (
        "2.3", "zh", "2.3：大促稳得住",
        "## 用户功能\n\n- 支付重复点击只扣一次款\n- 订单列表打开快一倍\n\n## 业务改进\n\n- 上千件商品一次改价，可整批撤销\n",
    ),
    (
        "2.3", "en", "2.3: steady through the sales season",
        "## For users\n\n- Paying twice by accident charges once\n- The list of orders opens in half the time\n\n"
        "## For the business\n\n- Prices of thousands of products change at once, and back\n",
    ),
    ("2.4", "zh", "2.4：结算一页完成", "## 用户功能\n\n- 地址、优惠与支付同屏完成\n- 退款进度看得见\n"),
]  # fmt: skip

# milestone, health, note
HEALTH = [
    ("2.4 提测", "on_track", "冒烟用例已过 80%，周五前可提测。"),
    ("2.4 灰度 10%", "at_risk", "支付渠道沙箱本周不稳定，可能晚一到两天。"),
    ("库存中台联调完成", "late", "对方接口延期到下周三，已请求加派人手。"),
]


def prepare_launches(story, moments, at):
    """`at` performs an operation as a batch of its own."""
    by, version = story.people["mu"], story.versions["2.4"]
    at(story.now, moments, apply_checklist, version, by=by, items=CHINESE.items)
    for item in list(version.checklist.in_order()[:DONE]):
        at(story.now, moments, tick, item, by=by)
    for name, language, title, body in NOTES:
        note = at(
            story.now, moments, write_note, story.versions[name], by=by, language=language, title=title, body=body
        )
        if name != "2.4":
            at(story.now, moments, publish_note, note, by=by)
    for name, health, note in HEALTH:
        at(story.now, moments, edit_milestone, story.milestones[name], by=by, health=health, health_note=note)
