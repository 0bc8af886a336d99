import pytest

from pmhub.lib.tabular.inspection import inspect
from pmhub.lib.tabular.mapping import as_mapping, check, suggest, targets
from pmhub.lib.tabular.problems import Unreadable

EXPORTS = {
    "the list itself": (
        "编号,标题,类型,层级,状态,优先级,负责人,牵头人,版本,里程碑,开始,截止,标签,父需求,预估,票数,创建,更新",
        "external_id,title,kind,level,status,priority,assignees,owner,version,milestone,start,due,tags,parent,estimate,"
        "votes,created_at,updated_at",
    ),
    "PingCode": (
        "编号,标题,描述,类型,状态,优先级,负责人,创建人,标签,所属迭代,故事点,预计工时,创建时间,截止日期,父工作项",
        "external_id,title,description,kind,status,priority,assignees,requester,tags,version,estimate,,created_at,due,parent",
    ),
    "Worktile": (
        "任务编号,任务标题,备注说明,任务状态,优先级,负责人,截止时间,开始时间,标签,父任务",
        "external_id,title,description,status,priority,assignees,due,start,tags,parent",
    ),
    "Jira": (
        "Summary,Issue key,Issue id,Issue Type,Status,Priority,Assignee,Reporter,Created,Updated,Resolved,Due Date,"
        "Fix Version/s,Labels,Labels,Description,Story Points",
        "title,external_id,,kind,status,priority,assignees,requester,created_at,updated_at,closed_at,due,"
        "version,tags,tags,description,estimate",
    ),
    "GitLab": (
        "Title,Description,Issue ID,URL,State,Author,Assignee,Due Date,Created At (UTC),Closed At (UTC),"
        "Milestone,Weight,Labels",
        "title,description,external_id,url,status,requester,assignees,due,created_at,closed_at,version,estimate,tags",
    ),
    "Taiga": (
        "ref,subject,description,status,sprint,assigned_to,owner,tags,total-votes,created_date,due_date",
        "external_id,title,description,status,version,assignees,owner,tags,votes,created_at,due",
    ),
    "minds": (
        "issuekey,created,title,description,storypoints",
        "external_id,created_at,title,description,estimate",
    ),
}


@pytest.mark.parametrize("system", EXPORTS)
def test_columns_of_other_systems_find_their_field(write, system):
    headers, expected = EXPORTS[system]
    found = inspect(write(headers + "\n"))
    assert [guess.target for guess in found.suggestions] == expected.split(",")


def test_who_is_responsible_owns_where_another_column_says_who_does_the_work():
    assert [guess.target for guess in suggest(["标题", "负责人"])] == ["title", "assignees"]
    assert [guess.target for guess in suggest(["标题", "负责人", "处理人"])] == ["title", "owner", "assignees"]
    assert [guess.target for guess in suggest(["标题", "牵头人", "负责人"])] == ["title", "owner", "assignees"]


def test_a_milestone_is_the_version_unless_another_column_is():
    assert [guess.target for guess in suggest(["Title", "Milestone"])] == ["title", "version"]
    assert [guess.target for guess in suggest(["标题", "里程碑"])] == ["title", "version"]
    assert [guess.target for guess in suggest(["Title", "Milestone", "Version"])] == ["title", "milestone", "version"]
    assert [guess.target for guess in suggest(["标题", "迭代", "里程碑"])] == ["title", "version", "milestone"]


def test_names_are_folded():
    assert as_mapping(suggest(["  Ｔｉｔｌｅ* ", "STORY_POINTS", "需求 标题（必填）"]))["STORY_POINTS"] == "estimate"
    assert suggest(["　标题：　"])[0].target == "title"


def test_drivers_and_custom_fields_come_before_general_names():
    found = suggest(
        ["标题", "触达", "影响", "信心", "工作量", "Team"],
        drivers=["reach", "impact", "confidence", "effort"],
        custom={"team": "Team"},
    )
    assert [guess.target for guess in found] == [
        "title",
        "driver:reach",
        "driver:impact",
        "driver:confidence",
        "driver:effort",
        "custom:team",
    ]


def test_half_known_names_are_less_sure():
    (guess,) = suggest(["我们的产品需求标题"])
    assert (guess.target, guess.confidence) == ("title", 0.5)


@pytest.mark.parametrize(
    "mapping, said",
    [
        ({"a": "title", "zz": "due"}, "no column “zz”"),
        ({"a": "title", "b": "colour"}, "“colour” is not a field"),
        ({"a": "title", "b": "title"}, "Two columns are mapped to “title”: a and b"),
        ({"a": "description"}, "No column holds the title. Columns found: a, b"),
    ],
)
def test_a_wrong_mapping_is_refused(mapping, said):
    with pytest.raises(Unreadable, match=said):
        check(mapping, ["a", "b"], targets())


def test_the_message_about_the_title_names_what_is_expected():
    with pytest.raises(Unreadable, match="标题.*summary"):
        check({}, ["label", "review"], targets())


def test_the_same_columns_have_the_same_signature(write):
    one, two = inspect(write("title,due\na,\n")), inspect(write("title;due\nother;\n", name="b.csv"))
    assert one.signature == two.signature != inspect(write("title,start\n")).signature
