"""What a file is: its ending and its first bytes have to tell the same."""

import struct
import zipfile
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HEAD = 512  # bytes that are looked at
UNPACKED_LIMIT = 2**30
MEMBERS_LIMIT = 10_000
ENTRY = 400  # bytes of a directory per file, generously
STEEPEST = 1_000  # how many times larger than packed
END_OF_ZIP, END_LENGTH = b"PK\x05\x06", 22
PLAIN = "application/octet-stream"


@dataclass(frozen=True)
class Kind:
    """A kind of file: the endings it may have and how it begins. Pictures are the kinds that are shown in place."""

    content_type: str
    endings: frozenset[str]
    starts: tuple[bytes, ...] = ()
    is_picture: bool = False
    is_zip: bool = False

    def begins(self, head):
        return any(head.startswith(start) for start in self.starts)


def kind(content_type, endings, *starts, **more):
    return Kind(content_type, frozenset(endings.split()), starts, **more)


OFFICE = "docx xlsx pptx docm xlsm pptm odt ods odp epub xmind vsdx sketch apk jar key numbers pages"
KINDS = [
    kind("image/png", "png", b"\x89PNG\r\n\x1a\n", is_picture=True),
    kind("image/jpeg", "jpg jpeg jpe jfif", b"\xff\xd8\xff", is_picture=True),
    kind("image/gif", "gif", b"GIF87a", b"GIF89a", is_picture=True),
    kind("image/webp", "webp", b"RIFF", is_picture=True),
    kind("application/pdf", "pdf ai", b"%PDF-"),
    kind("application/zip", f"zip {OFFICE}", b"PK\x03\x04", END_OF_ZIP, is_zip=True),
    kind("application/x-ole-storage", "doc xls ppt msg vsd", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    kind("application/gzip", "gz tgz", b"\x1f\x8b"),
    kind("application/x-7z-compressed", "7z", b"7z\xbc\xaf\x27\x1c"),
    kind("application/vnd.rar", "rar", b"Rar!\x1a\x07"),
    kind("audio/mpeg", "mp3", b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    kind("video/webm", "webm mkv", b"\x1a\x45\xdf\xa3"),
    kind("video/mp4", "mp4 m4v m4a mov heic heif avif", b"ftyp"),
    kind("audio/wav", "wav", b"RIFF"),
    kind("video/x-msvideo", "avi", b"RIFF"),
]
TEXTS = (
    "txt md csv tsv json jsonl log xml html htm xhtml svg yaml yml toml ini css js ts py sql sh ics eml vcf puml mmd"
    " drawio srt diff patch"
)
WRITTEN = frozenset(TEXTS.split())
RIFFS = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
RUNNING = "exe com bat cmd scr pif msi msp ps1 vbs vbe wsf wsh hta lnk reg cpl dll sys jse scf url"
PROGRAMS = frozenset(RUNNING.split())
RUNS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")


def kind_of(name, file):
    """The kind of an open binary file with this name. Raises ValidationError with a sentence where it is refused."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if not head:
        raise ValidationError(_("“%s” is empty.") % name)
    if ending in PROGRAMS or (head.startswith(RUNS) and b"\x00" in head):
        raise ValidationError(_("“%s” is a program. Programs are not taken.") % name)
    told = next((kind for kind in KINDS if ending in kind.endings), None)
    found = by_content(head)
    if told != found and (told or (found and ending)):
        raise ValidationError(_("“%s” is not what its name says.") % name)
    if ending in WRITTEN and b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValidationError(_("“%s” is not what its name says.") % name)
    if found and found.is_zip:
        refuse_bombs(name, file)
    return found or Kind("text/plain" if ending in ("txt", "md", "csv", "log") else PLAIN, frozenset())


def by_content(head):
    if head.startswith(b"RIFF"):
        ending = RIFFS.get(head[8:12])
        return next((kind for kind in KINDS if ending in kind.endings), None)
    if head[4:8] == b"ftyp":
        return next(kind for kind in KINDS if b"ftyp" in kind.starts)
    return next((kind for kind in KINDS if kind.begins(head)), None)


def refuse_bombs(name, file):
    """Refuse a zip by what its directory says, whose length is looked at first; nothing is unpacked."""
    try:
        if has_large_directory(file):
            raise ValidationError(_("“%s” holds too many files.") % name)
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, struct.error, NotImplementedError, OSError, ValueError, EOFError):
        raise ValidationError(_("“%s” is damaged.") % name) from None
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    file.seek(0)
    if unpacked > UNPACKED_LIMIT or unpacked > STEEPEST * max(packed, 1_000):
        raise ValidationError(_("“%s” unpacks to far more than it is. It is not taken.") % name)


def has_large_directory(file):
    """Whether the end of a zip says that its directory has too many entries, or room for them."""
    file.seek(0, 2)
    file.seek(max(0, file.tell() - 2**16 - END_LENGTH))
    tail = file.read()
    at = tail.rfind(END_OF_ZIP)
    if at < 0:
        raise zipfile.BadZipFile
    entries, directory = struct.unpack("<HL", tail[at + 10 : at + 16])
    return entries > MEMBERS_LIMIT or directory > MEMBERS_LIMIT * ENTRY
