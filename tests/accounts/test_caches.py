"""What is shown to somebody who has signed in stays theirs."""

import pytest


@pytest.mark.parametrize("address", ["/", "/inbox/", "/p/SHOP/feedback/", "/p/SHOP/customers/"])
def test_no_shared_cache_keeps_a_page_of_somebody(address, shop, client, manager):
    client.force_login(manager)
    assert client.get(address, follow=True)["Cache-Control"] == "private, no-cache"


def test_who_says_more_is_not_overruled(client, manager):
    client.force_login(manager)
    assert "no-store" in client.get("/settings/tokens/new/")["Cache-Control"]
