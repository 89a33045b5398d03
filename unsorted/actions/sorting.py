"""Take a form after all, by its code or by a colleague, or discard it."""

from datetime import datetime

from django.db.models import F, QuerySet

from accounts.models import User, stranger
from accounts.roles import Can
from audit.guards import action, create_action
from audit.models import record, record_each
from audit.moves import move_each
from ground.mailed_codes import MOST_TRIES
from ground.refusals import Refused
from unsorted.models import UnsortedForm

Status = UnsortedForm.Status


def any_form(user: User) -> QuerySet[UnsortedForm]:
    """Every form: whoever holds the token of its page may type the code."""
    return UnsortedForm.objects.all()


@action(Can.SIGN_UP, Can.REPORT, says="code getypt", visible=any_form, recorded=False)
def use_code(form: UnsortedForm, *, code: str, by: User) -> object | None:
    """Take the form when the code is right, and return what it led to; None otherwise.

    Every try counts, also while no code was sent: the answers must not tell which it is. The count
    locks the row, so that a colleague who takes the same form at this moment waits.
    """
    forms = UnsortedForm.objects.filter(pk=form.pk, tries__lt=MOST_TRIES)
    counted = forms.update(tries=F("tries") + 1)
    form.refresh_from_db()
    if not counted or form.is_taken or not form.fits(code):
        return None
    record("unsorted.use_code", form, by=by)
    return _taken(form, by=by, sender=by)


@action(Can.SORT_FORMS, says="ongesorteerd formulier aangenomen", recorded=False)
def take(form: UnsortedForm, *, by: User) -> None:
    """Do with a form what sending it within the limit does, as an unknown visitor."""
    form = _locked(form)
    record("unsorted.take", form, by=by)
    _taken(form, by=by, sender=stranger(), sorted_by=by)


@action(Can.SORT_FORMS, says="ongesorteerd formulier weggegooid", recorded=False)
def discard(form: UnsortedForm, *, by: User) -> None:
    """Discard a form; until it is erased a colleague or its code can still bring it back."""
    form = _locked(form)
    if form.status == Status.UNSORTED:
        record("unsorted.discard", form, by=by)
        form.move(Status.DISCARDED, by=by, sorted_by=by)


@create_action(Can.SORT_FORMS, says="ongesorteerde formulieren weggegooid", recorded=False)
def discard_hour(*, hour: datetime, last: int, by: User) -> int:
    """Discard what came in this hour and waits for its code, up to the form with the number `last`:
    the newest when the page said how many there were. Return how many were discarded."""
    of_hour = UnsortedForm.objects.visible_to(by).of_hour(hour).filter(pk__lte=last)
    forms = move_each(of_hour, Status.UNSORTED, Status.DISCARDED, by=by, sorted_by=by)
    record_each("unsorted.discard", forms, by=by)
    return len(forms)


def _locked(form: UnsortedForm) -> UnsortedForm:
    """Return the form as it is now; others wait. Refused when it was taken already."""
    now = UnsortedForm.objects.select_for_update().get(pk=form.pk)
    if not now.is_taken:
        return now
    if now.sorted_by:
        raise Refused(f"{now.sorted_by} heeft dit formulier al aangenomen. Hier is niets te doen.")
    raise Refused(
        "De afzender heeft intussen de code getypt. Het formulier is al aangenomen: hier is niets "
        "te doen."
    )


def _taken(form: UnsortedForm, *, by: User, sender: User, sorted_by: User | None = None) -> object:
    """Erase what was typed, and let the room of the form do what it asks."""
    fields, kind = form.fields, form.form_kind
    erased = {"fields": {}, "address": "", "code_hash": ""}
    form.move(Status.TAKEN, by=by, sorted_by=sorted_by, **erased)
    return kind.take(fields, by=sender)
