"""Files of an item: who may have them, and that nothing of them runs on our pages."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from feedback.models import FeedbackFile
from feedback.operations.answering import add_note
from feedback.operations.filing import keep_file

PAGE = "/p/SHOP/feedback/1/"


def page_of_html():
    return SimpleUploadedFile("page.html", b"<script>alert(1)</script>", content_type="text/html")


def picture():
    data = BytesIO()
    Image.new("RGB", (40, 30), "red").save(data, "PNG")
    return SimpleUploadedFile("screen.png", data.getvalue())


@pytest.fixture
def browser_of(client, voice):
    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


def address(file):
    return f"{PAGE}files/{file.storage}/{file.name}"


def test_what_came_with_it_is_shown_and_handed_out(browser_of, voice, engineer, maya):
    page = keep_file(voice, page_of_html(), by=maya)
    screen = keep_file(voice, picture(), by=maya, message=add_note(voice, by=maya, body="See"))
    client = browser_of(engineer)
    shown = client.get(PAGE).content.decode()
    assert address(page) in shown
    assert f'<img src="{address(screen)}"' in shown
    answer = client.get(address(page))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "html" not in answer["Content-Type"]
    assert client.get(address(screen))["Content-Disposition"].startswith("inline")


def test_a_file_belongs_to_its_item(browser_of, voice, make_voice, engineer, maya):
    other = keep_file(make_voice(), page_of_html(), by=maya)
    assert browser_of(engineer).get(address(other)).status_code == 404


def test_all_that_were_chosen_are_kept_or_none(browser_of, voice, engineer):
    client = browser_of(engineer)
    client.post(f"{PAGE}files/", {"file": [picture(), SimpleUploadedFile("run.exe", b"MZ\x00")]})
    assert not FeedbackFile.objects.exists()
    client.post(f"{PAGE}files/", {"file": [picture(), page_of_html()]})
    assert [file.name for file in FeedbackFile.objects.all()] == ["screen.png", "page.html"]


def test_no_file_is_refused(web, voice, engineer):
    answer = web(engineer).post(f"{PAGE}files/", follow=True)
    assert [(str(one), "error" in one.tags) for one in answer.context["messages"]] == [("Choose a file first.", True)]
    assert not FeedbackFile.objects.exists()
