"""What the palette knows of feedback."""


def found(client, user, q):
    client.force_login(user)
    return client.get("/palette/", {"q": q, "at": "/p/SHOP/"}, headers={"HX-Request": "true"}).content.decode()


def test_an_item_is_found_by_its_key(client, voice, engineer, outsider):
    assert f"/p/SHOP/feedback/{voice.number}/" in found(client, engineer, "shop-f1")
    assert "feedback/1/" not in found(client, outsider, "shop-f1")


def test_writing_down_is_offered_to_those_who_may(client, shop, engineer, support):
    assert "/p/SHOP/feedback/new/" in found(client, engineer, "new feedback")
    assert "/p/SHOP/feedback/new/" not in found(client, support, "new feedback")
    assert "/p/SHOP/feedback/" in found(client, support, "feedback")
