"""People are found by name, address and id: those whom the reader may know of, and nobody else."""

import pytest

from requirements.operations.authoring import create
from requirements.query import QueryError


def test_by_name_part_of_a_name_address_and_id(three, ask, engineer):
    first, last = engineer.name.split()[0], engineer.name.split()[-1]
    for value in (engineer.name, first.lower(), last, engineer.email.upper(), f"@{first}", str(engineer.pk)):
        assert ask(f'assignee:"{value}"') == ["new"], value


def test_me_is_the_reader(three, ask, engineer, manager):
    assert ask("assignee:@me", engineer) == ["new"]
    assert ask("负责人：@我", engineer) == ["new"]
    assert ask("assignee:@me", manager) == []


def test_somebody_from_outside(make_requirement, ask):
    make_requirement("asked", requester=None, outside_requester="王小明")
    make_requirement("given", assignees=["王小明"])
    assert ask("提出人：王小明") == ["asked"]
    assert ask("assignee:王") == ["given"]
    assert ask("has:requester") == ["asked"]
    assert ask("requester:none") == ["given"]


def test_hidden_people_are_refused_with_the_words_for_those_who_do_not_exist(three, ask, outsider, manager):
    with pytest.raises(QueryError) as hidden:
        ask(f"assignee:{outsider.email}", manager)
    with pytest.raises(QueryError) as missing:
        ask("assignee:nobody@example.org", manager)
    assert hidden.value.messages == [missing.value.messages[0].replace("nobody@example.org", outsider.email)]
    with pytest.raises(QueryError):
        ask(f'assignee:"{outsider.name}"', manager)
    with pytest.raises(QueryError):
        ask(f"assignee:{manager.email}", outsider)


@pytest.mark.parametrize("text", ["status:Secret", "tag:secret", "version:Secret", "product:OTHER", "custom.secret:1"])
def test_names_from_hidden_products_do_not_exist(three, ask, other_product, outsider, manager, text):
    from products.operations.workflow import add_field, add_status

    add_status(other_product, by=outsider, name="Secret", category="new")
    add_field(other_product, by=outsider, key="secret", name="Secret", kind="number")
    create(other_product, by=outsider, title="hidden", tags=["secret"])
    with pytest.raises(QueryError) as refusal:
        ask(text, manager)
    assert "Did you mean" not in refusal.value.messages[0]


def test_a_blocking_requirement_that_is_hidden_does_not_show(three, ask, other_requirement, outsider):
    from requirements.models import Link

    Link.objects.create(source=other_requirement, target=three[0], kind="blocks")
    assert ask("is:blocked") == []
    assert ask("has:links") == []


def test_negation_never_widens_what_is_seen(three, ask, other_requirement, outsider):
    assert ask("-tag:none OR tag:none OR -nothing") == ["declined", "new", "planned"]
    assert ask("-zzz", outsider) == ["Secret plan of another product"]
