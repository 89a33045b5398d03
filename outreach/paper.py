"""Contents of posters and sheets: QR codes, the address to type, the drawing."""

import io
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.db.models import QuerySet

from outbox.pdf import SHEETS
from outreach.models import Campaign, Code

MOST_CODES = 50


def qr_svg(address: str) -> bytes:
    """Return an SVG of the QR code, at error correction level Q: a quarter of it may be damaged."""
    drawing = io.BytesIO()
    segno.make(address, error="q", micro=False).save(
        drawing, kind="svg", scale=8, border=1, dark="#14211d", light="#ffffff", svgclass=None,
        lineclass=None,
    )  # fmt: skip
    return drawing.getvalue()


def qr_data(address: str) -> str:
    """Return the same QR code as a data URI for an `img`."""
    qr = segno.make(address, error="q", micro=False)
    return qr.svg_data_uri(scale=8, border=1, dark="#14211d", light="#ffffff")


def street() -> str:
    """Return the street scene as SVG markup, for embedding in a sheet."""
    drawing = (SHEETS.parent / "tiles" / "street.svg").read_text()
    return drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def other_languages() -> str:
    """Return the languages besides Dutch in which we can be read, each as its readers write it."""
    dutch = settings.LANGUAGE_CODE
    return " · ".join(name for code, name in settings.LANGUAGES if code != dutch)


def typed(address: str) -> str:
    """Return the part of a URL that somebody needs to type."""
    return urlsplit(address).netloc + urlsplit(address).path.rstrip("/")


def recent_codes(campaigns: QuerySet[Campaign]) -> list[Code]:
    """Return at most MOST_CODES codes for a poster, of the newest campaigns first: none of a
    campaign or an effort that is over."""
    going = campaigns.filter(status__in=Campaign.OPEN)
    codes = Code.objects.filter(effort__campaign__in=going, effort__stopped_on=None)
    codes = codes.select_related("effort__campaign")
    return list(codes.order_by("-effort__campaign__starts_on", "label")[:MOST_CODES])
