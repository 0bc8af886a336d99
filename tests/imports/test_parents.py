"""Parents named by identifier, whatever the order of the rows."""

from requirements.models import Requirement
from tests.imports.conftest import figures, said


def parents(shop):
    rows = Requirement.objects.of(shop).values_list("title", "parent__title")
    return dict(rows)


def test_parents_may_stand_before_or_after(bring, shop):
    text = "id,title,parent\n1,child,3\n2,other child,3\n3,parent,\n4,late child,3\n"
    import_ = bring(text)
    assert figures(import_) == (4, 0, 0, 0)
    assert parents(shop) == {"child": "parent", "other child": "parent", "parent": None, "late child": "parent"}
    assert figures(bring(text)) == (0, 0, 4, 0)


def test_a_new_parent_is_an_update(bring, shop):
    bring("id,title,parent\n1,a,\n2,b,1\n")
    assert figures(bring("id,title,parent\n1,a,\n2,b,3\n3,c,\n")) == (1, 1, 1, 0)
    assert parents(shop)["b"] == "c"


def test_a_circle_is_named_and_the_others_land(bring, shop):
    import_ = bring("id,title,parent\n1,a,2\n2,b,3\n3,c,1\n4,d,1\n5,e,\n6,f,6\n")
    assert figures(import_) == (2, 0, 0, 4)
    assert "Row 2: the parents form a circle: 1 → 2 → 3 → 1." in said(import_)
    assert "Row 7: the parents form a circle: 6 → 6." in said(import_)
    assert parents(shop) == {"d": None, "e": None}


def test_a_circle_with_what_is_already_there_is_refused(bring, shop):
    bring("id,title,parent\n1,a,\n2,b,1\n3,c,2\n")
    import_ = bring("id,title,parent\n1,a,3\n")
    assert figures(import_) == (0, 0, 0, 1)
    assert said(import_) == ["Row 2: the parent “3” lies below this requirement."]
    assert parents(shop) == {"a": None, "b": "a", "c": "b"}


def test_an_unknown_parent_is_left_out(bring, shop):
    import_ = bring("id,title,parent\n1,a,77\n")
    assert figures(import_) == (1, 0, 0, 0)
    assert said(import_) == ["Row 2: the parent “77” is neither in the file nor in the product; left out."]


def test_a_long_chain_is_walked_once(bring):
    rows = "".join(f"{number},t{number},{number - 1}\n" for number in range(1, 3000))
    assert figures(bring("id,title,parent\n0,t0,\n" + rows)) == (3000, 0, 0, 0)


def levels(rows):
    return "id,title,level,parent\n" + "".join(f"{row}\n" for row in rows)


def test_a_row_below_something_finer_fails_and_says_why(bring, shop):
    bring(levels(["1,story,story,", "2,feature,feature,"]))
    import_ = bring(levels(["3,new,initiative,2", "2,feature,feature,1"]))
    assert figures(import_) == (0, 0, 0, 2)
    assert said(import_) == [
        "Row 2: the levels do not fit: Nothing of the level “Initiative” can lie below the level “Feature”.",
        "Row 3: the levels do not fit: Nothing of the level “Feature” can lie below the level “Story”.",
    ]
    assert parents(shop) == {"story": None, "feature": None}


def test_a_row_becomes_no_finer_than_what_lies_below_it(bring, shop):
    bring(levels(["1,top,initiative,", "2,below,feature,1"]))
    assert figures(bring(levels(["1,top,story,"]))) == (0, 0, 0, 1)
    assert figures(bring(levels(["1,top,story,", "2,below,story,1"]))) == (0, 2, 0, 0)


def test_a_parent_further_down_that_is_finer_is_left_out(bring, shop):
    import_ = bring(levels(["1,child,feature,2", "2,parent,story,"]))
    assert figures(import_) == (2, 0, 0, 0)
    assert said(import_) == [
        "Row 2: the parent “2” was left out: Nothing of the level “Feature” can lie below the level “Story”."
    ]
    assert parents(shop) == {"child": None, "parent": None}
