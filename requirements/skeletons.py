"""Texts to begin from, in the reader's language: what `/` offers in every product besides its own templates."""

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True)
class Skeleton:
    """A text under a name; `words` are what else it is found by."""

    name: str
    body: str
    words: str = ""


PRD = Skeleton(
    "PRD",
    """## Problem
Who has it, how often, and what it costs them.

## Evidence
- Voices of users:
- Figures:

## Goal
What will be different, and the figure that shows it.

## Not part of this
-

## Solution
The way a person goes through it, step by step.

## Acceptance criteria
- [ ]

## Risks and open questions
-

## Release
Who gets it first, how it can be switched off, what is measured.
""",
    "product requirements document spec",
)
STORY = Skeleton(
    "User story",
    "- **As a** \n- **I want** \n- **so that** \n",
    "as a i want so that",
)
USE_CASE = Skeleton(
    "Use case",
    """### Use case:
**Actor:**
**Precondition:**

**Main path**
1.
2.

**Other paths**
- 2a.

**Afterwards:**
""",
    "scenario",
)
CRITERIA = Skeleton(
    "Acceptance criteria",
    "### Acceptance criteria\n- [ ] **Given** … **when** … **then** …\n- [ ] **Given** … **when** … **then** …\n",
    "ac given when then",
)
MEETING = Skeleton(
    "Meeting notes",
    """### Meeting,
**There:**

**Decided**
-

**To do**
- [ ] @… until

**Open**
-
""",
    "minutes",
)
TABLE = Skeleton("Table", "| | | |\n|---|---|---|\n| | | |\n| | | |\n")
ENGLISH = [PRD, STORY, USE_CASE, CRITERIA, MEETING, TABLE]

CHINESE = [
    Skeleton(
        "需求文档 PRD",
        """## 问题
谁遇到、多频繁、代价是什么。

## 证据
- 用户原声：
- 数据：

## 目标
会有什么不同，用哪个指标衡量。

## 不做什么
-

## 方案
用户一步一步怎么走。

## 验收标准
- [ ]

## 风险与待定
-

## 上线
谁先用、如何关闭、看什么数据。
""",
        "prd xqwd chanpin",
    ),
    Skeleton("用户故事", "- **作为** \n- **我想要** \n- **以便** \n", "yhgs story"),
    Skeleton(
        "用例",
        """### 用例：
**参与者：**
**前置条件：**

**主流程**
1.
2.

**分支流程**
- 2a.

**后置条件：**
""",
        "yl use case",
    ),
    Skeleton(
        "验收标准",
        "### 验收标准\n- [ ] **假如** …… **当** …… **那么** ……\n- [ ] **假如** …… **当** …… **那么** ……\n",
        "ysbz ac",
    ),
    Skeleton(
        "会议纪要",
        """### 会议：
**参会：**

**决定**
-

**待办**
- [ ] @…… 截止

**未决**
-
""",
        "hyjy meeting",
    ),
    Skeleton("表格", TABLE.body, "bg table"),
]


def skeletons():
    """Those of the reader's language first; the other language's are found by typing."""
    return (CHINESE, ENGLISH) if (get_language() or "").startswith("zh") else (ENGLISH, CHINESE)
