"""Files on requirements: what is taken, what is refused, who gets them back, and how they go."""

import os
import struct
import time
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from changes.models import Change
from changes.operations.undoing import undo_batch
from pmhub.lib.operations import one_batch
from pmhub.lib.uploads import clean_name
from requirements.models import Attachment
from requirements.operations.attaching import attach, detach, forget_gone_files, forget_unused, path_of
from requirements.operations.authoring import create, delete, edit
from requirements.operations.details import comment, edit_comment
from requirements.tasks import forget_files

HOSTILE = '"><img src=x onerror=alert(1)>.png'


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(form="PNG", size=(40, 30), mode="RGB", **options):
    buffer = BytesIO()
    Image.new(mode, size, 1 if mode == "P" else "red").save(buffer, form, **options)
    return buffer.getvalue()


def photograph():
    """A JPEG that says where it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "SECRET PLACE"
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", exif=exif)


def animation():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    buffer = BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def png_of(width, height):
    """A PNG that claims a size and holds nothing of it."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def zipped(**members):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def upload(name, data):
    return SimpleUploadedFile(name, data)


def stored(attachment):
    with default_storage.open(path_of(attachment.storage)) as file:
        return file.read()


def test_a_picture_is_kept_as_pixels_only(requirement, engineer):
    kept = attach(requirement, upload("photo.JPG", photograph()), by=engineer)
    assert (kept.name, kept.content_type, kept.width, kept.height) == ("photo.jpg", "image/jpeg", 30, 40)
    assert b"SECRET" not in stored(kept)
    assert not Image.open(BytesIO(stored(kept))).getexif()
    assert kept.size == len(stored(kept))


@pytest.mark.parametrize(
    ("form", "name", "mode", "kept_as"),
    [
        ("PNG", "a.png", "P", "image/png"), ("PNG", "a.png", "I;16", "image/png"),
        ("JPEG", "a.jpeg", "CMYK", "image/jpeg"),
        ("WEBP", "a.webp", "RGBA", "image/webp"), ("GIF", "a.gif", "P", "image/png"),
    ],
)  # fmt: skip
def test_every_kind_of_picture_can_be_opened_again(requirement, engineer, form, name, mode, kept_as):
    data = picture(form, mode=mode) if mode not in ("I;16", "CMYK") else None
    if data is None:
        buffer = BytesIO()
        Image.new(mode, (8, 8)).save(buffer, form)
        data = buffer.getvalue()
    kept = attach(requirement, upload(name, data), by=engineer)
    assert kept.content_type == kept_as
    Image.open(BytesIO(stored(kept))).load()


def test_of_an_animation_the_first_picture_is_kept(requirement, engineer):
    kept = attach(requirement, upload("moving.gif", animation()), by=engineer)
    assert kept.still
    assert kept.name == "moving.png"
    assert getattr(Image.open(BytesIO(stored(kept))), "n_frames", 1) == 1


def test_a_large_picture_is_made_smaller(requirement, engineer):
    kept = attach(requirement, upload("wide.png", picture(size=(6_000, 300))), by=engineer)
    assert kept.width == 4_096


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.txt", b"", "is empty"),
        ("page.png", b"<html><script>alert(1)</script>", "not what its name says"),
        ("photo.jpg", picture("PNG"), "not what its name says"),
        ("notes.txt", picture("PNG"), "not what its name says"),
        ("report.pdf", b"PK\x03\x04", "not what its name says"),
        ("image.svg", b"\x00\x01binary", "not what its name says"),
        ("setup.exe", b"MZ\x00", "is a program"),
        ("harmless.txt", b"MZ\x90\x00\x03", "is a program"),
        ("run.bat", b"echo", "is a program"),
        ("broken.png", b"\x89PNG\r\n\x1a\n" + b"x" * 50, "cannot be read as a picture"),
        ("half.jpg", photograph()[:400], "cannot be read as a picture"),
        ("bomb.png", png_of(60_000, 60_000), "too many pixels|cannot be read"),
        ("wide.png", png_of(10_000, 6_000), "too many pixels"),
        ("broken.zip", b"PK\x03\x04" + b"x" * 40, "is damaged"),
        ("bomb.zip", zipped(a=b"\x00" * 20_000_000), "unpacks to far more"),
        ("bomb.docx", zipped(**{"word/document.xml": b"\x00" * 20_000_000}), "unpacks to far more"),
        ("many.zip", zipped(**{f"n{n}": "" for n in range(10_001)}), "too many files"),
    ],
)  # fmt: skip
def test_refused_with_a_sentence_and_without_a_trace(requirement, engineer, media, name, data, sentence):
    with pytest.raises(ValidationError, match=sentence):
        attach(requirement, upload(name, data), by=engineer)
    assert not Attachment.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_what_is_too_large_is_refused(requirement, engineer, settings):
    settings.UPLOAD_LIMIT = 2**20
    with pytest.raises(ValidationError, match="larger than 1 MB"):
        attach(requirement, upload("a.txt", b"x" * (2**20 + 1)), by=engineer)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\secret\\notes.txt", "notes.txt"), ("gnp\u202egpj.txt", "gnpgpj.txt"),
        ("a\x00b.txt", "ab.txt"), ("CON.txt", "_CON.txt"), ("com1", "_com1"), ("..", "file"), ("", "file"),
        (".htaccess", "htaccess"), ('say "hi".txt', "say _hi_.txt"), ("a\r\nSet-Cookie: b.txt", "aSet-Cookie_ b.txt"),
        ("a\u2028b", "ab"),
        ("需求 评审.docx", "需求 评审.docx"), ("👩\u200d💻.png", "👩\u200d💻.png"), ("e\u0301.txt", "é.txt"),
    ],
)  # fmt: skip
def test_names_are_cleaned(raw, kept):
    assert clean_name(raw) == kept


