"""Versions, milestones, fields and outside people of SHOP. Dates count from today, or name a period from now."""

NAME, KEY = "拾光商城", "SHOP"
VISION = """让每个家庭用得起、用得久的好东西，三分钟内买完，三天内用上。

We sell to households in China and, through the English shop, to small businesses abroad.
"""

# name, state, start, release, goal, owner
VERSIONS = [
    ("2.1", "archived", -190, -150, "订单列表与基础搜索", "mu"),
    ("2.2", "archived", -149, -84, "会员 1.0；English web shop", "mu"),
    ("2.3", "released", -83, -18, "稳住大促：性能、支付幂等、批量改价", "zhixia"),
    ("2.4", "active", -17, 20, "结算一页完成，退款看得见：转化率 60 % → 68 %", "mu"),
    ("2.5", "planned", 21, "month+3", "多仓履约、游客下单、开放平台", "mu"),
    ("3.0", "planned", "quarter+2", "quarter+3", "企业采购与门店一体化（待立项）", "zhixia"),
]

# name, version, due, owner, deliverables, done (days from today)
MILESTONES = [
    ("2.3 全量上线", "2.3", -20, "mu", "全量发布、监控看板、回滚预案", -18),
    ("2.4 需求冻结", "2.4", -8, "mu", "范围清单与验收标准", -9),
    ("2.4 提测", "2.4", 5, "zihang", "提测报告、冒烟用例全部通过", None),
    ("2.4 灰度 10%", "2.4", 13, "mu", "", None),
    ("双十二大促保障", "2.4", 21, "zhixia", "限流演练、值班表、应急预案", None),
    ("库存中台联调完成", "2.5", 26, "zihang", "可售接口、对账报告", None),
    ("API v1 beta", "2.5", "month+2", "maya", "Documentation, sandbox, four pilot partners", None),
    ("3.0 立项评审", "3.0", "quarter+1", "zhixia", "商业测算、技术方案、法务意见", None),
]

# version, day on which its plan was agreed, by
AGREEMENTS = [("2.4", -12, "mu")]

# version, how much each can do in it
CAPACITIES = [("2.4", {"zihang": 32, "maya": 45, "qing": 8, "zhixia": 4})]

# version, noted, risk, countermeasure, probability, impact, owner, state
RISKS = [
    (
        "2.4",
        -11,
        "风控异步化改动面大，可能拖慢结算首屏联调",
        "先在灰度集群压测，保留同步开关一键回退",
        "mid",
        "high",
        "zihang",
        "open",
    ),
    (
        "2.4",
        -9,
        "The payment partner changes its sandbox in December",
        "Pin the old version until the launch",
        "low",
        "high",
        "maya",
        "open",
    ),
    ("2.4", -8, "退款推送依赖的短信通道额度不足", "已加购 20 万条", "high", "low", "mu", "closed"),
]

# key, name, kind, options
FIELDS = [
    ("platforms", "平台", "multi_select", ["iOS", "Android", "小程序", "Web", "POS"]),
    ("customers", "影响客户数", "number", []),
    ("rival", "竞品链接", "url", []),
]

LIMITS = {"评审中": 40, "开发中": 24}

# name, why, owner, key results (name, start, target, now, unit), versions
GOALS = [
    (
        "提升结算转化",
        "每十个加购的人里有四个没付完钱。",
        "mu",
        [("转化率", 60, 68, 64.8, "%"), ("结算步数", 5, 1, 3, "")],
        ["2.3", "2.4"],
    ),
    ("多仓快送，谁都能接", "", "zhixia", [("次日达占比", 41, 60, 46, "%")], ["2.5"]),
    ("Open to business buyers", "", "zhixia", [("Pilot partners", 0, 4, 1, "")], ["3.0"]),
]
