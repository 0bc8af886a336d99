"""What each condition leaves of three requirements."""

import pytest

from requirements.models import Link
from requirements.operations.details import comment


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("", ["declined", "new", "planned"]),
        ("status:open", ["new", "planned"]),
        ("状态：未完成", ["new", "planned"]),
        ("is:closed", ["declined"]),
        ("status:planned,declined", ["declined", "planned"]),
        ('status:"to assess"', ["new"]),
        ("status!=planned", ["declined", "new"]),
        ("状态：已排期", ["planned"]),
        ("priority:p1", ["new"]),
        ("优先级：P1,4", ["declined", "new", "planned"]),
        ("priority<=p1", ["new"]),
        ("priority>p1", ["declined", "planned"]),
        ("类型：技术", ["planned"]),
        ("level:feature", ["declined"]),
        ("tag:B", ["new", "planned"]),
        ("tag:a tag:b", ["new"]),
        ("tag:b -tag:a", ["planned"]),
        ("tag:none", ["declined"]),
        ("has:tag", ["new", "planned"]),
        ("assignee:none", ["declined", "planned"]),
        ("is:unassigned", ["declined", "planned"]),
        ("no:assignee", ["declined", "planned"]),
        ("owner:@me", ["new"]),
        ("牵头人：我", ["new"]),
        ("is:mine", ["new"]),
        ("owner:none", ["declined", "planned"]),
        ("version:none", ["declined", "new"]),
        ("version:2.4", ["planned"]),
        ("has:version", ["planned"]),
        ("product:shop", ["declined", "new", "planned"]),
        ("key:shop-2,SHOP-3", ["declined", "planned"]),
        ("title:PLAN", ["planned"]),
        ("标题：plan,new", ["new", "planned"]),
        ("due:none", ["declined", "new", "planned"]),
        ("score:none", ["declined", "new", "planned"]),
        ("score>0", []),
        ("votes:0", ["declined", "new", "planned"]),
        ("votes:0..5 demand<=0", ["declined", "new", "planned"]),
        ("parent:none", ["declined", "new", "planned"]),
        ("parent:SHOP-1", []),
        ("has:comments", []),
        ("is:overdue", []),
        ("plan", ["planned"]),
        ("new OR declined", ["declined", "new"]),
        ("-new", ["declined", "planned"]),
        ("status:open (tag:a OR version:2.4) -priority:p1", ["planned"]),
        ("new - ???", ["new"]),
        ("SHOP-2", ["planned"]),
    ],
)
def test_what_a_query_leaves(three, ask, text, titles):
    assert ask(text) == titles


def test_comments_children_and_links(three, ask, make_requirement, manager, engineer):
    new, planned, declined = three
    make_requirement("child", parent=planned)
    comment(new, by=engineer, body="Why not?")
    Link.objects.create(source=new, target=planned, kind="blocks")
    Link.objects.create(source=declined, target=new, kind="blocks")
    assert ask("has:comments") == ["new"]
    assert ask("has:children") == ["planned"]
    assert ask("parent:shop-2") == ["child"]
    assert ask("is:blocked") == ["planned"], "what blocks `new` is closed"
    assert ask("is:blocking") == ["new"]
    assert ask("has:links") == ["declined", "new", "planned"]


def test_drivers_of_the_score(make_requirement, ask):
    make_requirement("many", drivers={"reach": 500})
    make_requirement("few", drivers={"reach": 20.5})
    make_requirement("unknown")
    assert ask("driver.reach>100") == ["many"]
    assert ask("driver.reach:20..21") == ["few"]
    assert ask("driver.reach:none") == ["unknown"]
    assert ask("-driver.reach>100") == ["few", "unknown"]


def test_estimates_are_compared(make_requirement, ask):
    make_requirement("small", estimate="1.5")
    make_requirement("large", estimate="13")
    make_requirement("unknown")
    assert ask("estimate<=1.5") == ["small"]
    assert ask("估算＞2") == ["large"]
    assert ask("estimate:some") == ["large", "small"]
    assert ask("-estimate>2") == ["small", "unknown"]