@pytest.mark.parametrize("letter", ["a", "需", "😀"])
def test_long_names_keep_their_ending(letter):
    name = clean_name(letter * 300 + ".png")
    assert name.endswith(f"{letter}.png")
    assert len(name) <= 120
    assert len(name.encode()) <= 200


def test_a_download_has_its_name_and_no_power(web, support, requirement, engineer):
    kept = attach(requirement, upload("评审 “一”.svg", b"<svg onload='alert(1)'/>"), by=engineer)
    answer = web(support).get(f"/files/{kept.storage}/x")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E8%AF%84")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == b"<svg onload='alert(1)'/>"


def test_only_pictures_are_shown_in_place(web, support, requirement, engineer):
    kept = attach(requirement, upload("a.png", picture()), by=engineer)
    client = web(support)
    answer = client.get(f"/files/{kept.storage}/a.png")
    assert answer.headers["Content-Disposition"] == 'inline; filename="a.png"'
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = client.get(f"/files/{kept.storage}/a.png", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_outsiders_find_no_file(web, outsider, requirement, engineer):
    kept = attach(requirement, upload("a.txt", b"secret"), by=engineer)
    assert web(outsider).get(f"/files/{kept.storage}/a.txt").status_code == 404
    assert web(outsider).get(f"/files/{'0' * 32}/a.txt").status_code == 404
    assert "login" in web().get(f"/files/{kept.storage}/a.txt").url


@pytest.mark.parametrize("place", ["../../../etc/passwd/x", "..%2f..%2fsecret/x", "%00/x", "a/x"])
def test_an_address_never_leads_out_of_the_folder(web, support, requirement, place):
    assert web(support).get(f"/files/{place}").status_code == 404


def test_the_page_lists_files_and_hostile_names_stay_text(web, engineer, requirement):
    attach(requirement, upload(HOSTILE, picture()), by=engineer)
    page = web(engineer).get("/p/SHOP/requirements/1/").content.decode()
    assert "_img src=x onerror=alert(1)_.png" in page
    assert "<img src=x" not in page


def test_without_scripts_a_form_attaches(web, engineer, requirement):
    web(engineer).post("/p/SHOP/requirements/1/files/", {"file": upload("a.txt", b"x")})
    assert Attachment.objects.get().requirement == requirement
    answer = web(engineer).post("/p/SHOP/requirements/1/files/", {"file": upload("a.exe", b"MZ")}, follow=True)
    assert "is a program" in answer.content.decode()


def test_a_script_is_told_what_to_write_into_the_text(web, engineer, requirement):
    client = web(engineer)
    for place in ("/p/SHOP/requirements/1/files/", "/p/SHOP/requirements/files/"):
        answer = client.post(place, {"file": upload("a [x](y).png", picture())}, headers={"Accept": "application/json"})
        storage = Attachment.objects.last().storage
        assert answer.status_code == 201
        assert answer.json()["text"] == rf"![a \[x\](y).png](/files/{storage}/a%20%5Bx%5D%28y%29.png)"
    answer = client.post(place, {"file": upload("a.exe", b"MZ")}, headers={"Accept": "application/json"})
    assert (answer.status_code, "is a program" in answer.json()["error"]) == (422, True)


def test_a_new_requirement_takes_the_files_of_its_text(shop, engineer, maya):
    mine = attach(shop, upload("a.png", picture()), by=engineer)
    theirs = attach(shop, upload("b.png", picture()), by=maya)
    text = f"![a](/files/{mine.storage}/a.png) ![b](/files/{theirs.storage}/b.png)"
    made = create(shop, by=engineer, title="With a picture", description=text)
    assert [file.name for file in made.attachments.all()] == ["a.png"]


def test_only_its_uploader_reads_a_file_before_the_text_is_saved(web, requirement, shop, engineer, maya, admin):
    kept = attach(shop, upload("a.txt", b"not said yet"), by=engineer)
    address = f"/files/{kept.storage}/a.txt"
    assert [web(user).get(address).status_code for user in (engineer, maya, admin)] == [200, 404, 404]
    said = comment(requirement, by=engineer, body=f"[a]({address})")
    assert [web(user).get(address).status_code for user in (engineer, maya, admin)] == [200, 200, 200]
    assert [file.name for file in said.requirement.attachments.all()] == ["a.txt"]


def test_a_description_and_an_edited_comment_take_their_files_too(requirement, shop, engineer):
    first, second = (attach(shop, upload(name, b"x"), by=engineer) for name in ("a.txt", "b.txt"))
    edit(requirement, by=engineer, description=f"[a](/files/{first.storage}/a.txt)")
    said = comment(requirement, by=engineer, body="Later")
    edit_comment(said, by=engineer, body=f"[b](/files/{second.storage}/b.txt)")
    assert [file.name for file in requirement.attachments.all()] == ["a.txt", "b.txt"]


def test_a_template_takes_no_files(web, shop, owner):
    page = web(owner).get("/p/SHOP/settings/templates/").content.decode()
    assert "upload" not in page.split('<div class="writing"')[1].split("</form>")[0]


def test_who_may_take_a_file_away(requirement, engineer, maya, manager):
    first = attach(requirement, upload("a.txt", b"x"), by=engineer)
    second = attach(requirement, upload("b.txt", b"x"), by=engineer)
    with pytest.raises(PermissionDenied):
        detach(first, by=maya)
    detach(first, by=engineer)
    detach(second, by=manager)
    assert not Attachment.objects.exists()


def test_readers_attach_nothing(requirement, support, outsider):
    for person in (support, outsider):
        with pytest.raises(PermissionDenied):
            attach(requirement, upload("a.txt", b"x"), by=person)


def test_a_removal_is_undone_and_the_file_is_there_again(requirement, engineer, web):
    kept = attach(requirement, upload("a.txt", b"as it was"), by=engineer)
    with one_batch() as batch:
        detach(kept, by=engineer)
    assert web(engineer).get(f"/files/{kept.storage}/a.txt").status_code == 404
    forget_gone_files()
    undo_batch(batch, by=engineer)
    answer = web(engineer).get(f"/files/{kept.storage}/a.txt")
    assert b"".join(answer.streaming_content) == b"as it was"


def test_a_deleted_requirement_comes_back_with_its_files(requirement, manager):
    attach(requirement, upload("a.txt", b"x"), by=manager)
    with one_batch() as batch:
        delete(requirement, by=manager)
    assert not Attachment.objects.exists()
    undo_batch(batch, by=manager)
    assert Attachment.objects.get().requirement.key == requirement.key == "SHOP-1"


def aged(path, days=40):
    long_ago = time.time() - days * 86_400
    os.utime(path, (long_ago, long_ago))


def test_after_thirty_days_what_nothing_holds_is_deleted(requirement, engineer, media):
    kept, gone, fresh = (attach(requirement, upload(f"{n}.txt", b"x"), by=engineer) for n in range(3))
    old = gone.pk
    for attachment in (gone, fresh):
        detach(attachment, by=engineer)
    for attachment in (kept, gone, fresh):
        aged(default_storage.path(path_of(attachment.storage)))
    Change.objects.filter(type="attachment", action="delete", object_id=old).update(at="2020-01-01T00:00Z")
    forget_files()
    left = {path.name for path in Path(media).rglob("*") if path.is_file()}
    assert left == {kept.storage, fresh.storage}


def test_files_of_texts_that_nobody_saved_are_forgotten(shop, engineer):
    attach(shop, upload("a.txt", b"x"), by=engineer)
    attach(shop, upload("b.txt", b"x"), by=engineer)
    Attachment.objects.filter(name="a.txt").update(created_at="2020-01-01T00:00Z")
    forget_unused()
    assert [file.name for file in Attachment.objects.all()] == ["b.txt"]
