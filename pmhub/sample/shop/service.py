"""Support and the merchants' back office."""
# fmt: off

from pmhub.sample.item import feature, initiative, story

SERVICE = initiative(
    "客服与商家：一次解决率 ≥ 75%",
    feature(
        "客服工单与订单双向跳转",
        story("工单侧栏显示订单、物流、退款时间线", "active", 1, "2.4", (25, 2, 80, 3), "客服", who="maya", estimate=5, due=0, asked="sam", customers=9, id="ticket-side", story=("客服", "在工单里直接看到订单发生了什么", "不用开四个系统"), checks=["x 侧栏 1 秒内打开", "敏感字段默认打码，点看留痕", "订单页可反向看到工单"], talk=[("maya", "Timeline is done; masking waits for the list of fields from legal."), ("mu", "清单今天下班前给你。")]),
        story("从订单页一键建工单并带上下文", "planned", 2, "2.4", (25, 1, 80, 1), "客服", who="maya", estimate=2, due=15, asked="sam"),
        status="active", version="2.4", rice=(41, 1, 100, 1), tags="客服 订单", owner="mu", customers=9, votes=9, estimate=8, due=18, asked="sam",
        text="A ticket today needs **four systems** and 6.4 minutes of looking things up. — Sam, support\n\n目标：3 分钟以内。",
        talk=[("mu", "和 Sam 旁听了两个小时电话，录音摘要已整理到评审材料。"), ("qing", "侧栏宽 360，折叠时只留三个图标。")],
    ),
    feature(
        "Quick replies that know the order",
        story("Insert carrier, tracking number and promised date by a variable", "planned", 3, "2.5", (20, 1, 80, 1), "support", by="maya", who="maya", estimate=2, asked="sam"),
        story("Suggest three replies from similar solved tickets", "review", 3, "", (25, 1, 50, 5), "support", by="maya", asked="sam", text="Only **suggest**; a person always sends. No customer text leaves our servers.", talk=[("zhixia", "先做检索，不做生成，口径可控。"), ("maya", "Retrieval over the last 90 days gives a useful first hit in 68 % of my sample of 200.")]),
        status="review", rice=(25, 1, 80, 5), tags="support", by="maya", asked="sam",
    ),
    feature(
        "商家后台批量操作",
        story("批量改价：预览、校验、可撤销", "done", 1, "2.4", (18, 3, 90, 3), "商家", who="zihang", estimate=5, checks=["x 预览显示涨跌幅超过 30% 的行", "x 24 小时内可整批撤销", "x 操作日志可导出"], talk=[("mu", "上线两周，0 起改错价事故，之前每月 3 起。")]),
        story("批量上下架支持定时", "done", 2, "2.3", (18, 1, 80, 1), "商家", who="zihang", estimate=2),
        story("Import products from a spreadsheet with a per-row error report", "active", 2, "2.4", (18, 2, 80, 3), "merchant import", by="maya", who="maya", estimate=5, due=-4, asked="Northwind Trading", customers=12,
              text="Today one bad row rejects all 5,000. Good rows must land; bad rows come back as a file with **row, column and reason**.\n\n```\nrow 18, column price: “12,9O” is not a number (letter O)\n```", checks=["x Preview of the first 20 rows", "Good rows land when others fail", "The same file twice changes nothing", "UTF-8, GB18030 and Excel files"], talk=[("maya", "Slipped by a few days: GB18030 files with mixed line ends. Parser is fixed, the report page is not."), ("mu", "可以，周二上线就行。")]),
        status="active", version="2.4", rice=(18, 2, 90, 6), tags="商家", owner="mu", asked="华东旗舰店", due="month+0",
    ),
    story("商家看板：今日待发货、超时、差评三件事", "planned", 2, "2.5", (18, 1, 80, 2), "商家 数据", by="qing", who="qing", estimate=3),
    story("电话客服来电弹屏：显示最近三单", "review", 2, "", (10, 2, 80, 3), "客服", asked="客服中心", customers=1, talk=[("zihang", "呼叫中心只给 SIP 事件，来电号码要脱敏存储。")]),
    story("Satisfaction survey after every solved ticket", "done", 3, "2.4", (30, 0.5, 90, 0.5), "support data", by="maya", who="maya", estimate=1, asked="sam", checks=["x One question, five faces, optional words"]),
    story("差评预警：30 分钟内提醒店长", "done", 2, "2.3", (15, 1, 80, 1), "商家", kind="business", who="zihang", estimate=1),
    story("客服机器人转人工不再要求重述问题", "planned", 1, "2.4", (45, 2, 80, 2), "客服 体验", who="zihang", estimate=3, due=19, asked="客服中心", votes=13, checks=["转接后人工看到全部对话与已填表单"]),
    story("商家子账号与按店铺授权", "review", 2, "", (12, 2, 80, 4), "商家 安全", asked="华东旗舰店", customers=14, text="大商家 5–40 人共用一个账号，离职无法回收。\n\n- 角色：店长、客服、仓管、财务\n- 权限按店铺授予\n- 关键操作二次验证"),
    story("Merchants answer reviews in public, once", "new", 3, "", (), "merchant", by="maya", customers=5),
    story("客服排班表导出为日历订阅", "declined", 4, "", (1, 0.25, 80, 1), "客服", reason="只有 3 位组长会用，现有表格够了。", asked="客服中心"),
    status="active", rice=(40, 2, 80, 12), tags="客服 商家", owner="mu", due="quarter+1", id="service", start="quarter+0",
)
