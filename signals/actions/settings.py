"""Settings of the coordinator, personal calendar feeds, and the export to a spreadsheet."""

import secrets
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from accounts.roles import Can
from audit.guards import action, create_action
from audit.models import list_seen, record
from ground.refusals import Refused
from ground.tokens import generate_token, hash_token
from ground.workdays import forget_closed_days
from signals.models import DayOff, Feed, OtherService, RoutingRule, Sign, Signal, Term
from signals.terms import LIMITS


@create_action(Can.KEEP_RULES, says="waarneming toegevoegd")
def add_sign(*, label: str, group: str, icon: str, position: int, by: User) -> Sign:
    """Add a sign to choose from."""
    code = slugify(label)[:40] or "teken"
    if Sign.objects.filter(code=code).exists():
        code = f"{code}-{secrets.token_hex(3)}"
    return Sign.objects.create(code=code, label=label, group=group, icon=icon, position=position)


@action(Can.KEEP_RULES, says="waarneming gewijzigd")
def change_sign(sign: Sign, *, by: User, **fields) -> Sign:
    """Change the label, group, icon or position of a sign; signals that have the sign keep it."""
    Sign.objects.filter(pk=sign.pk).update(**fields)
    sign.refresh_from_db()
    return sign


@action(Can.KEEP_RULES, says="waarneming aan- of uitgezet")
def retire_sign(sign: Sign, *, by: User) -> Sign:
    """Retire a sign, or bring it back. Signals that have it keep it."""
    sign.retired_at = None if sign.retired_at else timezone.now()
    if sign.retired_at and not Sign.objects.in_use().exclude(pk=sign.pk).exists():
        raise Refused("Laat er minstens één in gebruik, anders kan niemand iets vastleggen.")
    sign.save(update_fields=["retired_at"])
    return sign


@create_action(Can.KEEP_RULES, says="ander spoor toegevoegd")
def add_other_service(*, by: User, **fields) -> OtherService:
    """Add another service, with its telephone number."""
    return OtherService.objects.create(**fields)


@action(Can.KEEP_RULES, says="ander spoor gewijzigd")
def change_other_service(service: OtherService, *, by: User, **fields) -> OtherService:
    """Change the number, name or position of another service."""
    OtherService.objects.filter(pk=service.pk).update(**fields)
    service.refresh_from_db()
    return service


@action(Can.KEEP_RULES, says="ander spoor verwijderd", recorded=False)
def remove_other_service(service: OtherService, *, by: User) -> None:
    """Delete another service; no other row refers to it."""
    record("signals.remove_other_service", service, by=by)
    service.delete()


@create_action(Can.KEEP_RULES, says="verdeelregel toegevoegd")
def add_routing_rule(*, by: User, **fields) -> RoutingRule:
    """Add a rule about who picks up new signals; signals that are there keep their owner."""
    return RoutingRule.objects.create(**fields)


@action(Can.KEEP_RULES, says="verdeelregel gewijzigd")
def change_routing_rule(rule: RoutingRule, *, by: User, **fields) -> RoutingRule:
    """Change the conditions, the colleague or the position of a rule."""
    RoutingRule.objects.filter(pk=rule.pk).update(**fields)
    rule.refresh_from_db()
    return rule


@action(Can.KEEP_RULES, says="verdeelregel verwijderd", recorded=False)
def remove_routing_rule(rule: RoutingRule, *, by: User) -> None:
    """Delete a rule; signals that it gave to somebody stay there."""
    record("signals.remove_routing_rule", rule, by=by)
    rule.delete()


@create_action(Can.KEEP_RULES, says="vrije dag toegevoegd")
def add_day_off(*, day: date, label: str, by: User) -> DayOff:
    """Add a day on which everybody is free. Steps that are due on it keep their date."""
    if DayOff.objects.filter(day=day).exists():
        raise Refused("Deze dag staat al in de lijst.", field="day")
    made = DayOff.objects.create(day=day, label=label)
    forget_closed_days()
    return made


@action(Can.KEEP_RULES, says="vrije dag verwijderd", recorded=False)
def remove_day_off(day_off: DayOff, *, by: User) -> None:
    """Delete a day off: it is a working day again."""
    record("signals.remove_day_off", day_off, by=by)
    day_off.delete()
    forget_closed_days()


@create_action(Can.KEEP_RULES, says="termijn gewijzigd")
def set_term(*, code: str, number: int, by: User) -> Term:
    """Set a term in working days. Steps already planned keep their date. Refused outside the range
    of its limit."""
    limit = LIMITS[code]
    if not 1 <= number <= limit.most:
        raise Refused(f"Kies een aantal van 1 tot en met {limit.most} {limit.unit}.")
    fields = {"number": number, "changed_by": by}
    return Term.objects.update_or_create(code=code, defaults=fields)[0]


def own_account(user: User) -> QuerySet[User]:
    return User.objects.filter(pk=user.pk)


@action(Can.WORK_SIGNALS, says="agenda gekoppeld", visible=own_account, recorded=False)
def open_feed(owner: User, *, by: User) -> str:
    """Create a calendar feed and revoke the previous one. Return the token, which cannot be read
    again."""
    User.objects.select_for_update().get(pk=owner.pk)  # of two concurrent requests the last wins
    Feed.objects.filter(user=owner, revoked_at=None).update(revoked_at=timezone.now())
    token = generate_token()
    feed = Feed.objects.create(user=owner, token_hash=hash_token(token))
    record("signals.open_feed", feed, by=by)
    return token


@action(Can.WORK_SIGNALS, says="agendakoppeling gestopt", visible=own_account, recorded=False)
def revoke_feed(owner: User, *, by: User) -> None:
    """Revoke a calendar feed at once."""
    for feed in Feed.objects.filter(user=owner, revoked_at=None):
        Feed.objects.filter(pk=feed.pk).update(revoked_at=timezone.now())
        record("signals.revoke_feed", feed, by=by)


@create_action(Can.WORK_SIGNALS, says="lijst meegenomen", recorded=False)
def export(*, signals: list[Signal], reason: str, by: User) -> None:
    """Record which signals are exported, and why, before the file is made."""
    ids = [signal.pk for signal in signals]
    named = [signal.tenant_id for signal in signals]
    list_seen("signals.export", Signal, ids, by=by, tenants=named, reason=reason)
