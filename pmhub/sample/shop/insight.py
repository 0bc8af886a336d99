"""Data, content, and ideas that belong nowhere yet."""
# fmt: off

from pmhub.sample.item import feature, initiative, story

INSIGHT = initiative(
    "用数据说话：每个功能上线 14 天内有结论",
    feature(
        "推荐评估平台",
        story("离线回放：用历史会话评估新算法", "planned", 2, "2.5", (6, 2, 50, 5), "数据 推荐", kind="technical", by="zihang", who="zihang", estimate=8),
        story("Experiment registry: one page per test, with a verdict", "review", 2, "", (6, 2, 80, 2), "data experiment", by="maya", kind="business", checks=["Hypothesis, sample and end date are required", "A test without a verdict turns red after 14 days"], talk=[("maya", "Seven of our last twenty tests never got a written result."), ("zhixia", "没有结论的实验，下个季度不给新名额。")]),
        status="planned", rice=(6, 3, 70, 8), tags="数据", owner="mu", due="quarter+2", version="2.5",
    ),
    story("看板：结算漏斗按渠道、端、城市下钻", "done", 1, "2.4", (8, 3, 90, 2), "数据 结算", kind="business", who="maya", estimate=3, checks=["x 数据延迟 ≤ 15 分钟", "x 与财务口径差异 ≤ 0.5%"], talk=[("zhixia", "终于不用每周一等报表了。")]),
    story("埋点校验：发版前自动比对埋点表", "active", 2, "2.4", (5, 2, 80, 2), "数据 质量", kind="technical", by="zihang", who="zihang", estimate=3, due=10, checks=["x 缺失、多余、类型不符三类报告", "接入发版流水线"]),
    story("Weekly digest of what customers searched, bought and returned", "planned", 3, "2.5", (4, 1, 80, 1), "data", by="maya", who="maya", estimate=2, kind="business", asked="sam"),
    story("评论情感与主题自动归类", "review", 3, "", (10, 1, 50, 4), "数据 评论", kind="business", customers=4, talk=[("mu", "先拿 1.2 万条外卖评论练手，再看商品评论。")]),
    status="planned", rice=(10, 3, 70, 14), tags="数据", owner="mu", due="quarter+2", id="insight",
)

LOOSE = [
    story("礼品卡：可分次使用，支持企业采购", "review", 3, "", (30, 2, 50, 6), "支付 企业", customers=8, asked="Northwind Trading"),
    story("下单时填写贺卡留言", "new", 4, "", (25, 0.5, 50, 1), "订单", by="qing"),
    story("Subscribe to coffee every four weeks", "new", 3, "", (35, 2, 30, 8), "growth", by="maya", votes=7, text="Rough idea from the spring workshop; nobody has talked to customers yet.\n\nOpen questions: pause, skip, price changes, failed payments."),
    story("企业采购：审批流与月结", "new", 2, "", (20, 3, None, 14), "企业", kind="business", by="zhixia", customers=13, asked="华东旗舰店", text="13 家客户提过。**信心未知**：还没有访谈采购负责人，暂不评分。"),
    story("Show the carbon footprint of a delivery", "new", 4, "", (60, None, 30, 4), "delivery", by="maya"),
    story("商品问答：让买过的人回答", "new", 3, "", (80, 1, 50, None), "商品 社区", by="qing", votes=6, talk=[("qing", "工作量等技术评估，先别打分。")]),
    story("Multi-currency prices for the English shop", "new", 2, "", (None, 2, 50, 6), "payment international", by="maya", kind="business", asked="Northwind Trading", text="We do not know the reach yet: analytics cannot tell where visitors would pay from. Waiting for the currency survey."),
    story("收藏夹支持分组与备注", "new", 3, "", (70, 0.5, 80, 1.5), "体验", by="qing", votes=11, id="wishlist-groups"),
    story("心愿单分组", "declined", 4, "", (), "体验", by="maya", reason="与“收藏夹支持分组与备注”重复，合并到那一条。", links=["duplicates wishlist-groups"]),
    story("Dark patterns audit: unsubscribing must be as easy as subscribing", "review", 2, "", (90, 0.5, 100, 1), "compliance", by="qing", kind="business", talk=[("qing", "Found four places where the way out takes more taps than the way in. Screens are in the review deck."), ("zhixia", "四处都改，不讨论。")]),
    story("门店库存与线上打通，支持到店自提", "new", 2, "", (65, 2, None, None), "库存 门店", kind="business", by="zhixia", platforms=["POS", "小程序"], customers=6, asked="城市仓运营组", talk=[("zihang", "门店 POS 有三个版本，最老的没有接口，工作量无法估。")]),
    story("把“联系客服”从三级菜单提到订单页底部", "done", 3, "2.3", (120, 0.5, 100, 0.25), "体验 客服", by="qing", who="maya", estimate=0.5),
    story("Typo on the returns page: “recieve”", "done", 4, "2.4", (40, 0.25, 100, 0.1), "bug", by="maya", who="maya", estimate=0.1),
    story("儿童模式", "declined", 3, "", (15, 1, 30, 10), "体验", by="qing", reason="面向未成年人的购物功能合规风险高，且无商业目标。"),
    story("下单页记住上次的配送备注（如“放门口”）", "new", 3, "", (100, 0.25, 80, 0.5), "结算 体验", by="qing", customers=5),
]
