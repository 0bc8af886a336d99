"""A second run updates and never duplicates."""

import datetime as dt
from decimal import Decimal

import pytest

from integrations.operations import running
from products.operations.workflow import add_field
from requirements.models import Criterion, ExternalReference, Requirement, ScoringModel
from requirements.operations.authoring import edit
from tests.imports.conftest import figures, said

FULL = (
    "编号,标题,描述,状态,优先级,负责人,处理人,提出人,标签,计划版本,里程碑,故事点,开始时间,截止日期,创建时间,投票,验收标准,触达,链接\n"
    'A-1,支付,"多行\r\n描述",进行中,高,陈牧,"周子航,外人",李雷,"支付,ui",2.4,冻结,3,2026-03-01,2026年第二季度,'
    '2026-01-02 03:04:05,7,"- [x] 能付\n能退",1800,https://x.example/1\n'
)


def only(shop):
    return Requirement.objects.of(shop).get()


def test_every_field_arrives(bring, shop, people, statuses):
    import_ = bring(FULL, source="pingcode")
    found = only(shop)
    assert figures(import_) == (1, 0, 0, 0)
    assert (found.key, found.title, found.description) == ("SHOP-1", "支付", "多行\r\n描述")
    assert (found.status, found.priority, found.owner) == (statuses["active"], 1, people.manager)
    assert {row.somebody.name for row in found.assignments.all()} == {people.engineer.name, "外人"}
    assert found.outside_requester.name == "李雷"
    assert {tag.name for tag in found.tags.all()} == {"支付", "ui"}
    assert (found.version.name, found.milestone.name) == ("2.4", "冻结")
    assert (found.estimate, found.votes) == (Decimal(3), 7)
    assert (found.start.date, str(found.due)) == (dt.date(2026, 3, 1), "2026-Q2")
    assert found.created_at.isoformat() == "2026-01-01T19:04:05+00:00"
    assert [(row.text, row.done) for row in found.criteria.all()] == [("能付", True), ("能退", False)]
    assert found.drivers == {"reach": 1800}
    reference = found.references.get()
    assert (reference.source, reference.external_id, reference.url) == ("pingcode", "A-1", "https://x.example/1")
    assert reference.data["created_at"] == "2026-01-02 03:04:05"


def test_the_same_file_again_changes_nothing(bring, shop):
    bring(FULL)
    before = only(shop).lock_version
    assert figures(bring(FULL)) == (0, 0, 1, 0)
    assert only(shop).lock_version == before


def test_what_changed_is_updated_and_the_rest_is_left_alone(bring, shop, manager):
    bring("id,title,description,points\n1,a,text,3\n2,b,text,5\n")
    first, second = Requirement.objects.of(shop).order_by("number")
    edit(first, by=manager, priority=0, as_a="buyer")
    import_ = bring("id,title,points\n1,a new,3\n2,b,5\n3,c,1\n")
    first.refresh_from_db()
    assert figures(import_) == (1, 1, 1, 0)
    assert (first.title, first.description, first.priority, first.as_a) == ("a new", "text", 0, "buyer")
    assert import_.report["outcomes"][0]["fields"] == ["title"]
    second.refresh_from_db()
    assert second.lock_version == 1


def test_tags_and_people_of_the_team_survive_those_of_the_file_follow(bring, shop, manager, engineer):
    bring('id,title,labels,assignee\n1,a,"ui,old","外人,旧人"\n')
    found = only(shop)
    edit(
        found,
        by=manager,
        tags=["ui", "old", "ours"],
        assignees=[*[a.somebody for a in found.assignments.all()], engineer],
    )
    import_ = bring('id,title,labels,assignee\n1,a,"ui,new",外人\n')
    assert figures(import_) == (0, 1, 0, 0)
    assert {tag.name for tag in found.tags.all()} == {"ui", "new", "ours"}
    assert {row.somebody.name for row in found.assignments.all()} == {"外人", engineer.name}


def test_a_checked_criterion_stays_checked(bring, shop):
    bring('id,title,acceptance\n1,a,"pays\nrefunds"\n')
    Criterion.objects.filter(text="pays").update(done=True)
    bring('id,title,acceptance\n1,a,"pays\nships"\n')
    assert dict(Criterion.objects.values_list("text", "done")) == {"pays": True, "ships": False}


def test_an_emptied_cell_empties_the_field(bring, shop):
    bring("id,title,description,points,due,version\n1,a,text,3,2026-01-01,2.4\n")
    bring("id,title,description,points,due,version\n1,a,,,,\n")
    found = only(shop)
    assert (found.description, found.estimate, found.due_on, found.version) == ("", None, None, None)


def test_the_same_id_twice_names_the_first_row(bring):
    import_ = bring("id,title\n1,a\n2,b\n1,c\n")
    assert figures(import_) == (2, 0, 0, 1)
    assert said(import_) == ["Row 4: the identifier “1” was already used in row 2."]


