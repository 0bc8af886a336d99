"""Filters of the inbox: chips, the menu, completion; the same parts as those of requirements."""

from itertools import groupby
from urllib.parse import parse_qs, urlsplit

import pytest

from feedback.models import Customer, Feedback

INBOX = "/p/SHOP/feedback/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ask(client, engineer):
    client.force_login(engineer)
    return lambda path="", **asked: client.get(INBOX + path, asked)


@pytest.fixture
def voices(make_voice, shop):
    """A complaint of 华东旗舰 and a question of nobody."""
    customer = Customer.objects.create(product=shop, name="华东旗舰")
    return make_voice(body="Slow", kind="complaint", customer=customer), make_voice(body="How?", kind="question")


def titles(response):
    return [row.title for row in response.context["rows"].items]


def chips(response):
    return [(chip.name, chip.operator, chip.chosen) for chip in response.context["shelf"].chips]


def query(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def offered(response, name):
    menu = {one.name: one for one in response.context["shelf"].bar.menu()}
    return {option.label: option for option in menu[name].options}


def test_conditions_are_chips_and_words_stay_in_the_box(ask, voices):
    page = ask(q="slow kind:complaint -channel:mail is:open")
    assert titles(page) == ["Slow"]
    assert chips(page) == [
        ("kind", "is", ["Complaint"]), ("channel", "is not", ["E-mail"]), ("is", "is", ["open"]),
    ]  # fmt: skip
    assert page.context["shelf"].bar.parts.box == "slow"


def test_the_menu_has_its_fields_under_headings(ask, voices):
    menu = ask().context["shelf"].bar.menu()
    headings = {
        heading: [one.name for one in fields] for heading, fields in groupby(menu, lambda one: str(one.heading))
    }
    assert list(headings) == ["Progress", "What was said", "People", "Dates"]
    assert headings["People"] == ["customer", "tier", "contact", "assignee", "author"]
    assert '<div role="group" aria-labelledby="filters-3"><div class="menu-heading" id="filters-3">People' in (
        ask().content.decode()
    )


def test_a_chip_is_removed_and_the_rest_stays(ask, voices):
    page = ask(q="slow kind:complaint", show="new", sort="received")
    without = page.context["shelf"].chips[0].without
    assert query(without) == {"q": "slow", "show": "new", "sort": "received"}


def test_what_older_parameters_say_are_chips_too(ask, voices):
    page = ask(customer="华东旗舰", received_since="2026-01-01T00:00:00Z", show="all")
    assert [(name, chosen) for name, _operator, chosen in chips(page)] == [
        ("customer", ["华东旗舰"]), ("received", ["2026-01-01 08:00"]),
    ]  # fmt: skip
    assert query(page.context["shelf"].chips[1].without) == {"customer": "华东旗舰", "show": "all"}
    assert "customer=" in page.context["here"]


def test_an_instant_is_a_day_of_the_products_zone_and_its_address_stays_exact(ask, voices):
    page = ask(q="received>=2026-11-15T16:00Z kind:complaint", show="all")
    (_name, _operator, chosen), _kind = chips(page)
    assert chosen == ["2026-11-16"]
    assert "2026-11-15T16:00Z" in query(page.context["shelf"].chips[1].without)["q"]


def test_conditions_with_or_are_said_in_words(ask, voices):
    assert chips(ask(q="(kind:complaint OR -channel:mail)"))[0][2] == ["Kind: Complaint or Channel is not E-mail"]


def test_a_value_of_the_menu_stays_on_the_shelf(ask, voices):
    assert query(offered(ask(), "kind")["Question"].url) == {"q": "kind:question", "show": "todo"}
    second = offered(ask(q="kind:complaint", show="mine"), "kind")["Question"]
    assert query(second.url) == {"q": "kind:complaint,question", "show": "mine"}


def test_a_status_is_looked_for_on_all_shelves(ask, voices):
    assert query(offered(ask(), "status")["Declined"].url) == {"q": "status:declined", "show": "all"}


def test_what_is_typed_beside_the_chips_becomes_one_query(ask, voices):
    answer = ask(q=["kind:complaint", "status:new slow"], enter="1")
    assert answer.status_code == 302
    assert query(answer["Location"]) == {"q": "kind:complaint status:new slow"}
    assert titles(ask(**query(answer["Location"]))) == ["Slow"]


def test_what_is_not_understood_stays_in_the_box(ask, voices):
    page = ask(q="kind:nonsense colour:red slow")
    assert "nonsense" in page.context["shelf"].bar.parts.box
    assert len(page.context["shelf"].asked.problems) == 2


@pytest.mark.parametrize(
    ("typed", "inserts"),
    [
        ("cust", ["customer:"]), ("客", ["customer:"]), ("kind:comp", ["complaint"]), ("customer:华", ["华东旗舰"]),
        ("is:la", ["late", "late-response"]), ("type:que", ["question"]), ("assignee:m", ["me"]), ("nothing:x", []),
    ],
)  # fmt: skip
def test_completion_knows_fields_and_values(ask, voices, typed, inserts):
    offers = ask("filters/completions/", typed=typed, here="show=todo").context["offers"]
    assert [offer.insert for offer in offers][: len(inserts)] == inserts
    assert bool(offers) == bool(inserts)


@pytest.mark.parametrize(
    "field", ["customer", "tier", "contact", "requirement", "assignee", "author", "received", "due"]
)
def test_values_are_found_by_typing(ask, voices, field):
    assert ask(f"filters/values/{field}/", typed="a", here="show=todo").status_code == 200


def test_a_customer_found_by_typing_is_a_step_away(ask, voices):
    options = ask("filters/values/customer/", typed="华东", here="show=all").context["filter"]["options"]
    assert [query(option.url) for option in options] == [{"q": "customer:华东旗舰", "show": "all"}]
    assert ask("filters/values/nothing/").status_code == 404


def test_a_form_of_the_menu_leads_to_the_list(ask, voices):
    answer = ask("filters/", field="votes", operator="gte", value="3", here="show=all")
    assert query(answer["Location"]) == {"q": "votes>=3", "show": "all"}


def test_the_builder_reads_and_writes_the_language_of_feedback(ask, voices):
    page = ask("filters/builder/", here="q=kind:complaint OR is:late&show=all")
    assert page.context["text"] == "kind:complaint OR is:late"
    rows = {"kind": ["all", "term"], "depth": ["0", "1"], "field": ["", "tier"], "operator": ["", "is"]}
    answer = ask("filters/builder/", **rows, value=["", "none"], step="apply", here="show=all")
    assert query(answer["Location"]) == {"q": "tier:none", "show": "all"}


def test_others_customers_are_not_offered(client, outsider, voices):
    client.force_login(outsider)
    assert client.get(f"{INBOX}filters/values/customer/").status_code == 404


def test_more_of_a_filtered_list_keeps_its_older_parameters(ask, voices, monkeypatch):
    monkeypatch.setattr("feedback.views.shelves.ROWS", 1)
    Feedback.objects.update(kind="question")
    page = ask(kind="question", show="all")
    assert titles(ask(kind="question", show="all", cursor=page.context["rows"].next)) == ["Slow"]
    assert "kind=question" in page.context["here"]


def test_what_is_typed_narrows_and_the_box_is_left_alone(client, engineer, voices):
    client.force_login(engineer)
    typed = client.get(f"{INBOX}?q=kind:complaint&q=is:open sl&sort=received", headers=HTMX)
    text = typed.content.decode()
    assert titles(typed) == ["Slow"]
    assert "<html" not in text
    assert 'id="query"' not in text
    assert text.count('class="chip-host"') == 1  # of the condition that was there
    assert query(typed["HX-Replace-Url"]) == {"q": "kind:complaint is:open sl", "sort": "received"}
    entered = client.get(f"{INBOX}?q=kind:complaint&q=is:open sl&enter=1", headers=HTMX)
    assert entered.content.decode().count('class="chip-host"') == 2
    assert entered.context["shelf"].bar.parts.box == "sl"
    assert 'id="query"' in entered.content.decode()


def test_half_a_word_changes_nothing(client, engineer, voices):
    client.force_login(engineer)
    assert client.get(f"{INBOX}?q=&q=slow kind:compl", headers=HTMX).status_code == 204


def test_words_are_looked_for_everywhere_and_without_them_the_shelf_is_the_usual_one(client, engineer, voices):
    client.force_login(engineer)
    found = client.get(f"{INBOX}?q=&q=slow", headers=HTMX).context["shelf"]
    assert (found.name, found.beside) == ("all", [])
    emptied = client.get(f"{INBOX}?q=&q=", headers=HTMX).context["shelf"]
    assert (emptied.name, emptied.here) == ("todo", "")
    assert client.get(f"{INBOX}?q=&q=slow&show=mine", headers=HTMX).context["shelf"].beside == [("show", "mine")]


def test_more_of_what_was_typed_comes_by_its_cursor(client, engineer, make_voice, monkeypatch):
    client.force_login(engineer)
    monkeypatch.setattr("feedback.views.shelves.ROWS", 1)
    for word in ["slow one", "slow two"]:
        make_voice(body=word, kind="complaint")
    first = client.get(f"{INBOX}?q=kind:complaint&q=slow", headers=HTMX)
    address = f"{first['HX-Replace-Url']}&cursor={first.context['rows'].next}"
    assert {*titles(first), *titles(client.get(address, headers=HTMX))} == {"slow one", "slow two"}
