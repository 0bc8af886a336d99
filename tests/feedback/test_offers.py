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


def test_the_pages_around_the_inbox_are_found_and_linked(client, voice, engineer, support):
    pages = [f"/p/SHOP/feedback/{name}/" for name in ("figures", "digest", "closing", "mails")]
    for user, seen in [(engineer, pages), (support, pages[:2])]:
        told = found(client, user, "feedback")
        assert [page for page in pages if page in told] == seen
        inbox = client.get("/p/SHOP/feedback/").content.decode()
        assert [page for page in pages if f'href="{page}"' in inbox] == seen
