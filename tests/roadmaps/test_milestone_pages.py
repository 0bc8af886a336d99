"""Milestones: set, reached, reopened, deleted with a way back."""

import pytest

from roadmaps.models import Milestone
from roadmaps.operations.planning import create_version

MILESTONES = "/p/SHOP/milestones/"
MILESTONE = {"name": "Beta", "due": "2027-02", "version": "", "owner": "", "deliverables": "Ten customers use it"}


def test_a_milestone_is_set(web, manager, shop, version):
    web(manager).post(f"{MILESTONES}new/", MILESTONE | {"version": version.pk, "owner": manager.pk})
    milestone = Milestone.objects.get()
    assert (milestone.name, str(milestone.due), milestone.version, milestone.owner) == (
        "Beta",
        "2027-02",
        version,
        manager,
    )


def test_the_form_can_begin_with_a_version(web, manager, version):
    html = web(manager).get(f"{MILESTONES}new/?version={version.pk}").content.decode()
    assert f'<option value="{version.pk}" selected>' in html


@pytest.mark.parametrize("wrong", [{"due": "someday"}, {"name": ""}, {"version": "999999"}, {"version": "x"}])
def test_bad_input_keeps_the_form(web, manager, shop, wrong):
    response = web(manager).post(f"{MILESTONES}new/", MILESTONE | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)
    assert not Milestone.objects.exists()


def test_a_version_of_another_product_is_refused(web, manager, outsider, shop, other_product):
    strange = create_version(other_product, by=outsider, name="1.0")
    response = web(manager).post(f"{MILESTONES}new/", MILESTONE | {"version": strange.pk})
    assert list(response.context["form"].errors) == ["version"]


def test_reaching_and_reopening(web, manager, milestone):
    client, url = web(manager), f"{MILESTONES}{milestone.pk}/done/"
    client.post(url, {"done": "yes"})
    milestone.refresh_from_db()
    first = milestone.done_at
    client.post(url, {"done": "yes"})
    milestone.refresh_from_db()
    assert first
    assert milestone.done_at == first
    client.post(url, {"done": "no"})
    milestone.refresh_from_db()
    assert milestone.done_at is None


def test_open_ones_come_first_by_date(web, manager, shop):
    client = web(manager)
    for name, due in [("late", "2027-05"), ("soon", "2026-12-01"), ("never", ""), ("past", "2026-10-01")]:
        client.post(f"{MILESTONES}new/", MILESTONE | {"name": name, "due": due})
    client.post(f"{MILESTONES}{Milestone.objects.get(name='past').pk}/done/")
    shown = client.get(MILESTONES).context["milestones"]
    assert [milestone.name for milestone in shown] == ["soon", "late", "never", "past"]


def test_editing_and_deleting_offer_the_way_back(web, manager, milestone):
    client = web(manager)
    client.post(f"{MILESTONES}{milestone.pk}/edit/", MILESTONE)
    milestone.refresh_from_db()
    assert milestone.name == "Beta"
    page = client.post(f"{MILESTONES}{milestone.pk}/delete/", follow=True)
    assert not Milestone.objects.exists()
    client.post([str(message.extra_tags) for message in page.context["messages"]][-1])
    assert Milestone.objects.get().name == "Beta"


def test_readers_see_facts(web, support, milestone):
    html = web(support).get(f"{MILESTONES}{milestone.pk}/").content.decode()
    assert "Code freeze" in html
    assert 'name="deliverables"' not in html


def test_new_forms_begin_with_the_name_and_others_where_people_clicked(web, manager, milestone, version):
    client = web(manager)
    for kind, pk in (("versions", version.pk), ("milestones", milestone.pk)):
        assert " autofocus" in client.get(f"/p/SHOP/{kind}/new/").content.decode()
        assert ' name="name" autofocus' not in client.get(f"/p/SHOP/{kind}/{pk}/edit/").content.decode()


def test_after_saving_the_focus_stands_on_the_heading_of_what_changed(web, manager, milestone, version):
    client = web(manager)
    said = client.post(f"/p/SHOP/milestones/{milestone.pk}/health/", {"health": "late"}, follow=True)
    assert said.redirect_chain[-1][0].endswith("#said-head")
    assert '<h2 id="said-head" tabindex="-1">' in said.content.decode()
    form = {"text": "Rain", "probability": "low", "impact": "high"}
    noted = client.post(f"/p/SHOP/versions/{version.pk}/risks/", form, follow=True)
    assert noted.redirect_chain[-1][0].endswith("#risks-title")
    assert '<h2 id="risks-title" tabindex="-1">' in noted.content.decode()
