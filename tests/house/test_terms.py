"""Rows are removed on the day their retention term ends, not before, unless held or needed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pgtrigger
import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.utils import InternalError, ProgrammingError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import Role
from activities.models import HostMessage, SignUp, WalkIn
from audit import actions as audit_actions
from audit import retention_sweep
from audit.models import Event, RetentionSweep, record
from audit.retention import terms
from config.retention import RULES
from ground.months import latest_due, months_after
from housing.models import Candidate
from imports.models import ImportLine, ImportRun
from outbox.models import Message
from referrals.models import AccessLink, Referral
from signals import actions as signals
from signals.models import Round, Signal
from tenants import actions as tenants
from tenants.models import Consent, Contact, Letter, Note, RightsRequest, Tenancy, Tenant, Wish
from tests import factories
from tests.factories.files import a_file
from tests.factories.referrals import a_referral
from tests.house.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
TODAY = date(2026, 11, 27)
YEAR = months_after(TODAY, 12)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def sweep_on(day: date) -> dict[str, RetentionSweep]:
    """Run the sweep of one night; returns what it removed by kind.

    For the trail the database checks the date itself, so the day must not be in the future.
    """
    nights = [
        retention_sweep.sweep_one(term, day, by=User.objects.system())
        for term in terms()
        if term.code != "trail"
    ]
    return {night.code: night for night in nights if night}


@dataclass(frozen=True)
class Case:
    """A row that ended on a date, and the first day on which it must be removed."""

    row: object
    gone_on: date


def closed(world: World, reason: str) -> Signal:
    signal = factories.a_signal(
        factories.a_tenant(factories.a_home(world.area)), owner=world.consultant
    )
    signals.close(signal, reason=reason, by=world.consultant)
    Signal.objects.filter(pk=signal.pk).update(closed_at=noon(TODAY))
    return signal


def ended(world: World) -> Referral:
    referral = a_referral(
        factories.a_tenant(factories.a_home(world.area)), worker=world.worker, status="declined"
    )
    Referral.objects.filter(pk=referral.pk).update(status_since=noon(TODAY))
    return referral


def made(row, **fields):
    type(row).objects.filter(pk=row.pk).update(**fields)
    return row


def former(world: World) -> Tenant:
    tenant = factories.a_tenant(factories.a_home(world.area))
    Tenancy.objects.filter(tenant=tenant).update(ends_on=TODAY)
    return tenant


def alone(world: World) -> Tenant:
    return factories.a_tenant(factories.a_home(world.area))


def withdrawn(world: World) -> Consent:
    consent = tenants.record_consent(
        alone(world), recipient="partner:9", recipient_name="X", fields=["name"], answer="yes",
        how="spoken", words="", wording="?", by=world.consultant,
    )  # fmt: skip
    return made(consent, withdrawn_at=noon(TODAY))


def a_run(world: World, **fields) -> ImportRun:
    run = a_file("eenheid_id;eenheid_code;straatnaam\n;1;x\n", by=world.people[Role.COORDINATOR])
    return made(run, read_at=noon(TODAY), **fields)


CASES = {
    "signals": lambda w: Case(closed(w, "solved"), months_after(TODAY, 12)),
    "signals, nobody reached": lambda w: Case(closed(w, "unreachable"), months_after(TODAY, 3)),
    "signals, nothing there": lambda w: Case(closed(w, "unfounded"), months_after(TODAY, 1)),
    "referrals": lambda w: Case(ended(w), months_after(TODAY, 24)),
    "rounds": lambda w: Case(made(w.round, ended_at=noon(TODAY)), months_after(TODAY, 12)),
    "wishes": lambda w: Case(
        made(factories.a_wish(alone(w), by=w.consultant), noted_at=noon(TODAY)), YEAR
    ),
    "notes": lambda w: Case(
        made(factories.a_note(alone(w), by=w.consultant), written_at=noon(TODAY)), YEAR
    ),
    "letters": lambda w: Case(made(a_letter(w), written_at=noon(TODAY)), YEAR),
    "walk_ins": lambda w: Case(made_guest(w) and a_walk_in(w), months_after(TODAY, 12)),
    "host_messages": lambda w: Case(made_guest(w) and a_host_message(w), months_after(TODAY, 12)),
    "contacts": lambda w: Case(
        made(factories.a_contact(alone(w), by=w.consultant), noted_on=TODAY), YEAR
    ),
    "snapshots": lambda w: Case(
        made(factories.a_snapshot(alone(w), by=w.consultant), taken_on=TODAY), YEAR
    ),
    "access_links": lambda w: Case(
        made(AccessLink.objects.get(), expires_at=noon(TODAY)), TODAY + timedelta(days=90)
    ),
    "vital": lambda w: Case(made(w.vital, asked_at=noon(TODAY)), months_after(TODAY, 60)),
    "guests": lambda w: Case(made_guest(w), months_after(TODAY, 12)),
    "invites": lambda w: Case(made_guest(w) and w.invite, months_after(TODAY, 12)),
    "standing": lambda w: Case(made(w.standing, ended_at=noon(TODAY)), months_after(TODAY, 12)),
    "buddy_requests": lambda w: Case(
        made(w.buddy_request, status="ended", status_since=noon(TODAY)), months_after(TODAY, 12)
    ),
    "buddies": lambda w: Case(made(w.buddy, stopped_at=noon(TODAY)), months_after(TODAY, 12)),
    "candidates": lambda w: Case(made(w.candidate, confirmed_on=TODAY), months_after(TODAY, 15)),
    "outsiders": lambda w: Case(
        made(w.outside, confirmed_on=TODAY).outsider, months_after(TODAY, 15)
    ),
    "consents": lambda w: Case(withdrawn(w), months_after(TODAY, 12)),
    "tenants": lambda w: Case(former(w), months_after(TODAY, 24)),
    "file_accesses": lambda w: Case(made(w.file_access, at=noon(TODAY)), months_after(TODAY, 60)),
    "requests": lambda w: Case(
        made(w.request, status="refused", status_since=noon(TODAY)), months_after(TODAY, 60)
    ),
    "import_lines": lambda w: Case(a_run(w).lines.get(), TODAY + timedelta(days=30)),
    "imports": lambda w: Case(a_run(w), months_after(TODAY, 12)),
    "unsorted_forms": lambda w: Case(
        made(w.waiting, made_at=noon(TODAY)), TODAY + timedelta(days=30)
    ),
    "post": lambda w: Case(
        made(w.message, status="sent", status_since=noon(TODAY)), TODAY + timedelta(days=90)
    ),
}


def a_letter(world: World) -> Letter:
    return Letter.objects.create(
        tenant=alone(world), text="Ik kom langs.", written_by=world.consultant
    )


def a_walk_in(world: World) -> WalkIn:
    return WalkIn.objects.create(key=uuid4(), meetup=world.meetup, name="Els")


def a_host_message(world: World) -> HostMessage:
    return HostMessage.objects.create(key=uuid4(), meetup=world.meetup, text="De zaal is koud.")


def made_guest(world: World) -> SignUp:
    type(world.meetup).objects.filter(pk=world.meetup.pk).update(
        starts_at=noon(TODAY), ends_at=noon(TODAY) + timedelta(hours=2)
    )
    return world.guest


@pytest.mark.parametrize("name", CASES)
def test_a_row_is_removed_on_the_last_day_of_its_term_and_not_before(world, name, monkeypatch):
    monkeypatch.setattr(retention_sweep, "HANDFUL", 10_000)
    audit_actions.lift_hold(world.held, by=world.people[Role.PRIVACY_OFFICER])
    case = CASES[name](world)
    row = type(case.row).objects.filter(pk=case.row.pk)

    sweep_on(case.gone_on - timedelta(days=1))
    assert row.exists()

    sweep_on(case.gone_on)
    assert not row.exists()


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_the_latest_expired_day_is_expired_and_the_next_is_not(today, months):
    latest = latest_due(today, months)

    assert months_after(latest, months) <= today
    assert months_after(latest + timedelta(days=1), months) > today


def test_an_account_is_anonymised_five_years_after_it_was_switched_off(world):
    gone = factories.a_user(Role.CONSULTANT, name="Petra Vogel", areas=(world.area,))
    signal = factories.a_signal(alone(world), owner=gone)
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    User.objects.filter(pk=gone.pk).update(switched_off_at=noon(TODAY), mobile="0612345678")

    sweep_on(months_after(TODAY, 60) - timedelta(days=1))
    gone.refresh_from_db()
    assert gone.name == "Petra Vogel"

    sweep_on(months_after(TODAY, 60))
    gone.refresh_from_db()
    assert (gone.name, gone.mobile, gone.email) == ("Oud-collega", "", f"oud-{gone.pk}@weg.invalid")
    assert not gone.areas.exists()
    assert not gone.has_usable_password()
    assert Signal.objects.filter(pk=signal.pk, owner=gone).exists()
    assert sweep_on(months_after(TODAY, 61))["accounts"].due == 0


def test_an_account_switched_on_again_is_not_anonymised():
    back = factories.a_user(Role.CONSULTANT)
    back.is_active = False
    back.save()
    back.refresh_from_db()
    assert back.switched_off_at
    back.is_active = True
    back.save()

    back.refresh_from_db()
    assert back.switched_off_at is None


def test_a_tenant_file_stays_while_a_signal_is_open(world):
    tenant = alone(world)
    factories.a_signal(tenant, owner=world.consultant)
    wish = tenants.record_wish(tenant, words="Koffie", interests=[], by=world.consultant)
    Wish.objects.filter(pk=wish.pk).update(noted_at=noon(TODAY))

    sweep_on(months_after(TODAY, 13))

    assert Wish.objects.filter(pk=wish.pk).exists()


def test_notes_and_contacts_are_removed_with_the_file(world):
    tenant = alone(world)
    signals_of = Signal.objects.filter(tenant=tenant)
    assert not signals_of.exists()
    note = Note.objects.create(tenant=tenant, text="x", written_by=world.consultant)
    Note.objects.update(written_at=noon(TODAY))
    contact = Contact.objects.create(
        tenant=tenant, label="Buur", circle="family", often=1, noted_on=TODAY
    )

    sweep_on(months_after(TODAY, 12))

    assert not Note.objects.filter(pk=note.pk).exists()
    assert not Contact.objects.filter(pk=contact.pk).exists()


def test_a_signal_stays_for_its_referral_and_a_tenant_for_both(world):
    referral = ended(world)
    signals.close(referral.signal, reason="solved", by=world.consultant)
    Signal.objects.filter(pk=referral.signal_id).update(closed_at=noon(TODAY))
    Tenancy.objects.filter(tenant=referral.tenant).update(ends_on=TODAY)

    sweep_on(months_after(TODAY, 13))
    assert Signal.objects.filter(pk=referral.signal_id).exists()

    sweep_on(months_after(TODAY, 24))
    assert not Referral.objects.filter(pk=referral.pk).exists()
    assert not Signal.objects.filter(pk=referral.signal_id).exists()
    assert not Tenant.objects.filter(pk=referral.tenant_id).exists()


def test_rows_under_a_legal_hold_stay_until_it_is_lifted(world):
    officer = world.people[Role.PRIVACY_OFFICER]
    tenant = former(world)
    held = audit_actions.hold(tenant_number=tenant.pk, why="Rechtszaak", by=officer)

    sweep_on(months_after(TODAY, 30))
    assert Tenant.objects.filter(pk=tenant.pk).exists()

    audit_actions.lift_hold(held, by=officer)
    sweep_on(months_after(TODAY, 31))
    assert not Tenant.objects.filter(pk=tenant.pk).exists()


def test_a_large_sweep_stops_until_somebody_approves_it(world, monkeypatch):
    monkeypatch.setattr(retention_sweep, "HANDFUL", 2)
    for _ in range(3):
        former(world)
    day = months_after(TODAY, 24)

    night = sweep_on(day)["tenants"]
    assert (night.waits, night.removed, night.due) == (True, 0, 3)
    assert Tenant.objects.filter(tenancies__ends_on=TODAY).count() == 3

    audit_actions.approve_sweep(night, by=world.people[Role.PRIVACY_OFFICER])
    later = sweep_on(day + timedelta(days=1))["tenants"]

    assert (later.waits, later.removed) == (False, 3)
    assert not Tenant.objects.filter(tenancies__ends_on=TODAY).exists()


def test_an_approval_holds_for_one_sweep(world, monkeypatch):
    monkeypatch.setattr(retention_sweep, "HANDFUL", 0)
    former(world)
    day = months_after(TODAY, 24)
    night = sweep_on(day)["tenants"]
    audit_actions.approve_sweep(night, by=world.people[Role.PRIVACY_OFFICER])
    sweep_on(day + timedelta(days=1))
    former(world)

    assert sweep_on(day + timedelta(days=2))["tenants"].waits


def test_a_sweep_runs_once_a_night_and_records_its_numbers(world):
    former(world)
    day = months_after(TODAY, 24)
    first = sweep_on(day)

    assert first["tenants"].removed == 1
    assert sweep_on(day) == {}
    assert RetentionSweep.objects.get(day=day, code="tenants").removed == 1


def test_an_interrupted_sweep_continues(world, monkeypatch):
    former(world)
    day = months_after(TODAY, 24)
    remove = retention_sweep.remove

    def dies(term, today):
        if term.code == "tenants":
            raise KeyboardInterrupt
        return remove(term, today)

    monkeypatch.setattr(retention_sweep, "remove", dies)
    with pytest.raises(KeyboardInterrupt):
        sweep_on(day)
    monkeypatch.setattr(retention_sweep, "remove", remove)

    assert sweep_on(day)["tenants"].removed == 1


def test_a_failure_for_one_kind_does_not_stop_the_sweep_of_others(world, monkeypatch, caplog):
    former(world)
    remove = retention_sweep.remove

    def breaks(term, today):
        if term.code == "referrals":
            raise OperationalError("kan niet")
        return remove(term, today)

    monkeypatch.setattr(retention_sweep, "remove", breaks)
    day = months_after(TODAY, 24)
    monkeypatch.setattr(retention_sweep, "terms", lambda: [t for t in terms() if t.code != "trail"])

    codes = {night.code for night in retention_sweep.sweep(day, by=User.objects.system())}

    assert "tenants" in codes
    assert "referrals" not in codes
    assert "sweep referrals" in caplog.text


def an_event(world: World, days_ago: int) -> Event:
    """Create a row of the trail that many days old, with the trigger switched off."""
    event = record("seen", world.tenant, by=world.consultant)
    at = timezone.now() - timedelta(days=days_ago)
    with connection.cursor() as cursor:
        pgtrigger.disable("audit.Event:append_only")
        cursor.execute("UPDATE audit_event SET at = %s WHERE id = %s", [at, event.pk])
        pgtrigger.enable("audit.Event:append_only")
    return event


def test_the_trail_is_removed_after_five_years_and_the_database_refuses_it_sooner(world):
    old, young = an_event(world, 5 * 366), an_event(world, 4 * 365)

    retention_sweep.sweep(timezone.localdate(), by=User.objects.system())

    assert not Event.objects.filter(pk=old.pk).exists()
    assert Event.objects.filter(pk=young.pk).exists()
    refused = (IntegrityError, InternalError, ProgrammingError)
    with pytest.raises(refused, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=young.pk).delete()


def test_the_privacy_officer_sees_what_tonights_sweep_will_remove(world, signed_in):
    former(world)
    Tenancy.objects.filter(ends_on=TODAY).update(ends_on=date(2020, 1, 1))

    page = signed_in(world.people[Role.PRIVACY_OFFICER]).get("/logboek/bewaren/").content.decode()

    assert "Oud-huurders" in page
    assert "Mag toch" in page
    assert Tenant.objects.filter(tenancies__ends_on=date(2020, 1, 1)).exists()


def test_every_retention_class_with_a_term_has_a_sweep(world):
    """The exceptions: data that says nothing about a person, data removed with a home, sessions
    and limits, which expire, and what a partner may read, which is removed with its referral."""
    elsewhere = {"reference", "home", "session", "limits", "shared"}

    assert {rule.name for rule in RULES} - {term.rule for term in terms()} == elsewhere


def test_every_term_has_a_case():
    """The trail and accounts have tests of their own."""
    tested = {name.split(",")[0] for name in CASES} | {"trail", "accounts"}
    without = {term.code for term in terms()} - tested

    assert not without, f"{without}: add to CASES a row that ended today, and when it is gone."


def test_every_kind_has_a_unique_code():
    assert len({term.code for term in terms()}) == len(terms())
    assert {ImportLine, ImportRun, Message, RightsRequest, Candidate, Round} <= {
        term.model for term in terms()
    }
