"""The two small products beside SHOP."""
# fmt: off

from pmhub.sample.item import feature, initiative, story

HELP = [
    initiative(
        "Answers before a ticket is written",
        feature(
            "Search the help centre while typing a ticket",
            story("Rank articles by how often they ended a conversation", "active", 2, "", (30, 2, 80, 2), "search", by="maya", who="maya", estimate=3, due=9, checks=["x Articles without votes keep their place", "A solved conversation counts once"]),
            story("Show the article in a side panel instead of a new tab", "planned", 3, "", (30, 1, 80, 1), "ux", by="sam", who="qing", estimate=2),
            status="active", rice=(35, 2, 80, 4), tags="search", by="sam", owner="maya", due="quarter+0",
            text="Half of all tickets have an article that answers them. People do not find it because they do not know **our** words.",
            talk=[("sam", "Top ten missing words: parcel, money back, code, bill, broken, late, size, login, points, invoice."), ("maya", "Added as synonyms; zero-result searches are down from 19 % to 11 %.")],
        ),
        story("One-question survey: did this article help?", "done", 3, "", (30, 1, 90, 0.5), "ux", by="sam", who="maya", estimate=1),
        story("Translate the fifty most read articles into Chinese", "review", 2, "", (40, 2, 80, 5), "content", by="sam", talk=[("mu", "客服组可以校对，每天五篇。")]),
        status="active", rice=(40, 2, 80, 8), tags="search", by="maya", owner="maya",
    ),
    story("Macros with the customer's first name", "done", 4, "", (15, 0.25, 100, 0.5), "tickets", by="sam", who="maya"),
    story("Merge two tickets of the same person", "planned", 2, "", (12, 1, 80, 2), "tickets", by="sam", who="maya", estimate=3, due="month+1", checks=["Both histories stay", "Can be taken back for 30 days"]),
    story("Attachments over 20 MB by link", "new", 3, "", (5, 1, 50, 2), "tickets", by="sam"),
    story("Pause the clock while we wait for the customer", "active", 1, "", (25, 2, 80, 1), "sla", by="sam", who="maya", due=-1, estimate=2, talk=[("sam", "Please: last month 14 % of our “late” tickets were waiting for a photo.")]),
    story("Public status page", "review", 2, "", (50, 1, 80, 2), "content", by="maya"),
    story("Chat bot with a cartoon mascot", "declined", 4, "", (20, 0.25, 30, 8), "chat", by="sam", reason="Five of six people in the usability test asked how to switch it off."),
    story("Night shift: hand over open tickets with one note", "new", 3, "", (3, 1, None, 1), "tickets", by="sam"),
]

LAB = [
    initiative(
        "社区团长：小区里的自提与售后",
        story("访谈 12 位团长，画出一天的工作", "active", 1, "", (10, 2, 50, 2), "调研", by="zhixia", who="zhixia", kind="business", due=13, checks=["x 已访谈 7 位", "录音与笔记归档"]),
        story("团长分佣规则草案", "new", 2, "", (10, 3, 30, 3), "商业", by="zhixia", kind="business"),
        status="review", rice=(10, 3, 30, 12), tags="新业务", by="zhixia", owner="zhixia", text="**仅限内部讨论**，未立项。",
    ),
    story("二手回收与以旧换新测算", "new", 2, "", (30, 2, None, 4), "商业", by="zhixia", kind="business"),
    story("Warehouse robots: visit two suppliers", "planned", 3, "", (5, 1, 50, 1), "ops", by="zhixia", who="zhixia", due="month+0"),
]
