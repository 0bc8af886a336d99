"""Addresses of which a change of case makes others."""

import pytest
from django.core.exceptions import ValidationError

from pmhub.lib.mail_addresses import AddressField, is_mistakable


@pytest.mark.parametrize(
    "address", ["Ann.O'Neil+x@Outside.example", "用户@例子.公司", "jürgen@straße.example", "иван@почта.рф"]
)
def test_letters_that_stay_themselves(address):
    assert not is_mistakable(address)


@pytest.mark.parametrize(
    "address",
    ["victim@gıthub.com", "vİctim@github.com", "victim@gith\u017fub.com", "\u212aim@github.com", "ｂob@x.example"],
)
def test_a_sign_that_a_change_of_case_makes_another(address):
    assert is_mistakable(address)
    with pytest.raises(ValidationError):
        AddressField().clean(address)
