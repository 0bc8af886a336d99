"""Checklists to begin from, in the reader's language first: offered in every product besides its own."""

from dataclasses import dataclass

from django.utils.translation import get_language

from roadmaps.models.checklist import Section

TESTING, TRAINING, MARKETING, DECISION = Section


@dataclass(frozen=True)
class Starter:
    """A list under a name; `key` says which one in a form."""

    key: str
    name: str
    sections: dict

    @property
    def items(self):
        return [{"section": section, "text": text} for section, texts in self.sections.items() for text in texts]


ENGLISH = Starter(
    "en",
    "Launch",
    {
        TESTING: [
            "All acceptance criteria of the scope are checked",
            "Regression tests are green on the release build",
            "Load and security tests are done, findings assessed",
            "Data migration and roll-back are rehearsed",
        ],
        TRAINING: [
            "Help pages and screenshots are up to date",
            "Support and sales know what is new and what is not",
            "Customers whose work changes have been told",
        ],
        MARKETING: [
            "Release notes are written in every language",
            "Announcement, web site and shop texts are ready",
            "Figures that show success are defined and measured",
        ],
        DECISION: [
            "Open defects are accepted by the product owner",
            "Monitoring, alerts and who is on duty are agreed",
            "Go / no-go is decided",
        ],
    },
)
CHINESE = Starter(
    "zh",
    "上线清单",
    {
        TESTING: [
            "范围内需求的验收标准全部核对",
            "发布包回归测试通过",
            "性能与安全测试完成，问题已评估",
            "数据迁移与回滚已演练",
        ],
        TRAINING: ["帮助文档与截图已更新", "客服与销售已培训：有什么、没有什么", "受影响的客户已提前通知"],
        MARKETING: ["各语言发布说明已写好", "公告、官网与商店文案就绪", "衡量成效的指标已定义并埋点"],
        DECISION: ["遗留缺陷经产品负责人接受", "监控、告警与值班安排已确认", "上线评审：通过 / 不通过"],
    },
)


def starters():
    """Those of the reader's language first."""
    return [CHINESE, ENGLISH] if (get_language() or "").startswith("zh") else [ENGLISH, CHINESE]


def starter(key):
    """The one that a form names, or None."""
    return next((one for one in (ENGLISH, CHINESE) if one.key == key), None)
