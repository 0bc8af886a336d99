"""Words of other systems for priorities, kinds, levels and states."""

from pmhub.lib.tabular.headers import fold

PRIORITIES = {
    0: "p0 0 最高 紧急 非常紧急 特急 立即 极高 highest critical blocker urgent immediate",
    1: "p1 1 高 较高 重要 high major important",
    2: "p2 2 中 普通 一般 中等 正常 medium normal moderate",
    3: "p3 3 低 较低 次要 low minor",
    4: "p4 4 最低 极低 可选 不紧急 lowest trivial optional none 无",
}
KINDS = {
    "user": "用户 用户需求 用户故事 功能需求 功能 体验 user userstory userrequirement story feature "
    "newfeature enhancement improvement 改进 优化 体验优化 需求",
    "business": "业务 业务需求 商业 商业需求 运营需求 business businessrequirement",
    "technical": "技术 技术需求 技术债 技术优化 缺陷 任务 子任务 bug defect task subtask technical technicaltask "
    "techdebt chore spike incident issue testcase",
}
LEVELS = {
    "initiative": "epic 史诗 史诗故事 initiative theme 主题 目标 举措",
    "feature": "feature 特性 功能特性 模块",
    "story": "story 用户故事 userstory 故事 需求 requirement",
}
CATEGORIES = {
    "new": "新建 新提交 待处理 未开始 未处理 打开 待办 已提交 待确认 new open opened todo backlog created "
    "submitted reopened inbox",
    "review": "评审 评审中 待评审 分析中 需求分析 待审核 审核中 review inreview triage analysis underreview",
    "planned": "已规划 已排期 已计划 待开发 规划中 已评审 planned ready scheduled selectedfordevelopment "
    "accepted readyfordev",
    "active": "进行中 开发中 处理中 实现中 设计中 测试中 待测试 待上线 inprogress doing active started "
    "indevelopment intesting testing wip",
    "done": "完成 已完成 已关闭 关闭 已解决 已实现 已上线 已发布 已交付 closed done resolved finished "
    "completed released shipped",
    "declined": "已拒绝 拒绝 已取消 取消 不做 已驳回 驳回 搁置 重复 declined rejected wontdo wontfix cancelled "
    "canceled notplanned duplicate abandoned invalid",
}


def _by_word(groups):
    return {fold(word): value for value, words in groups.items() for word in words.split()}


PRIORITY = _by_word(PRIORITIES)
KIND = _by_word(KINDS)
LEVEL = _by_word(LEVELS)
CATEGORY = _by_word(CATEGORIES)
