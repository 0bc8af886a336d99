"""Words from which the seed makes titles and texts that read like a product manager's."""


def cut(text):
    """Items from a line: at bars where there are any, else at spaces."""
    return [item for item in text.split("|" if "|" in text else " ") if item]


VERBS = {
    "zh": cut("支持 优化 新增 修复 统一 自动 批量 重做 隐藏 合并 拆分 导出 导入 提醒 校验 缓存 预加载 限制 记录 展示 撤销 置顶 加密 灰度 迁移"),
    "en": cut("Add|Improve|Fix|Show|Hide|Merge|Split|Export|Import|Warn about|Validate|Cache|Limit|Log|Undo|Pin|Migrate|Localise"),
}  # fmt: skip
THINGS = {
    "zh": cut("结算页 订单列表 退款进度 优惠券 会员等级 积分流水 搜索联想 商品对比 购物车 收货地址 电子发票 物流轨迹 库存占用 仓库拣货 直播间 客服工单 "
    "消息中心 商家后台 数据看板 权限设置 登录验证 支付回调 推荐位 评价管理 门店自提 预售尾款 礼品卡 企业采购 接口限流 夜间模式"),
    "en": cut("checkout|order list|refund status|coupons|member levels|points history|search suggestions|product comparison|cart|"
    "delivery address|invoices|parcel tracking|stock reservations|picking lists|live streams|support tickets|"
    "notifications|merchant console|dashboards|permissions|sign-in|payment callbacks|recommendations|reviews|"
    "store pickup|pre-orders|gift cards|purchase approvals|rate limits|dark mode"),
}  # fmt: skip
PURPOSES = {
    "zh": cut("减少客服咨询 提升转化率 弱网下也可用 支持批量操作 按城市区分 首屏更快 对账不再靠人工 大促期间不超卖 无障碍可用 移动端与网页一致 "
    "保留历史记录 按角色可见 允许撤销 附带失败原因 满足合规要求 缩短三步为一步"),
    "en": cut("with fewer support calls|to lift conversion|on slow networks|in bulk|per city|without a reload|for keyboard users|"
    "for merchants|on mobile and web alike|with history|by role|with undo|and say why it failed|for compliance|"
    "in one step instead of three|during peak sales"),
}  # fmt: skip
SENTENCES = {
    "zh": cut("客服每周收到大量同类咨询，多数在同一个页面卡住。|访谈的十二位用户里有七位主动提到这个问题。|现有流程需要三次跳转，每次都会丢掉一部分人。|"
    "先在百分之五的流量灰度两周，再决定是否全量。|数据口径以财务月报为准，延迟不超过十五分钟。|异常时给出原因与下一步，不出现“系统繁忙”。"),
    "en": cut("Support answers the same question every day.|Seven of twelve people we interviewed brought it up themselves.|"
    "Today it takes three pages and every step loses people.|Roll out to five percent for two weeks, then decide.|"
    "Figures follow the finance report and are at most fifteen minutes old.|On failure say what happened and what to do next."),
}  # fmt: skip
TAGS = cut(
    "结算 支付 搜索 体验 性能 订单 会员 物流 库存 客服 合规 数据 api security mobile bug growth payment onboarding export "
    "search delivery privacy import reliability design mail print pricing fraud"
)
VERSIONS = [f"{major}.{minor}" for major in (1, 2) for minor in range(6)]
RARE = "rare"  # a tag that one requirement in ten thousand has
