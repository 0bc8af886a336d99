"""Pictures that come with an idea: made anew, seen by whoever sees the idea, and by the team with the item."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from changes.models import Change
from changes.operations.undoing import undo_batch
from feedback.models import Feedback, FeedbackFile
from feedback.operations.filing import keep_file
from feedback.operations.reporting import report
from feedback.operations.triaging import delete
from portal.models import Picture, Post
from portal.operations.moderating import hide, show
from portal.operations.posting import MOST_PICTURES, publish

NEW = "/portal/SHOP/new/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(name="张三 at home.png", form="PNG", size=(64, 48)):
    buffer = BytesIO()
    Image.new("RGB", size, "teal").save(buffer, form)
    return SimpleUploadedFile(name, buffer.getvalue() + b"<script>trailing</script>", "image/png")


def idea(*pictures, **fields):
    return {"title": "Dark mode", "pictures": [*pictures], **fields}


def addresses():
    """Where the pictures are, as the public page has it."""
    rows = Picture.objects.select_related("post__feedback", "file")
    return [f"/portal/SHOP/{row.post.feedback.number}/pictures/{row.file.storage}" for row in rows]


def test_pictures_stand_with_the_idea_and_with_the_item(portal, visitor, bob, web, engineer):
    client = visitor(bob)
    assert 'enctype="multipart/form-data"' in client.get(NEW).content.decode()
    path = client.post(NEW, idea(picture(), picture("b.webp", "WEBP")))["Location"]
    first, second = addresses()
    page = visitor().get(path).content.decode()
    assert f'<img src="{first}" alt="Picture 1" width="64" height="48" loading="lazy">' in page
    assert second in page
    assert "张三" not in page
    item = Feedback.objects.get()
    inside = FeedbackFile.objects.order_by("pk").first()
    for inner in (f"/p/SHOP/feedback/{item.number}/", f"/p/SHOP/portal/{item.number}/"):
        assert inside.storage in web(engineer).get(inner).content.decode()


def test_a_picture_is_made_anew_and_has_no_power(portal, visitor, bob):
    visitor(bob).post(NEW, idea(picture("shot.jpg", "JPEG")))
    (address,) = addresses()
    response = visitor().get(address)
    assert response["Content-Disposition"] == 'inline; filename="picture.jpg"'
    data = b"".join(response.streaming_content)
    assert b"trailing" not in data
    assert Image.open(BytesIO(data)).size == (64, 48)
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-cache"


def test_pictures_are_seen_by_whom_the_idea_is(open_portal, visitor, bob, ann, engineer):
    open_portal(posts_moderated="before")
    visitor(bob).post(NEW, idea(picture()))
    (address,), post = addresses(), Post.objects.get()

    def seen(*who):
        return visitor(*who).get(address).status_code

    assert (seen(bob), seen(ann), seen()) == (200, 404, 404)
    show(post, by=engineer)
    assert (seen(ann), seen()) == (200, 200)
    hide(post, by=engineer)
    assert (seen(bob), seen()) == (404, 404)
    show(post, by=engineer)
    open_portal(access="invited")
    assert (seen(bob), seen()) == (404, 404)
    open_portal(access="off")
    assert seen(bob) == 404


def test_what_else_is_enclosed_stays_among_the_team(portal, shop, visitor, bob, maya, engineer):
    visitor(bob).post(NEW, idea(picture()))
    item = Feedback.objects.get()
    keep_file(item, picture("inner.png"), by=maya)
    published = report(shop, by=engineer, title="By mail")
    keep_file(published, picture("letter.png"), by=maya)
    publish(published, by=engineer, title="By mail")
    for row in FeedbackFile.objects.filter(uploader=maya).select_related("feedback"):
        path = f"/portal/SHOP/{row.feedback.number}/"
        assert row.storage not in visitor(bob).get(path).content.decode()
        assert visitor(bob).get(f"{path}pictures/{row.storage}").status_code == 404
    (address,) = addresses()
    elsewhere = address.replace(f"/{item.number}/", f"/{published.number}/")
    assert visitor().get(elsewhere).status_code == 404


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([SimpleUploadedFile("list.txt", b"words")], "“list.txt” is not a picture."),
        ([SimpleUploadedFile("a.png", b"<svg onload=alert(1)>")], "is not what its name says"),
        ([SimpleUploadedFile("a.svg", b"<svg onload=alert(1)>")], "is not a picture"),
        ([SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\nbroken")], "cannot be read as a picture"),
        ([picture() for _n in range(MOST_PICTURES + 1)], "At most 5 pictures."),
    ],
)
def test_what_is_no_picture_is_refused_and_the_words_stay(portal, visitor, bob, files, sentence):
    for file in files:
        file.seek(0)
    response = visitor(bob).post(NEW, idea(*files, body="For the evenings"))
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert "For the evenings" in text
    assert not Feedback.objects.exists()
    assert not FeedbackFile.objects.exists()


def test_one_that_is_too_large_is_refused(portal, visitor, bob, settings):
    settings.UPLOAD_LIMIT = 100
    response = visitor(bob).post(NEW, idea(picture()))
    assert response.status_code == 422
    assert not Feedback.objects.exists()


def test_strangers_send_none(portal, visitor, written):
    client = visitor()
    assert 'name="pictures"' not in client.get(NEW).content.decode()
    assert 'name="pictures"' not in client.get("/portal/SHOP/embed/").content.decode()
    client.post(NEW, idea(picture(), begun=written(client)))
    assert Post.objects.exists()
    assert not FeedbackFile.objects.exists()


def test_a_page_with_pictures_costs_the_same(portal, visitor, bob, django_assert_max_num_queries):
    client = visitor(bob)
    path = client.post(NEW, idea(*[picture() for _n in range(MOST_PICTURES)]))["Location"]
    with django_assert_max_num_queries(8):
        assert client.get(path).content.decode().count("<img src=") == MOST_PICTURES


def test_who_deletes_an_idea_by_mistake_has_its_pictures_back(portal, visitor, bob, manager):
    visitor(bob).post(NEW, idea(picture()))
    (address,) = addresses()
    delete(Feedback.objects.get(), by=manager)
    assert visitor().get(address).status_code == 404
    undo_batch(Change.objects.filter(operation="delete").latest("id").batch, by=manager)
    assert visitor().get(address).status_code == 200
