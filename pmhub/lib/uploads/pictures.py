"""Pictures made anew: only pixels survive, neither where they were taken nor what hides behind them."""

import struct
from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 4_096
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
KEPT_MODES = {"JPEG": {"L", "RGB"}, "PNG": {"1", "L", "LA", "P", "RGB", "RGBA"}, "WEBP": {"RGB", "RGBA"}}
DAMAGED = (
    UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError, struct.error,
    IndexError, KeyError, TypeError, OverflowError, MemoryError,
)  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept; `was_moving` where only the first of several pictures is left."""

    data: bytes
    content_type: str
    ending: str
    width: int
    height: int
    was_moving: bool


def redrawn(name, file, content_type):
    """The picture in an open file, encoded again and at most LONGEST_SIDE wide and high.

    Raises ValidationError when it is damaged or has more than MOST_PIXELS, before those are decoded.
    """
    source = FORMATS[content_type]
    try:
        with Image.open(file, formats=[source]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(_("“%s” has too many pixels.") % name)
            was_moving = getattr(image, "n_frames", 1) > 1
            image.seek(0)
            return encoded(upright(image), "PNG" if source == "GIF" else source, was_moving)
    except DAMAGED:
        raise ValidationError(_("“%s” cannot be read as a picture.") % name) from None


def upright(image):
    """Its pixels, turned as its EXIF says and not larger than is shown anywhere."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    turned = ImageOps.exif_transpose(image)
    if max(turned.size) > LONGEST_SIDE:
        turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return turned


def encoded(image, target, was_moving):
    see_through = image.info.get("transparency")
    if image.mode not in KEPT_MODES[target]:
        has_alpha = target != "JPEG" and (image.mode in ("LA", "PA", "RGBA", "RGBa", "La") or see_through is not None)
        image, see_through = image.convert("RGBA" if has_alpha else "RGB"), None
    image.info = {} if see_through is None else {"transparency": see_through}
    buffer = BytesIO()
    image.save(buffer, target, **({} if target == "PNG" else {"quality": 88}))
    ending = "jpg" if target == "JPEG" else target.lower()
    return Picture(buffer.getvalue(), f"image/{target.lower()}", ending, *image.size, was_moving)