def test_the_same_id_far_apart_is_noticed_too(bring, monkeypatch):
    monkeypatch.setattr(running, "AT_A_TIME", 10)
    rows = "".join(f"{number % 30},t{number}\n" for number in range(40))
    import_ = bring("id,title\n" + rows)
    assert figures(import_) == (30, 0, 0, 10)
    assert said(import_)[0] == "Row 32: the identifier “0” was already used in row 2."


def test_rows_without_an_id_are_known_by_their_text(bring, shop):
    text = "title,description,points\na,x,1\nb,y,2\na,x,3\n"
    import_ = bring(text)
    assert figures(import_) == (2, 0, 0, 1)
    assert said(import_) == ["Row 4: a row with the same title and description already stands in row 2."]
    assert figures(bring(text)) == (0, 0, 2, 1)
    assert figures(bring("title,description,points\na,x,8\nb,y,2\n")) == (0, 1, 1, 0)


def test_sources_do_not_meet(bring, shop):
    bring("id,title\n1,a\n", source="one")
    assert figures(bring("id,title\n1,b\n", source="two")) == (1, 0, 0, 0)
    assert Requirement.objects.of(shop).count() == 2


def test_products_do_not_meet(bring, shop, help_desk, manager):
    bring("id,title\n1,a\n")
    assert figures(bring("id,title\n1,b\n", product=help_desk)) == (1, 0, 0, 0)
    assert ExternalReference.objects.of(help_desk).get().requirement.key == "HELP-1"


def test_numbers_and_order_follow_the_file(bring, shop, make_requirement):
    make_requirement("first")
    bring("id,title\n1,a\n2,b\n3,c\n")
    ordered = Requirement.objects.of(shop).order_by("rank").values_list("key", "title")
    assert list(ordered) == [("SHOP-1", "first"), ("SHOP-2", "a"), ("SHOP-3", "b"), ("SHOP-4", "c")]


@pytest.mark.parametrize(
    "state, kept, moved",
    [
        ("opened", ["new", "review", "planned", "active"], ["done", "declined"]),
        ("closed", ["done", "declined"], ["new"]),
    ],
)
def test_a_foreign_state_moves_only_what_it_contradicts(bring, shop, statuses, state, kept, moved):
    rows = f"id,title,state\n1,a,{state}\n"
    bring(rows)
    for category in kept:
        Requirement.objects.of(shop).update(status=statuses[category])
        assert figures(bring(rows)) == (0, 0, 1, 0)
    for category in moved:
        Requirement.objects.of(shop).update(status=statuses[category])
        assert figures(bring(rows)) == (0, 1, 0, 0)


def test_an_unknown_state_begins_at_the_beginning(bring, shop, statuses):
    import_ = bring("id,title,state\n1,a,Limbo\n")
    assert only(shop).status == statuses["new"]
    assert "“Limbo” is not part of the workflow" in said(import_)[0]


def test_declining_keeps_the_foreign_word_as_the_reason(bring, shop):
    bring("id,title,state\n1,a,Won't do\n")
    assert (only(shop).status.category, only(shop).decline_reason) == ("declined", "Won't do")


def test_custom_fields_and_drivers_are_checked(bring, shop, manager):
    add_field(shop, by=manager, key="team", name="Team", kind="select", options=["red", "blue"])
    add_field(shop, by=manager, key="when", name="When", kind="date")
    import_ = bring("id,title,Team,When,confidence\n1,a,red,2026年3月4日,80%\n2,b,green,,10\n3,c,,,130\n")
    assert figures(import_) == (1, 0, 0, 2)
    found = only(shop)
    assert found.custom == {"team": "red", "when": "2026-03-04"}
    assert found.drivers == {"confidence": 80}
    assert said(import_) == [
        "Row 3, column “Team”: “green” is not possible in the field “Team”.",
        "Row 4, column “Confidence”: 130 is outside of 0 to 100.",
    ]


def test_drivers_merge_with_those_given_here(bring, shop, manager):
    bring("id,title,reach\n1,a,5\n")
    edit(only(shop), by=manager, drivers={"impact": 2})
    bring("id,title,reach\n1,a,9\n")
    assert only(shop).drivers == {"reach": 9, "impact": 2}
    assert ScoringModel.of_product(shop).kind == "rice"


def test_queries_do_not_grow_with_the_rows(bring, django_assert_max_num_queries):
    def text(count, mark):
        return "id,title,labels,assignee,version\n" + "".join(
            f'{number},{mark}{number},"a,b",某人,2.{number % 3}\n' for number in range(count)
        )

    bring(text(2, "warm"))
    with django_assert_max_num_queries(80):
        bring(text(900, "x"))
    with django_assert_max_num_queries(80):
        bring(text(900, "y"))


def test_a_column_that_is_no_longer_there_changes_nothing(bring, shop):
    bring("id,title,labels,created\n1,a,ui,2026-01-01\n")
    assert figures(bring("id,title\n1,a\n")) == (0, 0, 1, 0)
    assert figures(bring("id,title,labels,created\n1,a,,2026-01-01\n")) == (0, 1, 0, 0)
    assert only(shop).references.get().data == {"external_id": "1", "created_at": "2026-01-01"}
