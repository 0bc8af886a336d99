"""A check says what a run would do, and does nothing."""

import pytest

from changes.models import Change
from products.models import Tag
from requirements.models import ExternalPerson, Requirement
from roadmaps.models import Version
from tests.imports.conftest import figures, said

TEXT = "id,title,labels,version,requester,points\n1,a,ui,2.4,某人,3\n2,b,ui,2.5,某人,x\n3,c,,,,\n3,d,,,,\n"


def test_nothing_is_written(bring, shop):
    before = Change.objects.count()
    import_ = bring(TEXT, check=True)
    assert (import_.state, import_.total) == ("ready", 4)
    assert Change.objects.count() == before
    assert not any(model.objects.of(shop).exists() for model in (Requirement, Tag, Version, ExternalPerson))


def test_the_figures_are_those_of_the_run(bring):
    check, run = bring(TEXT, check=True), bring(TEXT)
    assert check.counts == run.counts
    assert check.report["problems"] == run.report["problems"]
    assert [line["outcome"] for line in check.report["outcomes"]] == ["created", "failed", "created", "failed"]


def test_of_an_update_too(bring):
    bring(TEXT)
    changed = TEXT.replace("1,a,ui", "1,a2,new")
    check, run = bring(changed, check=True), bring(changed)
    assert figures(check) == figures(run) == (0, 1, 1, 2)
    assert check.counts == run.counts


def test_the_report_is_bounded(bring):
    import_ = bring("id,title,points\n" + "".join(f"{number},t,x\n" for number in range(3000)))
    assert import_.problem_count == 3000
    assert len(said(import_)) == 100
    assert len(import_.report["outcomes"]) == 50


def test_a_mapping_is_remembered_for_the_same_columns(bring, upload):
    bring("label,review\n1,很好\n", mapping={"review": "title", "label": "estimate"})
    assert upload("label,review\n0,不好\n").mapping == {"review": "title", "label": "estimate"}
    assert upload("label;other\n0;不好\n").mapping == {"label": "tags"}


def test_dates_of_two_readings_need_a_word(bring, shop):
    text = "id,title,due\n1,a,3/4/2026\n"
    assert figures(bring(text)) == (0, 0, 0, 1)
    bring(text, orders={"due": "dmy"})
    assert str(Requirement.objects.of(shop).get().due) == "2026-04-03"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_in_every_encoding(bring, shop, codec):
    bring("编号,标题,描述\n1,支付时可以使用优惠券,现在只能选择一个\n".encode(codec))
    assert Requirement.objects.of(shop).get().title == "支付时可以使用优惠券"


def test_broken_bytes_anywhere_are_reported_and_the_report_is_kept(bring, shop):
    broken = "支付".encode("gbk")
    lines = ["编号,标题,截止日期,故事点".encode() + b"," + broken]
    lines += [f"{number},需求{number},2026-01-01,3,x".encode() for number in range(20)]
    lines += [
        b"90,a," + broken + b",3,",
        b"91,b,," + broken + b",",
        b"92," + broken + b",,,",
        b"93,c,\x00,1,",
        b"94,d,,\x00,",
    ]
    import_ = bring(b"\n".join(lines))
    assert figures(import_) == (20, 0, 0, 5)
    assert "\ufffd" in "".join(said(import_))
