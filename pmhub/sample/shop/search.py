"""Findability: search, browse, compare."""
# fmt: off

from pmhub.sample.item import feature, initiative, story

SEARCH = initiative(
    "找得到：搜索成功率 ≥ 85%",
    feature(
        "搜索支持拼音首字母与错别字纠正",
        story("拼音首字母命中：输入 xbx 找到“小冰箱”", "active", 1, "2.4", (150, 2, 80, 2), "搜索 中文", who="zihang", estimate=5, due=5, platforms=["iOS", "Android", "小程序"],
              checks=["x 首字母索引覆盖标题与品牌", "多音字按词频排序（重庆 cq、重量 zl）", "单次查询 ≤ 80 ms"], talk=[("zihang", "多音字表用了 3.2 万词，内存增加 9 MB，可接受。")]),
        story("错别字纠正并允许“仍搜原词”", "review", 2, "2.4", (130, 1, 80, 3), "搜索 中文", customers=18, id="typos", links=["relates zero-result"],
              text="零结果里 22 % 是同音错字（“洗义机”“电反锅”）。\n\n- 置信度 > 0.9：直接纠正，顶部提示“已为你显示…”\n- 0.6–0.9：只提示\n- 必须能一键仍搜原词",
              talk=[("qing", "“仍搜原词”放在提示条右侧，别藏进小字里。"), ("maya", "For Latin queries use the same bar; edit distance 1 up to five letters, 2 above.")]),
        story("搜索框支持中英混输：“iPhone 壳 磁吸”", "done", 2, "2.3", (120, 1, 90, 1), "搜索 中文", who="zihang", estimate=2, checks=["x 空格、全角空格、无空格结果一致"]),
        status="active", version="2.4", rice=(150, 2, 79, 3), tags="搜索", who="zihang", owner="mu", estimate=8, start=-30, due=11, customers=27, votes=27, id="pinyin",
        text="用户输入拼音首字母的占比已到 **8.4 %**，目前全部零结果。\n\n参考：竞品在输入两个字母后即出联想。", rival="https://rival.example/search",
        talk=[("mu", "先做首字母，全拼流量不到 1%。"), ("zhixia", "搜索成功率每周发我一次，放到周报第一行。")],
    ),
    feature(
        "零结果页给出路",
        story("Show the three nearest categories when nothing is found", "planned", 2, "2.5", (90, 1, 80, 1.5), "search", by="maya", who="maya", estimate=2,
              checks=["Never an empty page", "The original words stay in the box"]),
        story("零结果词每日汇总给类目运营", "done", 3, "2.4", (15, 1, 90, 1), "搜索 数据", kind="business", who="maya", estimate=1, talk=[("mu", "运营已经据此补了 140 个同义词，效果立竿见影。")]),
        story("“到货通知我”：缺货商品可订阅", "review", 2, "", (100, 1, 80, 2), "搜索 营销", customers=16, asked="城市仓运营组", votes=22, platforms=["小程序", "iOS", "Android"],
              story=("想买缺货商品的顾客", "到货时收到一条消息", "不必每天来看"), checks=["同一商品只提醒一次", "24 小时内未下单不再打扰"]),
        status="planned", rice=(100, 1, 80, 3), tags="搜索", owner="mu", due="quarter+1", id="zero-result", version="2.5",
    ),
    feature(
        "商品对比（最多四件）",
        story("对比页自动折叠相同参数", "new", 3, "", (60, 0.5, 50, 1), "商品 体验", by="qing"),
        story("Share a comparison as a link", "new", 4, "", (20, 0.5, 50, 1), "product", by="maya"),
        status="new", rice=(90, 1, 80, 1.2), tags="商品", customers=12, votes=12, by="qing",
        text="家电、数码类目访谈反复出现的诉求：用户自己用截图拼对比图。\n\n最多四件；手机上两两横滑。",
        talk=[("qing", "做了两个方向的低保真，横滑比表格在 390 宽下好读得多。"), ("zihang", "参数标准化程度是关键，数码类目 87%，家居只有 41%。")],
    ),
    story("Voice search in the app", "declined", 4, "", (30, 0.5, 30, 6), "search", by="maya", reason="Fewer than 0.3 % of sessions in the beta used it and recognition of brand names was poor. Revisit when the system keyboard's dictation share passes 5 %.", talk=[("maya", "No objection. The beta code is behind a flag and will be removed in 2.4.")]),
    story("筛选项按品类动态排序，常用的在前", "planned", 2, "2.5", (140, 1, 80, 2.5), "搜索 体验", who="maya", estimate=3, platforms=["iOS", "Android", "小程序", "Web"], customers=9),
    story("搜索结果去重：同款不同店聚合为一张卡", "review", 2, "", (150, 1, 50, 5), "搜索 商品", text="同款识别依赖图像 + 条码。没有条码的白牌商品先不聚合，避免误伤中小商家。", talk=[("mu", "商家会关心谁排第一，规则要先公开。"), ("zhixia", "先做条码一致的，图像相似只做推荐，不聚合。")]),
    story("搜索联想接口 p95 从 210 ms 降到 80 ms", "done", 1, "2.4", (150, 1, 90, 1.5), "搜索 性能", kind="technical", by="zihang", who="zihang", estimate=3, checks=["x 压测 2,000 QPS 下 p95 ≤ 80 ms", "x 降级时返回热门词而不是报错"]),
    story("Search analytics: clicks by position, per query", "active", 3, "2.4", (10, 2, 80, 2), "search data", by="maya", who="maya", kind="technical", estimate=3, due=6),
    status="active", rice=(200, 2, 80, 9), tags="搜索", owner="mu", start="quarter+0", due="quarter+1", id="findability",
    text="搜索成功率 = 搜索后 5 分钟内有加购或收藏的会话占比。现在 **71.3 %**。",
)
