"""The app and the mini program."""
# fmt: off

from pmhub.sample.item import feature, initiative, story

MOBILE = initiative(
    "移动端体验：启动、暗色、适老",
    feature(
        "夜间模式",
        story("跟随系统，并可单独设置", "planned", 3, "2.5", (100, 0.5, 80, 1), "体验", who="qing zihang", estimate=2, platforms=["iOS", "Android"], checks=["切换不闪白屏", "图片不反色"]),
        story("商品图白底在暗色下加浅灰衬底", "new", 3, "", (80, 0.25, 80, 0.5), "体验", by="qing"),
        status="new", rice=(124, 0.5, 80, 1), tags="体验", customers=9, votes=44, by="qing", asked="社区用户",
        text="社区投票第一（44 票）。但影响面小：夜间时段成交只占 12 %。\n\n> 晚上看商品太亮了，希望跟随系统切换。",
        talk=[("qing", "颜色令牌已经语义化，设计侧只剩商品卡和营销位。"), ("mu", "票数高但对转化影响低，这就是为什么它排在后面；回复社区时把理由说清楚。"), ("zihang", "WebView 里的活动页要另算工时。")],
    ),
    feature(
        "适老版：大字、少步骤、能打电话",
        story("字号随系统放大到 200% 不截断", "active", 2, "2.4", (60, 1, 80, 2), "无障碍", by="qing", who="qing maya", estimate=3, due=6, platforms=["小程序"], checks=["x 首页、商品、结算三页通过", "订单与售后页通过"], talk=[("qing", "结算页的价格行在 200% 下会换行，已改成上下排列。")]),
        story("首页一键呼叫人工客服", "planned", 2, "2.4", (40, 1, 80, 1), "无障碍 客服", who="zihang", estimate=1, due=13),
        story("子女代付：父母下单，链接发给孩子付款", "review", 2, "", (50, 2, 50, 3), "支付 适老", customers=7, votes=15, story=("父母", "把账单发给孩子付", "不用自己绑卡"), talk=[("zhixia", "这个点子好，春节前能上最好。"), ("zihang", "代付链接的有效期与防诈骗提示要和风控定。")]),
        status="active", version="2.5", rice=(60, 2, 80, 4), tags="无障碍", owner="mu", estimate=8, due="month+1", id="elder",
    ),
    story("冷启动到首页可点 ≤ 1.8 秒（中端安卓）", "active", 1, "2.4", (200, 1, 80, 4), "性能", kind="technical", by="zihang", who="zihang", estimate=8, due=16, platforms=["Android"], checks=["x 基线：红米 12，2.9 秒", "x 首屏接口合并为 1 个", "延迟初始化 14 个 SDK 中的 9 个", "灰度 10% 崩溃率不升"], talk=[("zihang", "SDK 延迟初始化后 2.2 秒，剩下的在图片解码。"), ("maya", "Try decoding the first banner at 2x instead of 3x; nobody sees the difference on that panel.")]),
    story("Crash when rotating the tablet during payment", "done", 0, "2.4", (15, 3, 100, 0.5), "bug payment", kind="technical", by="maya", who="maya", estimate=1, platforms=["Android"], checks=["x Regression test on three tablets"], talk=[("maya", "Fixed: the payment sheet kept a reference to the destroyed activity."), ("mu", "感谢，今天一整天没有新的崩溃上报。")]),
    story("小程序分包，首包 ≤ 1.2 MB", "done", 1, "2.3", (160, 1, 90, 3), "性能 小程序", kind="technical", by="zihang", who="zihang", estimate=5, platforms=["小程序"], checks=["x 首包 1.14 MB", "x 分包预加载命中 ≥ 80%"]),
    story("消息中心分组：交易、物流、活动，可单独关闭", "planned", 2, "2.5", (130, 1, 80, 2), "消息", by="qing", who="qing", estimate=3, customers=10, votes=14),
    story("Home screen widget for parcels on the way", "new", 3, "", (40, 1, 50, 2), "app", by="maya", platforms=["iOS", "Android"], votes=9),
    story("购物车左滑删除后可撤销", "done", 3, "2.4", (140, 0.25, 90, 0.5), "体验", by="qing", who="maya", estimate=1),
    story("图片加载失败时保留版位并可点重试", "done", 3, "2.3", (150, 0.5, 80, 0.5), "体验 性能", by="qing", who="zihang", estimate=1),
    story("Tablet layout with two columns", "new", 4, "", (12, 1, 50, 5), "app", by="maya", platforms=["iOS", "Android"]),
    story("首页千人千面改版", "declined", 2, "", (200, 1, 30, 20), "推荐", kind="business", by="zhixia", reason="投入 20 人周、信心只有 30%，缺少离线评估能力。先建推荐评估平台，明年再提。", talk=[("zhixia", "我自己提的，我自己撤。评估平台见数据那条线。")]),
    story("Deep links from SMS open the right page, also after install", "review", 2, "", (90, 1, 80, 2), "app growth", by="maya", platforms=["iOS", "Android"], checks=["Link survives the store's install", "Unknown links open the home page, never an error"]),
    status="active", rice=(200, 1, 80, 14), tags="体验", owner="mu", due="quarter+1", id="mobile",
)
