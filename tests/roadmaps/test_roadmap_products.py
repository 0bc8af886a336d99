"""Several products on one roadmap: who may not read one of them learns nothing of it, whoever chose it."""

import itertools
import re

import pytest

from pmhub.lib.fuzzy_dates import FuzzyDate
from requirements.models import Link
from requirements.operations.authoring import create
from roadmaps.models import Version
from roadmaps.operations.planning import create_milestone, create_version
from roadmaps.operations.roadmapping import create_roadmap, edit_roadmap
from roadmaps.operations.sharing import share

ECHO = re.compile(r'with=OTHER|name="with" value="OTHER"')  # what was asked for stands in the addresses of the page
ROADMAP = "/p/SHOP/roadmap/"
HIDDEN = ("OTHER", "Hush", "Somebody else")  # key, names of all that is in it, its own name
ARRANGEMENTS = ("timeline", "horizons", "versions")
LANES = ("goal", "owner", "version", "product", "field.hushed")
fuzzy = FuzzyDate.parse


@pytest.fixture
def hidden(other_product, outsider, admin):
    """A private product that is full of plans, an owner whom nobody knows, a goal and a field of its own."""
    outsider.name = "Hush Owner"
    outsider.save(update_fields=["name"])
    goal = other_product.goals.create(name="Hush goal")
    other_product.custom_fields.create(key="hushed", name="Hush field", kind="select", options=["Hush option"])
    version = create_version(other_product, by=outsider, name="Hush 1", release=fuzzy("2026-12-01"), owner=outsider,
                             objective=goal, goal="Hush reasons")  # fmt: skip
    create_milestone(other_product, by=outsider, name="Hush stone", due=fuzzy("2026-11-30"), version=version)
    create(other_product, by=outsider, title="Hush feature", level="feature", due=fuzzy("2027-03-01"), version=version,
           custom={"hushed": "Hush option"})  # fmt: skip
    create(other_product, by=outsider, title="Hush undated", level="feature")
    return other_product


@pytest.fixture
def both(shop, hidden, admin, manager, make_requirement):
    """A roadmap of the administrator that shows SHOP and the hidden product; one blocks the other."""
    create_version(shop, by=manager, name="2.4", release=fuzzy("2026-12-11"))
    blocked = make_requirement("Seen", level="feature", due=fuzzy("2026-12-01"))
    Link.objects.create(source=hidden.requirements.get(title="Hush feature"), target=blocked, kind="blocks")
    return create_roadmap(shop, by=admin, name="All", bars="both", products=[hidden.pk], shared=True)


def told_of(text):
    return [word for word in HIDDEN if word in text]


def pages(roadmap):
    yield f"/p/SHOP/roadmaps/{roadmap.pk}/?from=2026-10"
    for arrangement, lanes in itertools.product(ARRANGEMENTS, LANES):
        settings = f"?as={arrangement}&lanes={lanes}&bars=both&from=2026-10"
        yield f"/p/SHOP/roadmaps/{roadmap.pk}/{settings}"
        yield f"{ROADMAP}{settings}&with=OTHER&asof=2026-11-01"
    yield "/p/SHOP/roadmaps/"


def test_the_arrangement_of_this_test_shows_it_to_who_may_see(web, admin, both):
    text = web(admin).get(f"/p/SHOP/roadmaps/{both.pk}/?from=2026-10&lanes=goal").content.decode()
    assert told_of(text) == list(HIDDEN)
    assert web(admin).get(f"/p/SHOP/roadmaps/{both.pk}/?from=2026-10").context["conflicts"]


@pytest.mark.parametrize("person", ["manager", "support"])
def test_a_reader_without_it_learns_nothing_of_it(web, request, both, person):
    client = web(request.getfixturevalue(person))
    for address in pages(both):
        response = client.get(address)
        assert response.status_code == 200, address
        text = ECHO.sub("", response.content.decode())
        assert told_of(text) == [], address
        assert "Seen" in text or "as=" not in address or "as=versions" in address
        assert not response.context.get("conflicts"), address


def test_a_product_that_is_not_there_is_answered_alike(web, manager, both):
    asked = [web(manager).get(f"{ROADMAP}?with={key}").context["problems"] for key in ("OTHER", "NOWHERE")]
    assert asked[0] == asked[1]


def test_moving_it_from_a_foreign_address_is_no_page(web, manager, both, hidden):
    version = Version.objects.get(product=hidden)
    for product in ("SHOP", "OTHER"):
        for way in ("shift", "dates"):
            page = f"/p/{product}/roadmap/{way}/version/{version.pk}/"
            assert web(manager).post(page, {"days": "1", "end": "2027-01-01"}).status_code == 404
    version.refresh_from_db()
    assert str(version.release) == "2026-12-01"


def test_rest_and_the_feed_of_changes_do_not_tell_of_it(api, manager, both, hidden, admin):
    edit_roadmap(both, by=admin, products=[])
    edit_roadmap(both, by=admin, products=[hidden.pk])
    client = api(manager)
    assert client.get(f"/api/v1/roadmaps/{both.pk}/").json()["products"] == []
    for address in ("/api/v1/changes/?product=SHOP", "/api/v1/changes/", "/api/v1/versions/", "/api/v1/milestones/"):
        assert told_of(client.get(address).content.decode()) == [], address


def test_a_link_by_who_does_not_plan_there_shows_nothing_of_it(web, manager, both, shop):
    for granularity, audience in (("day", "team"), ("quarter", "public")):
        for arrangement in ARRANGEMENTS:
            edit_roadmap(both, by=manager, arrangement=arrangement)
            link = share(shop, by=manager, roadmap=both, name="L", audience=audience, granularity=granularity,
                         parts=["progress", "owners", "goals", "milestones"])  # fmt: skip
            text = web().get(f"/shared/{link.secret}/?from=2026-10").content.decode()
            assert told_of(text) == []
            assert "Seen" in text or arrangement == "versions"
