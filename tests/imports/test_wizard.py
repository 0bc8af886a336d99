"""The four pages of an import, without JavaScript."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from integrations.models import Import
from integrations.operations import running
from requirements.models import Requirement

ROWS = "编号,标题,故事点,说不清\nA-1,支付,3,x\nA-2,退款,y,x\n"


@pytest.fixture
def client(web, manager, shop):
    return web(manager)


@pytest.fixture
def send(client):
    """Upload a file through the page; returns the response."""

    def do(content=ROWS, filename="需求.csv", **fields):
        file = SimpleUploadedFile(filename, content.encode() if isinstance(content, str) else content)
        return client.post(reverse("import_new", args=["SHOP"]), {"file": file, **fields})

    return do


def text(response):
    return response.content.decode()


def page(name, import_):
    return reverse(name, args=["SHOP", import_.pk])


CHOSEN = {"source": "tool", "column_0": "external_id", "column_1": "title", "column_2": "estimate", "column_3": ""}


def test_from_file_to_undo(client, send, shop):
    assert "New import" in text(client.get(reverse("import_list", args=["SHOP"])))
    assert "multipart/form-data" in text(client.get(reverse("import_new", args=["SHOP"])))
    response = send()
    import_ = Import.objects.get()
    assert response["Location"] == page("import_mapping", import_)
    shown = text(client.get(response["Location"]))
    assert "说不清" in shown
    assert "支付" in shown
    response = client.post(page("import_mapping", import_), CHOSEN)
    assert response["Location"] == page("import_check", import_)
    assert "Looking at every row" in text(client.get(page("import_check", import_)))
    running.work(import_.pk)
    shown = text(client.get(page("import_check", import_)))
    assert "Import 1 row" in shown
    assert "Row 3, column “故事点”: “y” is not a number." in shown
    assert not Requirement.objects.of(shop).exists()
    response = client.post(page("import_run", import_))
    assert "Importing" in text(client.get(response["Location"]))
    running.work(import_.pk)
    shown = text(client.get(response["Location"]))
    assert "The import is done." in shown
    assert Requirement.objects.of(shop).get().references.get().source == "tool"
    assert "Rows of which everything is taken back: 1." in shown
    client.post(page("import_undo", import_))
    shown = text(client.get(page("import_run", import_)))
    assert "was taken back" in shown
    assert "1 row is taken back." in shown
    assert not Requirement.objects.of(shop).exists()


def test_progress_is_a_fragment_until_the_work_is_over(client, send):
    send()
    import_ = Import.objects.get()
    client.post(page("import_mapping", import_), CHOSEN)
    fragment = client.get(page("import_check", import_), headers={"HX-Request": "true"})
    assert text(fragment).strip().startswith('<div id="progress"')
    running.work(import_.pk)
    over = client.get(page("import_check", import_), headers={"HX-Request": "true"})
    assert over["HX-Redirect"] == page("import_check", import_)


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0old excel", "old Excel format"),
        (b"PK\x03\x04broken", "cannot be opened"),
        (b"[]", "no list of items"),
        (",".join(f"c{n}" for n in range(1500)).encode(), "1500 columns"),
    ],
)
def test_an_unreadable_file_is_refused_on_the_form(client, send, content, said, caplog):
    response = send(content)
    assert response.status_code == 422
    assert said in text(response)
    assert not Import.objects.exists()
    assert "Traceback" not in caplog.text


def test_a_mapping_without_a_title_is_refused_with_what_was_found(client, send):
    send("label,review\n1,好吃\n")
    response = client.post(page("import_mapping", Import.objects.get()), {"source": "x", "column_0": "tags"})
    assert response.status_code == 422
    assert "No column holds the title. Columns found: label, review" in text(response)


def test_a_mix_of_encodings_is_announced_before_the_check(client, send):
    send("标题\n".encode() + "需求\n".encode() * 20 + "支付\n".encode("gbk"))
    shown = text(client.get(page("import_mapping", Import.objects.get())))
    assert "is it a mix of encodings" in shown
    assert "line 22" in shown


def test_stopping_a_check_goes_back_to_the_columns(client, send):
    send()
    import_ = Import.objects.get()
    client.post(page("import_mapping", import_), CHOSEN)
    response = client.post(page("import_cancel", import_), follow=True)
    assert response.redirect_chain[-1][0] == page("import_mapping", import_)


def test_starting_twice_is_answered_with_a_message(client, send):
    send()
    import_ = Import.objects.get()
    client.post(page("import_mapping", import_), CHOSEN)
    response = client.post(page("import_run", import_), follow=True)
    assert "already under way" in text(response)


@pytest.mark.parametrize("language, heading", [("en", "Columns"), ("zh-hans", "列")])
def test_pages_speak_the_persons_language(client, send, manager, language, heading):
    send()
    manager.language = language
    manager.save(update_fields=["language"])
    assert client.get(page("import_mapping", Import.objects.get())).status_code == 200


def test_hostile_texts_are_shown_as_text(client, send, shop):
    send('title,<script>alert(1)</script>\n<img src=x onerror=alert(1)>,"<b>"\n', filename="<svg>.csv")
    import_ = Import.objects.get()
    shown = text(client.get(page("import_mapping", import_)))
    assert "<script>alert(1)" not in shown
    assert "<img src=x" not in shown
    client.post(page("import_mapping", import_), {"source": "x", "column_0": "title"})
    running.work(import_.pk)
    assert "<img src=x" not in text(client.get(page("import_check", import_)))
