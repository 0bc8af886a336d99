"""Members, prices and promotion."""
# fmt: off

from pmhub.sample.item import feature, initiative, story

GROWTH = initiative(
    "会员复购：90 天复购率 28% → 34%",
    feature(
        "会员等级与权益重做",
        story("权益页用人话说明“怎么升级、差多少”", "active", 2, "2.4", (90, 1, 80, 1.5), "会员 体验", by="qing", who="qing maya", estimate=3, due=4, story=("银卡会员", "一眼看到还差多少升金卡", "知道再买一单值不值"), checks=["x 进度条精确到元", "不出现“成长值”一词"]),
        story("生日月双倍积分，自动生效", "planned", 3, "2.5", (85, 0.5, 80, 1), "会员 营销", who="zihang", estimate=2),
        story("等级到期前 30 天提醒，附保级建议", "review", 3, "", (60, 1, 80, 1), "会员 消息", customers=6),
        status="active", version="2.5", rice=(120, 1, 80, 5), tags="会员", owner="zhixia", who="zhixia qing", estimate=13, due="quarter+1", id="tiers",
        text="现在 7 个等级、43 项权益，访谈里**没有一个人**能说出自己的等级。收敛为 4 级 12 项。\n\n- [x] 财务测算\n- [x] 法务审阅存量权益\n- [ ] 存量会员迁移方案\n- [ ] 客服话术",
        talk=[("zhixia", "迁移只升不降，谁降级谁来投诉。"), ("mu", "12 项里“运费券”成本最高，先按每月 2 张测。"), ("qing", "新卡面四张，暗色模式也出了。")],
    ),
    feature(
        "积分当钱花",
        story("结算页积分抵扣滑杆改为“全部使用 / 不使用”", "done", 3, "2.3", (110, 0.5, 90, 0.5), "会员 结算", who="maya", estimate=1, talk=[("qing", "滑杆的误触率 17%，改成两个选项后 1% 不到。")]),
        story("积分即将过期时在首页提示一次", "done", 3, "2.3", (100, 0.5, 80, 0.5), "会员 消息", who="zihang", estimate=1),
        story("积分流水可导出，财务可对账", "planned", 2, "2.4", (5, 2, 90, 1), "会员 财务", kind="business", who="maya", estimate=2, due=10, asked="财务部"),
        status="done", version="2.3", rice=(110, 1, 90, 3), tags="会员", owner="mu", estimate=5, id="points",
    ),
    feature(
        "直播间转化",
        story("直播间优惠券自动领取", "declined", 4, "", (60, 0.5, 30, 2), "直播 优惠", reason="自动领取让券核销率从 41% 降到 9%，补贴浪费；维持手动领取，仅优化入口位置。", customers=3, votes=3, talk=[("mu", "实验数据在评论下面的附件里，三个直播间一致。")]),
        story("直播小窗：边看边下单不断流", "review", 2, "", (75, 2, 50, 6), "直播 体验", platforms=["iOS", "Android"], customers=8, talk=[("zihang", "iOS 画中画要求横屏素材，主播端要配合。")]),
        story("主播讲解商品自动置顶", "done", 2, "2.3", (75, 1, 80, 2), "直播", who="zihang", estimate=3),
        status="review", rice=(75, 1, 60, 5), tags="直播", owner="mu", due="quarter+1",
    ),
    story("拼团失败自动转单买，差价补券", "new", 3, "", (55, 1, 50, 2), "营销"),
    story("Referral code that works across web and mini program", "review", 3, "", (50, 1, 50, 3), "growth referral", by="maya", platforms=["Web", "小程序"], talk=[("maya", "The mini program strips query strings from shared cards; we need a server-side short link."), ("mu", "短链服务已有，找平台组申请域名即可。")]),
    story("A/B test the price-drop badge on the wish list", "active", 3, "2.4", (70, 0.5, 80, 1), "growth experiment", by="maya", who="zhixia maya", kind="business", estimate=1, due=2,
          text="Hypothesis: a badge “¥20 cheaper than when you saved it” lifts the wish-list purchase rate by at least **8 %**.\n\nSample: 42,000 people per arm, two weeks, one-sided, α = 0.05.", checks=["x Power calculation reviewed", "Result written up within three days of the end"]),
    story("价保 15 天：降价自动退差", "review", 1, "", (130, 2, 50, 4), "营销 售后", customers=25, votes=31, kind="business",
          text="竞品普遍 7–30 天价保，我们需要用户**主动申请**。\n\n待定：\n- 店铺自营商品与第三方商家是否同一规则\n- 叠加平台券时的差价算法", rival="https://rival.example/price-protection", talk=[("zhixia", "自营先上，第三方商家自愿加入。"), ("zihang", "历史价格快照只保留了 90 天，够用。"), ("mu", "财务测算：每月成本 18–26 万，换来差评率下降。")]),
    story("满减进度条：再买 ¥38 减 ¥20", "done", 2, "2.3", (150, 1, 90, 1), "营销 购物车", who="maya", estimate=2, checks=["x 凑单推荐不超过差额的 1.5 倍"]),
    story("优惠券说明书：不可用的券写清楚原因", "planned", 2, "2.4", (140, 1, 80, 1), "优惠 体验", by="qing", who="qing zihang", estimate=2, due=12, links=["relates best-coupon"], checks=["每张不可用券一行原因", "可点开看完整规则"]),
    story("Birthday e-mail in the customer's own language", "done", 4, "2.3", (30, 0.25, 80, 0.5), "growth mail", by="maya", who="maya", estimate=1),
    status="active", rice=(140, 2, 70, 12), tags="会员", owner="zhixia", due="quarter+2", id="growth",
)
