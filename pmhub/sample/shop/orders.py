"""Orders, returns and invoices."""
# fmt: off

from pmhub.sample.item import feature, initiative, story

ORDERS = initiative(
    "售后不求人：退款与售后自助完成率 80%",
    feature(
        "退款进度实时推送",
        story("退款节点：已申请、已审核、已退回、已到账", "done", 1, "2.4", (130, 1, 90, 2), "售后 消息", who="zihang", estimate=3, checks=["x 每个节点 1 分钟内推送", "x 银行处理中说明预计到账日"]),
        story("到账金额与优惠返还明细", "active", 2, "2.4", (110, 1, 80, 2), "售后 支付", who="zihang", estimate=3, due=1, customers=14, id="refund-detail",
              text="客服工单第一名：**“为什么退的钱少了”**。\n\n把退款拆成：现金、积分、优惠券、运费，逐项说明。", talk=[("mu", "文案请叶青过一遍，避免“扣除”这种词。"), ("qing", "改成“随订单失效的优惠 ¥12”，测试用户都能懂。")]),
        story("退款超过 48 小时自动升级给客服组长", "planned", 2, "2.4", (40, 1, 80, 1), "售后 客服", kind="business", who="maya", estimate=2, due="month+0", asked="客服中心"),
        status="active", version="2.4", rice=(130, 1, 85, 2), tags="售后", owner="mu", who="zihang", estimate=8, due=14, customers=16, votes=16, id="refund-push", milestone="2.4 提测",
        text="退款相关咨询占客服量 **31 %**，其中三分之二只是问“到哪一步了”。",
        talk=[("zihang", "支付渠道回调有 0.4 % 丢失，靠每小时对账补。"), ("mu", "推送里直接写清到账渠道：原路退回哪张卡。")],
    ),
    feature(
        "订单详情支持一键开票",
        story("发票抬头自动带出企业税号", "review", 2, "", (70, 1, 80, 1.5), "发票", customers=13, story=("企业采购员", "输入公司名就带出税号", "不再因填错重开发票"), checks=["工商库命中率 ≥ 98%", "查不到时允许手填并标记"]),
        story("合并多个订单开一张发票", "review", 2, "", (50, 1, 80, 2), "发票", customers=21, asked="Northwind Trading", talk=[("mu", "税控接口限制单张 8 行，超过要附清单，先确认预算。")]),
        story("电子发票发送到邮箱，附 PDF 与 OFD", "planned", 3, "2.5", (80, 0.5, 90, 1), "发票", who="maya", estimate=2),
        status="review", rice=(110, 2, 80, 2.4), tags="发票 订单", customers=21, votes=21, id="invoice", start="quarter+1", due="quarter+1",
        text="企业客户开票仍要给客服发消息，平均 **1.7 天**。\n\n## 评审要回答\n1. 数电票全面切换后，旧税盘何时停用？\n2. 红冲由谁发起？\n3. 拆单后的发票如何对应？",
        talk=[("zhixia", "评审前请财务确认红冲流程，没有答案就不要上会。"), ("zihang", "税务接口只有测试环境文档，联调至少要两周。")],
    ),
    feature(
        "Self-service returns",
        story("Print a return label or show a QR code at the parcel shop", "planned", 2, "2.5", (55, 1, 80, 2), "returns", by="maya", who="maya", estimate=3, platforms=["Web"],
              story=("customer without a printer", "return a parcel with a code on my phone", "I need not find a copy shop")),
        story("Ask for the reason of a return in two taps, with photos", "active", 3, "2.4", (60, 1, 80, 1), "returns data", by="maya", who="maya", estimate=2, due=8, checks=["x At most five reasons per category", "Photos are resized before upload"]),
        story("Instant refund for trusted customers on the parcel's first scan", "review", 2, "", (45, 2, 50, 3), "returns payment", by="maya", kind="business", links=["blocked-by refund-detail"],
              text="Refund when the carrier scans the parcel instead of when the warehouse opens it.\n\n- only customers with **no disputed return in 12 months**\n- cap: ¥500 or €65\n- the warehouse may claim the money back within 14 days",
              talk=[("zhixia", "风险敞口先按每月 20 万测算，超过就关。"), ("maya", "I'd start with 5 % of eligible customers and compare the dispute rate.")]),
        status="active", version="2.5", rice=(80, 2, 80, 4), tags="returns", by="maya", owner="mu", estimate=13, due="quarter+1", id="returns",
    ),
    story("订单列表支持按商品名与收货人搜索", "done", 2, "2.3", (140, 1, 90, 1), "订单 搜索", who="zihang", estimate=2, platforms=["iOS", "Android", "小程序", "Web"], checks=["x 支持手机号后四位"]),
    story("Export orders to Excel with custom columns", "review", 3, "", (35, 1, 70, 1.5), "orders export", by="maya", asked="Northwind Trading", customers=11, votes=11, id="export",
          text="Business customers retype orders into their ERP. Let them choose **columns, order and date format** once and reuse the layout.\n\n> We lose half a day every month. — Northwind", talk=[("qing", "Column picker can be the one from the table view; no new pattern needed."), ("mu", "单次上限 5 万行，再多走异步邮件。")]),
    story("一个订单拆成多个包裹时，分别显示物流", "planned", 1, "2.4", (120, 1, 80, 2), "订单 物流", who="zihang", estimate=3, due=9, customers=17, links=["relates split"]),
    story("修改已支付未发货订单的收货地址", "review", 2, "", (95, 2, 50, 3), "订单 地址", customers=20, votes=18, talk=[("zihang", "仓库已打单的要拦截，WMS 没有实时接口。"), ("mu", "先限制在支付后 30 分钟内，超过引导联系客服。")]),
    story("催发货按钮 24 小时后才出现", "declined", 4, "", (), "订单", by="qing", reason="用户测试显示隐藏按钮只会让人改打客服电话；改为展示预计发货时间。"),
    status="active", rice=(160, 2, 80, 10), tags="售后", owner="mu", due="quarter+1", id="after-sales", start=-60,
    text="自助完成率从 **54 %** 提到 80 %，同时客服人均处理量不上升。",
)
