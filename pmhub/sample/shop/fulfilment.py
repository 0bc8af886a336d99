"""Stock and delivery from several warehouses."""
# fmt: off

from pmhub.sample.item import feature, initiative, story

FULFILMENT = initiative(
    "多仓履约：次日达覆盖 45% → 70%",
    feature(
        "多仓库存合并展示",
        story("商品页显示“最快明天送达”，按收货地址计算", "planned", 1, "2.5", (170, 2, 80, 3), "库存 物流", who="zihang", estimate=5, customers=15, due="month+1", story=("着急用的顾客", "下单前知道哪天能到", "决定买不买"), checks=["承诺达成率 ≥ 95%", "无法计算时不显示，不猜"]),
        story("库存占用从“下单”改为“支付”", "review", 1, "", (120, 1, 50, 4), "库存", kind="technical", by="zihang", text="大促期间 11 % 的库存被未支付订单占住。\n\n**风险**：支付瞬间超卖。需要预占 + 过期释放，并和拼团规则一起改。", talk=[("zihang", "压测方案写好了，建议大促后再切。"), ("mu", "同意，12 月 12 日之前不动库存。"), ("zhixia", "记为 2.5 的第一批。")]),
        story("Stock reservation that survives a broker restart", "done", 1, "2.3", (120, 1, 90, 2), "stock reliability", by="maya", who="maya", kind="technical", estimate=3, checks=["x Kill the broker during a flash sale: no oversell, no lost reservation"]),
        status="planned", version="2.5", rice=(110, 2, 65, 3), tags="库存", owner="mu", who="zihang", estimate=13, start="month+1", due="quarter+1", customers=6, votes=6, id="multi",
        text="六个城市仓已开，前台仍按单仓展示缺货，**每天约 2,300 单**因此流失。", talk=[("zihang", "依赖库存中台的可售接口，他们排在 12 月中。"), ("mu", "接口没好之前先用 15 分钟快照顶上。")], milestone="库存中台联调完成",
    ),
    feature(
        "拆单与合单",
        story("同一收货地址 30 分钟内的订单自动合并发货", "new", 3, "", (65, 1, 50, 3), "物流 成本", kind="business"),
        story("拆单时运费只收一次，并向用户说明", "planned", 2, "2.5", (80, 1, 80, 1.5), "物流", who="maya", estimate=2, id="split"),
        story("Choose one delivery date for all parcels of an order", "new", 3, "", (40, 0.5, 50, 2), "delivery", by="maya", customers=4),
        status="planned", version="2.5", rice=(85, 1, 70, 4), tags="物流", owner="mu", due="quarter+1", links=["blocked-by multi"],
    ),
    story("自提点地图：营业时间与剩余柜格", "active", 2, "2.4", (70, 1, 80, 2), "物流 体验", by="qing", who="maya qing", estimate=3, due=7, platforms=["小程序"], checks=["x 无定位权限时按地址查询", "柜格数据延迟 ≤ 5 分钟"], talk=[("qing", "地图图钉换成列表 + 小地图，单手更好点。")]),
    story("Carrier rates compared automatically per parcel", "review", 2, "", (30, 2, 80, 4), "delivery cost", by="maya", kind="business", asked="Northwind Trading", talk=[("maya", "Three carriers have an API; the fourth sends a spreadsheet every Monday.")]),
    story("预售商品定金、尾款与发货时间分开展示", "done", 2, "2.3", (90, 1, 80, 2), "订单 预售", who="zihang", estimate=3),
    story("冷链订单禁止与普通商品合单", "done", 0, "2.3", (20, 3, 100, 1), "物流 食品", kind="business", who="zihang", estimate=1, asked="城市仓运营组", checks=["x 购物车内提前提示分单", "x 温控记录随订单保存 180 天"]),
    story("仓库拣货单按货架路径排序", "planned", 3, "2.5", (12, 1, 80, 2), "仓储", kind="business", who="maya", estimate=3, asked="城市仓运营组"),
    story("Scan-to-pack: warn when the wrong item goes into the box", "active", 1, "2.4", (12, 3, 80, 3), "warehouse quality", by="maya", who="maya", kind="business", estimate=5, due=-1, platforms=["POS"], customers=2,
          text="Wrong-item returns cost ¥46 each, about 900 a month.\n\n1. Scan the order\n2. Scan every item\n3. A **loud** tone and a red screen on mismatch\n4. The box cannot be closed in the system until all items match",
          checks=["x Works with gloves", "x Works offline for 30 minutes", "Error rate measured for two weeks before and after"],
          talk=[("maya", "Pilot in the Jiaxing warehouse since Monday: 31 wrong items caught on 4,800 parcels."), ("mu", "数据太好了，下周复盘会讲一下。"), ("zihang", "离线 30 分钟那条我来帮忙测。")]),
    story("台风等极端天气批量顺延承诺时间", "done", 1, "2.3", (60, 2, 90, 1), "物流 应急", kind="business", who="zihang", estimate=2, talk=[("mu", "上周台风实际用上了，少赔付约 14 万。")]),
    story("Drone delivery pilot", "declined", 4, "", (2, 3, 10, 40), "delivery", by="maya", reason="No permit for the city area before 2028 and the cost per parcel is nine times that of a courier."),
    status="active", rice=(150, 2, 60, 16), tags="库存 物流", owner="zhixia", start="quarter+0", due="quarter+2", id="fulfil",
)
