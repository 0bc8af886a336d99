"""Open platform, reliability, privacy."""
# fmt: off

from pmhub.sample.item import feature, initiative, story

PLATFORM = initiative(
    "Open platform: partners integrate without us",
    feature(
        "Public order API v1",
        story("Cursor paging on every list, stable while orders arrive", "active", 1, "2.4", (8, 3, 80, 2), "api", by="maya", who="maya", kind="technical", estimate=3, due=2, checks=["x A million orders: page 1 and page 10,000 cost the same", "No row lost or doubled while 8 writers insert"], talk=[("maya", "OFFSET is gone everywhere except the legacy export."), ("zihang", "导出那边我来改，顺手加上断点续传。")]),
        story("Webhooks for paid, shipped, returned, with a delivery log", "planned", 1, "2.5", (8, 3, 80, 4), "api webhooks", by="maya", who="maya zihang", kind="technical", estimate=8, asked="Northwind Trading", customers=11, text="Polling is 83 % of our API traffic.\n\n- signed, with two secrets during rotation\n- retries for about three days\n- partners see **every attempt** and can resend one themselves", checks=["A dead endpoint slows nobody else down", "Same event id on every retry"], talk=[("maya", "Standard Webhooks headers, so that partners can use an existing library.")]),
        story("Rate limits per key with clear headers", "done", 2, "2.3", (8, 1, 90, 1), "api", by="maya", who="maya", kind="technical", estimate=2),
        story("Sandbox with resettable sample shops", "review", 2, "", (6, 2, 50, 4), "api developer", by="maya", customers=8),
        status="active", version="2.5", rice=(8, 3, 80, 8), tags="api", by="maya", owner="mu", estimate=20, start=-45, due="quarter+1", kind="technical", id="api", milestone="API v1 beta",
        text="Eleven partners have asked for it, four are ready to pilot.\n\n**Non-goals**: GraphQL, per-partner fields.", talk=[("mu", "首批合作方名单：Northwind、嘉禾、晨星、Contoso。"), ("zhixia", "Terms of use must be signed before a key is issued.")],
    ),
    feature(
        "Reliability: 99.95 % for checkout",
        story("支付回调幂等：同一通知处理十次结果一致", "done", 0, "2.3", (180, 2, 100, 1), "支付 稳定性", kind="technical", by="zihang", who="zihang", estimate=2, checks=["x 重放 10,000 条历史回调，无重复入账"]),
        story("Error budget page per service", "planned", 3, "2.5", (4, 1, 80, 2), "reliability", by="maya", who="maya", kind="technical", estimate=3),
        story("大促限流：排队页显示真实位置", "review", 1, "", (200, 2, 50, 4), "稳定性 体验", kind="technical", by="zihang", talk=[("qing", "排队页不要转圈，给一个真实数字和预计时间。"), ("zihang", "位置用 Redis 有序集合，百万人排队内存约 90 MB。"), ("zhixia", "演练要放在 12 月 5 日之前。")]),
        story("Restore drill: database back in 30 minutes, proven monthly", "active", 1, "2.4", (180, 1, 80, 1), "reliability", by="maya", who="zihang", kind="technical", estimate=2, due="month+0", checks=["x September drill: 41 minutes", "x October drill: 34 minutes", "November drill ≤ 30 minutes"]),
        status="active", version="2.4", rice=(180, 2, 80, 6), tags="reliability", by="zihang", owner="zhixia", kind="technical", estimate=13, due="quarter+0",
    ),
    feature(
        "Privacy and compliance",
        story("个人信息导出：72 小时内自助下载", "done", 1, "2.3", (10, 2, 100, 2), "合规 隐私", kind="business", who="maya", estimate=3, checks=["x 包含订单、地址、浏览记录", "x 链接 7 天失效"]),
        story("Account deletion with a 15-day cooling-off period", "planned", 1, "2.4", (10, 2, 100, 3), "compliance privacy", by="maya", who="maya zhixia", kind="business", estimate=5, due=21, text="Legal deadline: **31 January**.\n\nInvoices must be kept for ten years, without the person's name in any other table.", checks=["Open orders block deletion with a clear message", "Search indexes and backups are covered by the procedure"], talk=[("zhixia", "法务已确认 15 天冷静期。"), ("maya", "Reviews stay but show “former customer”.")]),
        story("Mask phone numbers on parcel labels", "done", 1, "2.3", (130, 1, 100, 1), "privacy delivery", by="maya", who="zihang", kind="business", estimate=2),
        story("Cookie banner that remembers a refusal", "done", 3, "2.3", (50, 0.25, 100, 0.5), "compliance", by="maya", who="maya", platforms=["Web"], estimate=1),
        status="active", version="2.4", rice=(130, 1, 100, 6), tags="compliance", owner="zhixia", who="zhixia maya", kind="business", due=70,
    ),
    story("WCAG 2.2 AA audit of checkout and account pages", "review", 2, "", (60, 1, 80, 2), "accessibility", by="maya", platforms=["Web"], checks=["Automated scan is clean", "Three people who use a screen reader finish an order"], talk=[("qing", "Focus rings are in the new components; old modal dialogs still trap the keyboard.")]),
    story("Passkeys instead of SMS codes", "review", 2, "", (120, 1, 70, 4), "security", by="maya", customers=5, votes=17, platforms=["iOS", "Android", "Web"], text="SMS costs ¥0.045 each and fails for 2.1 % abroad.\n\n* offer after the third sign-in\n* SMS stays as the way back in", talk=[("zihang", "国内安卓厂商支持情况不一，先做 iOS 与 Web。"), ("mu", "短信成本每月约 9 万，这笔账好算。")]),
    story("Move product images to AVIF with a fallback", "planned", 2, "2.5", (200, 0.5, 90, 2), "performance", by="maya", who="zihang", kind="technical", estimate=3),
    story("日志里不得出现手机号与地址", "active", 0, "2.4", (5, 3, 100, 1), "安全 隐私", kind="technical", by="zihang", who="zihang zhixia", estimate=2, due=-3, checks=["x 网关层统一打码", "x 存量日志 30 天内滚动清除", "CI 增加样例扫描"], talk=[("zihang", "只剩 CI 扫描，规则误报太多，在调。")]),
    story("Blockchain proof of origin for wine", "declined", 4, "", (3, 0.5, 10, 12), "platform", by="maya", kind="business", reason="No supplier delivers the data; a printed code with a lookup page answers the same question for two person-weeks.", talk=[("zhixia", "同意，先做查询码。")]),
    status="active", rice=(60, 2, 70, 20), tags="api", by="zhixia", owner="zhixia", start="quarter+-1", due="quarter+2", kind="technical", id="platform",
)
