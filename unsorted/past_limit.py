"""The answer of a room's view to a form past the limit of everybody together."""

from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.models import stranger
from unsorted import actions
from unsorted.kinds import Fields


def kept(kind: str, fields: Fields, *, phone: str, email: str = "") -> HttpResponse:
    """Keep a form of this kind, and lead to the page that asks for its code."""
    token = actions.keep(kind=kind, fields=fields, phone=phone, email=email, by=stranger())
    return redirect("unsorted:use_code", token=token)
