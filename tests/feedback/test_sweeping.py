"""Stored files that no item and no mail names any more are deleted for good."""

import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from changes.leftovers import forget_gone, held_by
from changes.models import Change
from changes.operations.undoing import undo_batch
from feedback.models import FeedbackFile, IncomingMail
from feedback.operations import filing, sources
from feedback.operations.filing import keep_file
from feedback.operations.triaging import delete
from feedback.tasks import forget_files


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def left(media):
    """`left()`: the names of all stored files."""
    return lambda: {path.name for path in media.rglob("*") if path.is_file()}


@pytest.fixture
def age(media):
    def all_files():
        for path in media.rglob("*"):
            os.utime(path, (0, 0))

    return all_files


def test_what_nothing_names_goes_and_the_rest_stays(voice, maya, shop, left, age):
    kept, gone, young = (
        keep_file(voice, SimpleUploadedFile(f"{n}.txt", b"x"), by=maya).storage for n in ("kept", "gone", "young")
    )
    voice.files.exclude(storage=kept).delete()
    Change.objects.filter(action="delete", diff__storage__0=gone).update(at="2020-01-01T00:00Z")
    mail = sources.kept(b"From: a@b.example")
    IncomingMail.objects.create(product=shop, mail_id="<a@b>", outcome="item", storage=mail, size=1)
    for folder in (filing.FOLDER, sources.FOLDER):
        default_storage.save(f"{folder}/no/nobody", ContentFile(b"x"))
    age()
    forget_files()
    assert left() == {kept, young, mail}


def test_what_is_not_committed_yet_stays(db, left):
    default_storage.save(f"{filing.FOLDER}/fr/fresh", ContentFile(b"x"))
    forget_files()
    assert left() == {"fresh"}


def test_what_is_deleted_during_the_sweep_can_come_back(voice, maya, manager, left, age):
    file = keep_file(voice, SimpleUploadedFile("a.txt", b"x"), by=maya)
    age()
    held = held_by(FeedbackFile, "feedback_file")  # the sweep has begun
    delete(voice, by=manager)
    forget_gone(filing.FOLDER, held)
    assert left() == {file.storage}
    undo_batch(Change.objects.filter(operation="delete").latest("id").batch, by=manager)
    assert FeedbackFile.objects.get().storage == file.storage
