"""What can be asked for, in English and Chinese."""

import difflib

from django.utils.translation import gettext as _

ALIASES = {
    "status": ("state", "状态"),
    "priority": ("优先级",),
    "kind": ("type", "类型", "种类"),
    "level": ("层级",),
    "assignee": ("assigned", "assignees", "负责人", "处理人", "经办人"),
    "owner": ("lead", "牵头人"),
    "requester": ("提出人", "需求方", "提出方"),
    "author": ("creator", "作者", "创建人"),
    "watcher": ("watching", "关注人", "关注"),
    "tag": ("tags", "label", "labels", "标签"),
    "version": ("release", "版本"),
    "milestone": ("里程碑",),
    "parent": ("epic", "父项", "父需求", "上级"),
    "product": ("project", "产品", "项目"),
    "key": ("id", "编号"),
    "title": ("标题",),
    "due": ("deadline", "截止", "截止日期", "到期"),
    "start": ("starts", "开始", "开始日期"),
    "created": ("创建", "创建时间", "创建于"),
    "updated": ("更新", "更新时间", "更新于"),
    "score": ("得分", "分数", "评分"),
    "votes": ("票数", "投票"),
    "demand": ("需求热度", "热度"),
    "estimate": ("effort", "估算", "预估", "工作量"),
    "is": ("是",),
    "has": ("有",),
    "no": ("without", "无", "没有"),
}
MAPS = {"custom": "custom", "自定义": "custom", "driver": "driver", "drivers": "driver", "因子": "driver"}


class Names:
    """What one kind of list can be asked for: each name with its aliases; `maps` have entries behind a point."""

    def __init__(self, aliases, maps=()):
        self.aliases = aliases
        self.known = {alias: name for name, others in aliases.items() for alias in (name, *others)}
        self.maps = dict(maps)

    def __iter__(self):
        return iter(self.known)

    def find(self, written):
        """The canonical name for what somebody wrote, or None."""
        folded = written.casefold()
        head, dot, rest = folded.partition(".")
        if dot and rest and head in self.maps:
            return f"{self.maps[head]}.{rest}"
        return self.known.get(folded)


NAMES = Names(ALIASES, MAPS)
name_of = NAMES.find


def nearest(word, known):
    """The known word that was probably meant, or None."""
    found = difflib.get_close_matches(word.casefold(), [str(name) for name in known], n=1, cutoff=0.6)
    return found[0] if found else None


def perhaps(word, known):
    """“ Did you mean …?” for the end of a message, or nothing."""
    near = nearest(word, known)
    return " " + _("Did you mean “%s”?") % near if near else ""
