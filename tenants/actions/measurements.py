"""Questionnaire forms of a group: voluntary, under a code, and off until its author agrees."""

from datetime import date

from accounts.models import User
from accounts.roles import Can
from audit.guards import create_action
from ground.refusals import Refused
from tenants.djg6 import VERSION
from tenants.models import Measurement, Permission

OFF = (
    "Deze vragenlijst staat uit. Leg eerst vast dat de auteur toestemming gaf om hem te gebruiken."
)


@create_action(Can.MEASURE, says="toestemming van de auteur vastgelegd")
def record_permission(*, reference: str, given_on: date, by: User) -> Permission:
    """Record the author's permission; from then on forms can be entered."""
    permission, _ = Permission.objects.update_or_create(
        instrument=VERSION,
        defaults={"reference": reference, "given_on": given_on, "recorded_by": by},
    )
    return permission


@create_action(Can.MEASURE, says="formulier ingevoerd")
def enter_form(*, code: str, moment: str, answers: dict[str, int], by: User) -> Measurement:
    """Enter one form; the same code and moment again replaces it. Raises Refused while there is no
    permission."""
    if not Permission.objects.filter(instrument=VERSION).exists():
        raise Refused(OFF)
    measured, _ = Measurement.objects.update_or_create(
        code=code.upper(), moment=moment, instrument=VERSION, defaults={"answers": answers}
    )
    return measured
