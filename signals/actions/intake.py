"""Intake: a colleague logs a signal, or somebody outside the organisation reports one."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action, create_action
from audit.models import record
from ground.citizen_numbers import remove_bsn
from ground.refusals import Refused
from ground.workdays import working_days_after
from outbox import actions as outbox
from signals.hooks import on_signal_ending
from signals.models import FollowUp, Report, Sign, Signal, SignalNote
from signals.models.signals import JUST_NOW
from signals.next_step import first_step, lock_signal, plan, reassign_step
from signals.ownership import on_duty, owner_for, workers
from signals.receipts import hash_code, report_with
from signals.reminders import reminder_address
from signals.reporter_updates import tell_reporter
from signals.routing import chosen_by_rule
from tenants.models import Home, Tenant

Kind = FollowUp.Kind
Status = Signal.Status
# How long the person who logged a signal may still change its text.
REWORD_WITHIN = timedelta(hours=1)
SENT_BEFORE = "Dit formulier is al eens verstuurd. Open een nieuw formulier."
LOGGED_BEFORE = (
    "Dit formulier kwam al eerder aan, met andere woorden. Dat signaal staat onder Mijn signalen. "
    "Wil je ook dit vastleggen? Kopieer je woorden naar een nieuw formulier."
)


@action(Can.LOG_SIGNAL, says="vastgelegd")
def log(
    home: Home,
    *,
    key: UUID,
    tenant: Tenant | None,
    signs: list[Sign],
    fact: str,
    urgency: str,
    tenant_knows: str,
    impression: str = "",
    own_words: str = "",
    noticed_by: str = Signal.Noticer.CARETAKER,
    channel: str = Signal.Channel.VISIT,
    on_behalf_of: User | None = None,
    by: User,
) -> Signal:
    """Log a signal at a home, and assign an owner and a first step in the same transaction.

    `key` comes from the form and makes this idempotent. Numbers that look like a BSN are removed.
    """
    signal, new = Signal.objects.get_or_create(
        key=key,
        defaults={
            "home": home,
            "tenant": tenant,
            "owner": owner_for(home, tenant, noticed_by),
            "logged_by": by,
            "on_behalf_of": on_behalf_of,
            "noticed_by": noticed_by,
            "fact": remove_bsn(fact),
            "impression": remove_bsn(impression),
            "own_words": remove_bsn(own_words),
            "urgency": urgency,
            "tenant_knows": tenant_knows,
            "channel": channel,
        },
    )
    if new:
        signal.signs.set(signs)
        first_step(signal, by=by)
        if signal.owner_id == by.pk:
            signal.move(Status.PICKED_UP, by=by)
    elif signal.logged_by_id != by.pk:
        raise Refused(SENT_BEFORE)
    elif (signal.home_id, signal.fact) != (home.pk, remove_bsn(fact)):
        raise Refused(LOGGED_BEFORE)
    return signal


@create_action(Can.REPORT, says="gemeld van buiten", recorded=False)
def report(
    *,
    key: UUID,
    home: Home | None,
    noticed_by: str,
    fact: str,
    urgency: str,
    typed_address: str,
    name: str = "",
    phone: str = "",
    email: str = "",
    wants_news: bool = False,
    code: str = "",
    by: User,
) -> None:
    """Record a report from outside. It is unverified until a colleague has assessed it. With `code`
    the reporter can come back.

    Return nothing, not even whether the home was found: a reporter must learn nothing.
    """
    code_hash = hash_code(code) if code else ""
    about_self = noticed_by == Signal.Noticer.SELF
    fact = remove_bsn(fact)
    same = {"typed_address": typed_address, "name": name, "phone": phone, "email": email}
    since = timezone.now() - JUST_NOW
    again = Report.objects.filter(signal__fact=fact, signal__logged_at__gt=since, **same)
    if sent := again.order_by("-pk").first():
        # The same words by the same person: the form came back by the browser's Back, and the page
        # after it shows the new code.
        Report.objects.filter(pk=sent.pk).update(code_hash=code_hash)
        return
    if Signal.objects.filter(key=key).exclude(fact=fact).exists():
        # A different text under the same key: a lost report is worse than a duplicate.
        key = uuid4()
    signal, new = Signal.objects.get_or_create(
        key=key,
        defaults={
            "home": home,
            "status": Status.UNVERIFIED,
            "owner": owner_for(home, None, noticed_by),
            "logged_by": User.objects.system(),
            "noticed_by": noticed_by,
            "channel": Signal.Channel.WEB,
            "fact": fact,
            "urgency": urgency,
            "tenant_knows": Signal.Knows.YES if about_self else Signal.Knows.NO,
        },
    )
    if not new:
        Report.objects.filter(signal=signal).update(code_hash=code_hash)
        return
    Report.objects.create(
        signal=signal,
        typed_address=remove_bsn(typed_address),
        name=remove_bsn(name),
        phone=phone,
        email=email,
        wants_news=wants_news,
        code_hash=code_hash,
    )
    first_step(signal, by=by)
    record("signals.report", signal, by=by)


@create_action(Can.REPORT, says="aangevuld door de melder", recorded=False)
def add_to_report(*, key: UUID, code: str, text: str, by: User) -> None:
    """Add a text to the report with this code, in the words of the reporter. Idempotent per form
    key; nothing happens when no report has the code.

    The owner of an open signal hears it at once, and looks at it on the next working day at the
    latest. A text to a report that is finished is a report of its own.
    """
    found = report_with(code)
    if found is None:
        return
    signal = lock_signal(found.signal.merged_into or found.signal)
    if not signal.is_open:
        same = ("typed_address", "name", "phone", "email", "wants_news")
        report(
            key=key,
            home=signal.home,
            noticed_by=signal.noticed_by,
            fact=text,
            urgency=Signal.Urgency.WEEK,
            by=by,
            **{name: getattr(found, name) for name in same},
        )
        return
    step = signal.follow_ups.open().get()
    defaults = {
        "signal": signal,
        "follow_up": step,
        "text": remove_bsn(text),
        "whose": SignalNote.Whose.OTHER,
        "said_by": "de melder",
        "written_by": User.objects.system(),
    }
    note, new = SignalNote.objects.get_or_create(key=key, defaults=defaults)
    if not new:
        return
    tomorrow = working_days_after(timezone.localdate(), 1)
    if step.at_time is None and step.due_on > tomorrow:
        FollowUp.objects.filter(pk=step.pk).update(due_on=tomorrow, heard_at=None)
    record("signals.add_to_report", note, by=by)
    to, channel = reminder_address(on_duty(signal.owner))
    outbox.queue(f"report-added:{note.pk}", to, "report_added", channel=channel, note=note.pk)


@action(Can.WORK_SIGNALS, says="melding beoordeeld")
def verify(signal: Signal, *, home: Home, tenant: Tenant | None = None, by: User) -> Signal:
    """Verify a report: it becomes a new signal at a home, with a next step."""
    now = lock_signal(signal)
    now.move(Status.NEW, by=by, home=home, tenant=tenant, owner=_who_works(now, home, tenant))
    if now.urgency == Signal.Urgency.TODAY:
        plan(now, Kind.URGENT, by=by, due_on=timezone.localdate())
    else:
        plan(now, Kind.ASSESS, by=by)
    return now


def _who_works(signal: Signal, home: Home, tenant: Tenant | None) -> User:
    """Return the owner for a verified report: unchanged if nothing new is known, else as for a new
    signal."""
    if signal.home_id == home.pk and tenant is None:
        return signal.owner
    named = chosen_by_rule(home, tenant, signal.noticed_by, workers())
    if named is None and signal.home_id == home.pk:
        return signal.owner
    return named or owner_for(home, tenant, signal.noticed_by)


@action(Can.WORK_SIGNALS, says="opgepakt")
def pick_up(signal: Signal, *, by: User) -> Signal:
    """Assign a new signal and its next step to this user.

    Only for a new signal: use `reopen`, which plans a step, for one that is closed or in aftercare.
    """
    now = lock_signal(signal)
    if now.status != Status.NEW:
        raise Refused(
            f"Dit signaal is niet meer nieuw: het is nu ‘{now.get_status_display().lower()}’, "
            f"bij {now.owner}. Open de pagina opnieuw."
        )
    now.move(Status.PICKED_UP, by=by, owner=by)
    for step in now.follow_ups.open():
        reassign_step(step, by, by=by)
    tell_reporter(now)
    return now


@action(Can.WORK_SIGNALS, says="huurder gekoppeld")
def link_tenant(signal: Signal, *, tenant: Tenant, by: User) -> Signal:
    """Set the tenant of a signal that was logged for an address only."""
    if not tenant.tenancies.current().filter(home=signal.home_id).exists():
        raise Refused("Deze huurder woont niet op dit adres. Kies een bewoner van dit adres.")
    if signal.tenant_id and signal.tenant_id != tenant.pk:
        on_signal_ending.run(signal, by)
    Signal.objects.filter(pk=signal.pk).update(tenant=tenant)
    signal.tenant = tenant
    return signal


def known_to(user: User) -> QuerySet[Signal]:
    """Return signals this user may read or has logged; logging does not require the right
    to read."""
    return Signal.objects.filter(
        Q(pk__in=Signal.objects.visible_to(user)) | Q(pk__in=Signal.objects.logged_by_user(user))
    )


@action(Can.LOG_SIGNAL, says="tekst aangepast", visible=known_to)
def reword(signal: Signal, *, fact: str, impression: str, own_words: str, by: User) -> Signal:
    """Correct the texts of a signal. The person who logged it may do so for an hour, those who work
    on it always."""
    if not may_reword(signal, by):
        raise Refused("Je kunt dit niet meer veranderen. Vraag je collega die het oppakt.")
    words = {"fact": fact, "impression": impression, "own_words": own_words}
    words = {field: remove_bsn(text) for field, text in words.items()}
    Signal.objects.filter(pk=signal.pk).update(**words)
    signal.refresh_from_db()
    return signal


def may_reword(signal: Signal, user: User) -> bool:
    """Return whether this user may change the texts of the signal now."""
    fresh = timezone.now() - signal.logged_at < REWORD_WITHIN
    if fresh and signal.logged_by_id == user.pk and signal.status != Status.UNVERIFIED:
        return True
    return Signal.objects.visible_to(user).filter(pk=signal.pk).exists()
