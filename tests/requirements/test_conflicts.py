"""Two tabs save the same text: nobody's words are lost, and each way on is one button."""

import pytest

from requirements.operations.authoring import edit
from requirements.operations.details import add_criterion, comment

PLACE = "/p/SHOP/requirements/1/parts/{}/"


@pytest.fixture
def tab(web, manager, requirement):
    """A page opened before somebody else saved: posts with the version that was read then."""
    read = requirement.lock_version

    def post(part, lock_version=read, **data):
        return web(manager).post(PLACE.format(part), {"lock_version": lock_version, **data})

    return post


@pytest.fixture
def now(requirement):
    def field(name):
        requirement.refresh_from_db()
        return getattr(requirement, name)

    return field


def conflict_in(answer):
    assert answer.status_code == 422
    form = answer.context["form"]
    return form, {clash.name: clash for clash in form.clashes}


def test_both_texts_are_shown_with_what_differs(tab, engineer, requirement, now):
    edit(requirement, by=engineer, description="Three pages become two.")
    answer = tab("description", description="Three pages become four.")
    form, clashes = conflict_in(answer)
    assert clashes["description"].their_pieces == [(False, "Three pages become "), (True, "two"), (False, ".")]
    assert clashes["description"].my_pieces == [(False, "Three pages become "), (True, "four"), (False, ".")]
    text = answer.content.decode()
    assert "<del>two</del>" in text
    assert "<ins>four</ins>" in text
    assert now("description") == "Three pages become two."


@pytest.mark.parametrize(("way", "kept"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_one_press_settles_it(tab, engineer, requirement, now, way, kept):
    edit(requirement, by=engineer, title="Theirs")
    form, _clashes = conflict_in(tab("title", title="Mine"))
    answer = tab("title", form.data["lock_version"], title="Mine", open="title", settle=f"title:{way}")
    assert answer.status_code == 302
    assert now("title") == kept


def test_both_are_joined_and_looked_over_before_they_are_saved(tab, engineer, requirement, now):
    edit(requirement, by=engineer, title="Theirs")
    form, clashes = conflict_in(tab("title", title="Mine"))
    both = clashes["title"].both
    assert both == "Theirs / Mine"
    version = form.data["lock_version"]
    sent = {"title": "Mine", "open": "title", "both.title": both, "settle": "title:both"}
    form, clashes = conflict_in(tab("title", version, **sent))
    assert (form["title"].value(), clashes) == ("Theirs / Mine", {})
    assert now("title") == "Theirs"
    tab("title", version, title=form["title"].value())
    assert now("title") == "Theirs / Mine"


def test_both_changes_are_merged_where_they_do_not_touch(tab, engineer, requirement):
    edit(requirement, by=engineer, description="Five pages become **one**.")
    _form, clashes = conflict_in(tab("description", description="Three pages become **one**. At last!"))
    assert clashes["description"].both == "Five pages become **one**. At last!"


def test_what_only_they_changed_is_no_conflict(tab, engineer, requirement, now):
    edit(requirement, by=engineer, as_a="buyer")
    answer = tab("story", as_a="", i_want="to pay at once", so_that="")
    assert answer.status_code == 302
    assert (now("as_a"), now("i_want")) == ("buyer", "to pay at once")


def test_the_same_words_are_no_conflict(tab, engineer, requirement, now):
    edit(requirement, by=engineer, description="One\n\ntwo")
    assert tab("description", description="One\r\n\r\ntwo").status_code == 302
    assert now("description") == "One\n\ntwo"


def test_fields_are_settled_one_by_one(tab, engineer, requirement, now):
    edit(requirement, by=engineer, as_a="buyer", i_want="speed")
    mine = {"as_a": "guest", "i_want": "calm", "so_that": ""}
    form, clashes = conflict_in(tab("story", **mine))
    assert set(clashes) == {"as_a", "i_want"}
    version = form.data["lock_version"]
    form, clashes = conflict_in(tab("story", version, **mine, open=["as_a", "i_want"], settle="as_a:theirs"))
    assert set(clashes) == {"i_want"}
    mine["as_a"] = form["as_a"].value()
    assert tab("story", version, **mine, open=["i_want"], settle="i_want:mine").status_code == 302
    assert (now("as_a"), now("i_want")) == ("buyer", "calm")


def test_a_third_hand_is_noticed_too(tab, engineer, requirement, now):
    edit(requirement, by=engineer, title="Theirs")
    form, _clashes = conflict_in(tab("title", title="Mine"))
    version = form.data["lock_version"]
    edit(requirement, by=engineer, title="Theirs again")
    _form, clashes = conflict_in(tab("title", version, title="Mine", open="title", settle="title:mine"))
    assert clashes["title"].theirs == "Theirs again"
    assert now("title") == "Theirs again"


@pytest.mark.parametrize("settle", ["", ":", "title", "title:burn", "owner:mine", "title:mine:both", "\x00:mine"])
def test_nonsense_settles_nothing(tab, engineer, requirement, now, settle):
    edit(requirement, by=engineer, title="Theirs")
    conflict_in(tab("title", title="Mine", settle=settle))
    assert now("title") == "Theirs"


def test_hostile_texts_stay_texts(tab, engineer, requirement):
    edit(requirement, by=engineer, description="<script>alert(1)</script>")
    text = tab("description", description='"><img src=x onerror=alert(2)>').content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text


@pytest.fixture
def details(web, manager, requirement):
    """A comment and a criterion of `manager`, and how their editors post."""
    said = comment(requirement, by=manager, body="First")
    made = add_criterion(requirement, by=manager, text="First")
    places = {"comment": f"comments/{said.pk}/", "criterion": f"criteria/{made.pk}/"}
    names = {"comment": "body", "criterion": "text"}

    def post(what, text, **more):
        return web(manager).post(f"/p/SHOP/requirements/1/{places[what]}", {names[what]: text, **more})

    def now(what):
        row = {"comment": said, "criterion": made}[what]
        row.refresh_from_db()
        return getattr(row, names[what])

    return names, post, now


@pytest.mark.parametrize("what", ["comment", "criterion"])
def test_comments_and_criteria_are_not_overwritten_unseen(details, what):
    names, post, now = details
    assert post(what, "Theirs", read="First").status_code == 302
    form, clashes = conflict_in(post(what, "Mine", read="First"))
    assert (clashes[names[what]].theirs, now(what)) == ("Theirs", "Theirs")
    settle = {"read": form.data["read"], "open": names[what], "settle": f"{names[what]}:mine"}
    assert post(what, "Mine", **settle).status_code == 302
    assert now(what) == "Mine"
    conflict_in(post(what, "Other", read="First"))
    taken = post(what, "Other", read="Mine", open=names[what], settle=f"{names[what]}:theirs")
    assert (taken.status_code, now(what)) == (302, "Mine")
