"""Turn an uploaded photo into a small square JPEG without camera metadata."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

# The largest file in bytes, the most pixels that are decoded, and the side of the result in pixels.
MOST_BYTES = 10 * 1024 * 1024
MOST_DOTS = 50_000_000
SIDE = 320
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    Image.DecompressionBombWarning,
    Image.DecompressionBombError,
)


class NotAPhoto(ValueError):
    """The upload cannot be turned into a picture."""


def square(content: bytes) -> bytes:
    """Return the upright centre square of a photo as a 320 by 320 JPEG. Raises NotAPhoto."""
    if len(content) > MOST_BYTES:
        raise NotAPhoto("too large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            photo = Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"])
            if photo.width * photo.height > MOST_DOTS:
                raise NotAPhoto("too many dots")
            upright = ImageOps.exif_transpose(photo).convert("RGB")
    except UNREADABLE as problem:
        raise NotAPhoto(str(problem)) from problem
    made = io.BytesIO()
    ImageOps.fit(upright, (SIDE, SIDE)).save(made, "JPEG", quality=80, optimize=True)
    return made.getvalue()
