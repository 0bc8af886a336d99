"""What lists of feedback can be asked for, in English and Chinese."""

from requirements.query.names import Names

ALIASES = {
    "status": ("state", "状态"),
    "kind": ("type", "类型", "种类"),
    "channel": ("via", "渠道", "来源渠道"),
    "assignee": ("assigned", "负责人", "处理人", "经办人"),
    "author": ("creator", "录入人", "创建人"),
    "customer": ("company", "客户", "公司"),
    "tier": ("客户等级", "等级", "级别"),
    "contact": ("person", "联系人"),
    "requirement": ("story", "需求"),
    "product": ("project", "产品", "项目"),
    "source": ("origin", "来源"),
    "key": ("id", "编号"),
    "title": ("标题",),
    "received": ("收到", "收到时间", "接收时间"),
    "created": ("创建", "创建时间"),
    "updated": ("更新", "更新时间"),
    "solved": ("解决", "解决时间"),
    "due": ("deadline", "到期", "截止"),
    "votes": ("票数", "投票"),
    "satisfaction": ("rating", "满意度"),
    "is": ("是",),
    "has": ("有",),
    "no": ("without", "无", "没有"),
}
NAMES = Names(ALIASES)
