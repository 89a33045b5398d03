"""Buddy requests: record, call back, propose a buddy, and take both answers."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from accounts.roles import Can
from activities import notifications
from activities.acquaintances import tenant_with_number
from activities.models import Buddy, BuddyMatch, BuddyRequest
from audit.guards import action, create_action
from audit.models import record
from ground.refusals import Refused

Status = BuddyRequest.Status


@create_action(Can.SIGN_UP, says="om gezelschap gevraagd", recorded=False)
def request_buddy(
    *, key: UUID, things: list[str], phone: str, name: str = "", by: User
) -> BuddyRequest:
    """Record a request for company. Idempotent per form key."""
    fields = {"things": things, "phone": phone, "name": name}
    buddy_request, new = BuddyRequest.objects.get_or_create(key=key, defaults=fields)
    if new:
        record("activities.request_buddy", buddy_request, by=by)
    return buddy_request


@action(Can.PLAN_MEETUPS, says="gezelschap gezocht")
def search_buddy(
    buddy_request: BuddyRequest, *, name: str, things: list[str], by: User
) -> BuddyRequest:
    """Record that the person was called and wants company: a buddy can be proposed now."""
    tenant = buddy_request.tenant or tenant_with_number(buddy_request.phone, by)
    buddy_request.move(Status.LOOKING, by=by, name=name, things=things, tenant=tenant)
    return buddy_request


@action(Can.PLAN_MEETUPS, says="gezelschap klaar")
def close_buddy_request(buddy_request: BuddyRequest, *, by: User) -> BuddyRequest:
    """End a request that is no longer needed or wanted. No reason is recorded."""
    for match in buddy_request.matches.open():
        _end(match)
    buddy_request.move(Status.ENDED, by=by)
    return buddy_request


@create_action(Can.PLAN_MEETUPS, says="maatje toegevoegd")
def add_buddy(*, by: User, **fields) -> Buddy:
    """Register a neighbour or volunteer who offers company."""
    return Buddy.objects.create(**fields)


@action(Can.PLAN_MEETUPS, says="maatje gewijzigd")
def change_buddy(buddy: Buddy, *, by: User, **fields) -> Buddy:
    """Change what a buddy offers, or record that they have stopped."""
    for name, value in fields.items():
        setattr(buddy, name, value)
    buddy.save()
    return buddy


@action(Can.PLAN_MEETUPS, says="aan elkaar voorgesteld")
def propose(buddy_request: BuddyRequest, *, buddy: Buddy, by: User) -> BuddyMatch:
    """Ask both, each by their own channel, whether they would like to meet."""
    buddy_request = BuddyRequest.objects.select_for_update().get(pk=buddy_request.pk)
    buddy = Buddy.objects.select_for_update().get(pk=buddy.pk)
    if buddy_request.status != Status.LOOKING:
        raise Refused("Bel eerst, en leg vast dat iemand het graag wil.")
    if buddy_request.matches.open().exists():
        raise Refused("Er loopt al een voorstel. Wacht op het antwoord, of stop dat eerst.")
    if why := Buddy.objects.with_load().get(pk=buddy.pk).why_not:
        raise Refused(why)
    match = buddy_request.matches.create(buddy=buddy, made_by_id=by.pk)
    notifications.proposed(match)
    return match


@action(Can.PLAN_MEETUPS, says="voorstel beantwoord", recorded=False)
def answer_match(match: BuddyMatch, *, guest: bool, yes: bool, by: User) -> BuddyMatch:
    """Record the answer that one side gave on the phone."""
    return _answer(match, guest=guest, yes=yes, by=by)


def any_match(user: User) -> QuerySet[BuddyMatch]:
    """Every match: the token in the link decides which one may be answered."""
    return BuddyMatch.objects.all()


@action(Can.SIGN_UP, says="zelf een voorstel beantwoord", visible=any_match, recorded=False)
def answer_match_by_link(match: BuddyMatch, *, token: str, yes: bool, by: User) -> BuddyMatch:
    """Record the answer that one side gave through their personal link."""
    match = BuddyMatch.objects.by_token(token).get(pk=match.pk)
    return _answer(match, guest=match.guest_token == token, yes=yes, by=by)


def _answer(match: BuddyMatch, *, guest: bool, yes: bool, by: User) -> BuddyMatch:
    match = (
        BuddyMatch.objects.select_for_update(of=["self"])
        .select_related("buddy_request", "buddy")
        .get(pk=match.pk)
    )
    was_agreed = match.is_agreed
    if match.ended_at:
        raise Refused(
            gettext("Dit voorstel is al voorbij. Bel ons gerust als u nog gezelschap zoekt.")
        )
    if not yes:
        _end(match)
        if match.buddy_request.status == Status.TOGETHER:
            match.buddy_request.move(Status.LOOKING, by=by)
        record("activities.answer_match", match, by=by)
        return match
    side = "guest_yes_at" if guest else "buddy_yes_at"
    BuddyMatch.objects.filter(pk=match.pk, **{side: None}).update(**{side: timezone.now()})
    match.refresh_from_db()
    record("activities.answer_match", match, by=by)
    notifications.answered(match, guest=guest)
    if match.is_agreed and not was_agreed:
        match.buddy_request.move(Status.TOGETHER, by=by)
        notifications.agreed(match)
    return match


def _end(match: BuddyMatch) -> None:
    BuddyMatch.objects.filter(pk=match.pk, ended_at=None).update(ended_at=timezone.now())
    match.refresh_from_db()
    notifications.take_back_match(match)
