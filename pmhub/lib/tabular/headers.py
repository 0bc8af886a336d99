"""The names under which other systems and people export the fields of a requirement, Chinese and English."""

import re
import unicodedata

NAMES = {
    "title": "标题 名称 主题 需求名称 需求标题 事项标题 任务名称 任务标题 工作项标题 工单标题 用户故事标题 title summary subject name "
    "headline issuetitle tasktitle storytitle",
    "description": "描述 内容 详情 详细描述 需求描述 需求内容 任务描述 备注说明 说明 正文 description details body content text notes",
    "external_id": "编号 id 需求编号 任务编号 工作项编号 事项编号 唯一编号 标识 序号id issuekey issueid key ref reference iid number "
    "externalid ticketid taskid storyid issueiid",
    "url": "链接 网址 地址 url link weburl htmlurl permalink",
    "kind": "类型 需求类型 工作项类型 事项类型 任务类型 分类 类别 kind type issuetype workitemtype category",
    "level": "层级 级别 需求层级 level hierarchy",
    "status": "状态 当前状态 需求状态 任务状态 阶段 status state issuestatus",
    "priority": "优先级 优先级别 重要程度 紧急程度 需求优先级 priority importance urgency",
    "requester": "提出人 需求方 需求提出人 需求来源 提交人 创建人 创建者 报告人 requester reporter author creator submittedby createdby",
    "owner": "牵头人 产品负责人 产品经理 需求负责人 owner productowner lead responsible",
    "assignees": "负责人 处理人 经办人 执行人 指派给 受理人 开发人员 参与人 assignee assignees assignedto assigneeusername assigneeid developer",
    "tags": "标签 标记 关键词 tag tags label labels keywords components component",
    "version": "版本 迭代 计划版本 目标版本 所属迭代 所属版本 发布版本 修复版本 规划版本 冲刺 version sprint release fixversion "
    "fixversions iteration targetversion plannedversion fixversion/s",
    "milestone": "里程碑 所属里程碑 milestone milestones",
    "parent": "父需求 父工作项 上级需求 上级 父级 所属需求 父任务 所属史诗 史诗 parent parentid parentkey epic epiclink epicid parentissue",
    "estimate": "预计工时 故事点 估算 工作量 预估工时 预估 工时 规模 估算故事点 storypoints storypoint points estimate weight "
    "estimation originalestimate size",
    "start": "开始 开始时间 开始日期 计划开始时间 计划开始日期 计划开始 start startdate starton plannedstart",
    "due": "截止 截止日期 计划完成时间 截止时间 到期日 完成期限 计划结束时间 结束日期 结束时间 计划完成日期 期望完成时间 计划完成 期望上线时间 due "
    "duedate dueon deadline targetdate enddate finishdate plannedend",
    "created_at": "创建 创建时间 创建日期 提出时间 提交时间 录入时间 提出日期 created createdat createdon createddate creationdate createdatutc",
    "updated_at": "更新 更新时间 修改时间 最后更新时间 最近更新 updated updatedat updatedon updateddate modified modifieddate lastmodified updatedatutc",
    "closed_at": "完成时间 关闭时间 实际完成时间 解决时间 完成日期 closed closedat closedon resolved resolvedat finisheddate closedatutc",
    "votes": "票数 投票 投票数 点赞 点赞数 赞成数 votes upvotes likes totalvotes",
    "as_a": "作为 角色 用户角色 asa as role",
    "i_want": "我想 我想要 我希望 想要 iwant want iwantto",
    "so_that": "以便 以便于 从而 价值 目的 sothat benefit",
    "acceptance": "验收标准 验收条件 完成标准 acceptance acceptancecriteria criteria definitionofdone",
}
DRIVER_NAMES = {
    "reach": "触达 触达人数 触达用户 影响人数 影响用户数 覆盖 reach users",
    "impact": "影响 影响力 影响程度 impact",
    "confidence": "信心 信心指数 信心度 置信度 confidence",
    "effort": "投入 工作量 成本 开发成本 人力 effort cost persondays personmonths",
    "ease": "易度 容易程度 实现难度 ease",
    "value": "价值 业务价值 用户价值 商业价值 value businessvalue uservalue",
    "time_criticality": "时间紧迫性 时间关键性 紧迫性 timecriticality",
    "risk_reduction": "风险降低 风险与机会 降低风险 riskreduction opportunityenablement",
    "job_size": "工作规模 任务规模 规模 jobsize",
}
MANY = frozenset({"tags", "assignees", "acceptance"})
RESPONSIBLE = "负责人"  # who does the work, unless a column beside it says who does: then who answers for it
RELEASE = frozenset({"milestone", "里程碑", "所属里程碑"})  # as in GitLab the version, unless a column beside it is
FIELDS = tuple(NAMES)
_NOISE = re.compile(r"[\s_\-.:：*#\"'“”()（）\[\]【】]+")


def fold(name):
    """A column name without case, width, spaces and punctuation: "Story Points*" and "story_points" are one."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", str(name)).casefold())


KNOWN = {fold(name): target for target, names in NAMES.items() for name in names.split()}
