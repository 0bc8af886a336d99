"""The columns in which people and other systems keep feedback, Chinese and English."""

from django.utils.translation import gettext_lazy as _

from feedback.models.feedback import BODY_LENGTH, TITLE_LENGTH, Channel, Kind, State
from pmhub.lib.tabular import mapping, values
from pmhub.lib.tabular.headers import fold
from pmhub.lib.tabular.problems import BadValue

LABELS = {
    "body": _("What was said"),
    "title": _("Title"),
    "external_id": _("Identifier in the other system"),
    "kind": _("Kind"),
    "channel": _("Channel"),
    "status": _("Status"),
    "customer": _("Customer"),
    "contact": _("Contact"),
    "email": _("E-mail address of the contact"),
    "received_at": _("Received on"),
    "closed_at": _("Closed on"),
    "root_cause": _("Root cause"),
    "solution": _("Solution"),
    "satisfaction": _("Satisfaction (1 to 5)"),
}
NAMES = {
    "body": "反馈内容 内容 正文 评论内容 评价内容 评论 评价 反馈描述 问题描述 描述 详情 留言 原文 反馈 feedback body "
    "content text review reviewtext comment message description details verbatim",
    "title": "标题 反馈标题 主题 工单标题 title subject summary headline",
    "external_id": "反馈编号 工单编号 工单号 评论id 外部编号 编号 标识 ticketid reviewid externalid id key reference "
    "number",
    "kind": "反馈类型 工单类型 类型 反馈分类 分类 类别 情感 标签 feedbacktype kind type category sentiment label",
    "channel": "反馈渠道 渠道 反馈来源 来源 channel source via medium",
    "status": "工单状态 处理状态 状态 status state",
    "customer": "客户名称 客户 公司名称 公司 企业名称 企业 customername customer company account organization "
    "organisation",
    "contact": "联系人 姓名 反馈人 提交人 用户名 用户 昵称 contactname contact name username user author requester "
    "submitter",
    "email": "联系邮箱 电子邮箱 电子邮件 邮箱 contactemail emailaddress email mail",
    "received_at": "收到时间 反馈时间 提交时间 评论时间 创建时间 收到日期 反馈日期 提交日期 创建日期 时间 日期 "
    "receivedat received submittedat createdat created timestamp date time",
    "closed_at": "解决时间 关闭时间 完成时间 结束时间 解决日期 关闭日期 完成日期 solvedat closedat resolvedat solved "
    "closed resolved",
    "root_cause": "根本原因 原因 rootcause cause",
    "solution": "解决方案 处理结果 解决办法 solution resolution",
    "satisfaction": "满意度 评分 星级 satisfaction rating stars score csat",
}
KNOWN = {fold(name): field for field, names in NAMES.items() for name in names.split()}
WORDS = {
    Kind.SUGGESTION: "建议 需求 改进 意见 suggestion idea feature featurerequest request improvement enhancement",
    Kind.DEFECT: "缺陷 故障 错误 defect bug error issue problem",
    Kind.QUESTION: "咨询 问题 疑问 提问 question inquiry help",
    Kind.COMPLAINT: "投诉 差评 抱怨 负面 complaint negative neg 0 -1",
    Kind.PRAISE: "表扬 好评 称赞 正面 praise positive pos compliment 1",
    Channel.PORTAL: "门户 portal",
    Channel.FORM: "表单 form web website 网站",
    Channel.MAIL: "邮件 电子邮件 mail email",
    Channel.API: "接口 api rest",
    Channel.CHAT: "聊天 在线客服 微信 企业微信 钉钉 飞书 chat wechat im",
    Channel.PHONE: "电话 热线 phone telephone call",
    Channel.STORE: "应用商店 应用市场 store appstore googleplay",
    Channel.MEETING: "会议 拜访 访谈 meeting interview conversation",
    Channel.OTHER: "其他 其它 other",
    State.NEW: "新建 待处理 未处理 打开 new open todo pending",
    State.ACCEPTED: "已受理 处理中 进行中 已接受 accepted inprogress processing",
    State.WAITING: "等待客户 待回复 待客户回复 waiting onhold",
    State.SOLVED: "已解决 已完成 已关闭 关闭 完成 solved closed resolved done fixed",
    State.DECLINED: "已拒绝 拒绝 不处理 declined rejected wontfix",
}  # a review's label is 1 where it is good and 0 where it is not


def words_of(choices):
    """{what people write: code} of one kind of choice, with its own codes."""
    found = {fold(word): code for code, words in WORDS.items() if code in choices for word in words.split()}
    return found | {fold(code): code for code in choices.values}


def one_of(choices, code):
    words = words_of(choices)

    def read(value):
        written = values.text(value).strip()
        if not written:
            return None
        if fold(written) not in words:
            raise BadValue(code, fatal=False, value=written[:60])
        return words[fold(written)]

    return read


def satisfaction(value):
    number = values.number(value)
    if number is None:
        return None
    if number != int(number) or not 1 <= number <= 5:
        raise BadValue("number_range", fatal=False, value=str(value)[:60], low=1, high=5)
    return int(number)


READERS = {
    "body": values.limited(BODY_LENGTH),
    "title": values.limited(TITLE_LENGTH),
    "external_id": values.external_id,
    "kind": one_of(Kind, "kind_unknown"),
    "channel": one_of(Channel, "channel_unknown"),
    "status": one_of(State, "state_unknown"),
    "customer": values.name,
    "contact": values.name,
    "email": values.address,
    "root_cause": values.limited(10_000),
    "solution": values.limited(10_000),
    "satisfaction": satisfaction,
}


def suggest(headers):
    """A field for every column by its name, each field once. A single column is the text."""
    return mapping.suggest_among(headers, KNOWN, alone="body", exact=("external_id",))
