"""Answering without an account: an access link by mail, plus a code sent to the same mailbox."""

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action
from audit.models import record
from ground import mailed_codes
from ground.tokens import generate_token, hash_token
from outbox import actions as outbox
from partners.inboxes import others_with
from referrals.models import AccessLink, Referral
from referrals.models.access_links import VALID
from referrals.recipients import partner_address


def issue_access_link(referral: Referral, to: str) -> str:
    """Create an access link to this referral while a mail is rendered, and return its token; only
    the hash is stored."""
    token = generate_token()
    AccessLink.objects.create(
        referral=referral,
        to=to,
        token_hash=hash_token(token),
        expires_at=timezone.now() + VALID,
    )
    return token


def find_access_link(token: str) -> AccessLink | None:
    """Return the access link behind a token, or None when it is no longer valid, or its mailbox no
    longer answers for the referral, or is also that of another organisation."""
    related = ("referral__partner", "referral__taken_by")
    found = AccessLink.objects.in_use().by_token(token).select_related(*related).first()
    if found is None:
        return None
    referral = found.referral
    answers = found.to in (referral.partner.inbox, partner_address(referral))
    return found if answers and not others_with(found.to, referral.partner) else None


def links_in_use(user: User) -> QuerySet[AccessLink]:
    """Every access link still in use: whoever holds the token may use it."""
    return AccessLink.objects.in_use()


@action(Can.ANSWER_BY_LINK, says="code gestuurd", visible=links_in_use, recorded=False)
def send_code(at: AccessLink, *, by: User) -> None:
    """Send a code to the mailbox of the link; the previous code stops working."""
    mailed_codes.ask_for_code(at)
    outbox.queue(f"pass:{at.pk}:code:{at.codes}", at.to, "referral_code", access_link=at.pk)


def issue_code(at: AccessLink) -> str:
    """Set and return a new six-digit code for this access link, while the mail is rendered."""
    return mailed_codes.issue(at)


@action(Can.ANSWER_BY_LINK, says="geopend met een code", visible=links_in_use, recorded=False)
def use_code(at: AccessLink, *, code: str, by: User) -> bool:
    """Whether the code is correct. It works once, and is blocked after a few attempts."""
    used = mailed_codes.use(at, code)
    if used:
        record("referrals.use_code", at.referral, by=by)
    return used


@action(Can.REFER, says="links gestopt")
def revoke_access_links(referral: Referral, *, by: User) -> Referral:
    """Revoke every access link to this referral; with an account it can still be answered."""
    referral.access_links.filter(revoked_at=None).update(revoked_at=timezone.now())
    return referral
