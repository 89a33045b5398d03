"""A tenant with a unique canary word in every sensitive field of every app."""

import uuid

from accounts.roles import Role
from activities import actions as activities
from outbox import actions as outbox
from referrals import actions as referrals
from signals import actions as signals
from signals.models import Signal, Visit
from tenants import actions
from tenants.models import Consent, Contact, Field, Tenant
from tests import factories
from tests.factories.activities import a_meetup, at
from tests.factories.referrals import a_referral
from tests.house.world import World

# About the tenant: must be in a subject access response, and nowhere after erasure.
OWN = [
    "kanarieachternaam", "kanarieroepnaam", "kanarieletop", "kanariewens", "kanarienotitie",
    "kanarieinstemming", "kanariefeit", "kanarieindruk", "kanarieeigen", "kanariebezoek",
    "kanariegesprek", "kanarieafspraak", "kanarieverwijswens", "kanariebericht", "kanarieterug",
    "kanariegast", "kanarieafloop", "kanarieheropend", "kanariedoorgegeven",
]  # fmt: skip
# About other people: never in a subject access response, and also gone after erasure.
OTHERS = ["kanariedochter", "kanariebuurman"]
PHONE = "+31 6 12345999"


def somebody(world: World) -> Tenant:
    """Create the tenant with data in every app."""
    consultant, worker = world.consultant, world.worker
    home = factories.a_home(world.area)
    tenant = factories.a_tenant(
        home,
        last_name="kanarieachternaam",
        first_name="kanarieroepnaam",
        phone=PHONE,
        reach_note="kanarieletop",
        external_id="ERP-kanarie",
    )
    actions.record_wish(tenant, words="kanariewens", interests=["koffie"], by=consultant)
    actions.note(tenant, key=uuid.uuid4(), text="kanarienotitie", by=consultant)
    actions.add_contact(
        tenant, label="kanariedochter", circle=Contact.Circle.FAMILY, often=1, strength="strong",
        is_new=False, by=consultant,
    )  # fmt: skip
    actions.record_consent(
        tenant, recipient="partner:9", recipient_name="Elders", fields=[Field.NAME],
        answer=Consent.Answer.YES, how="spoken", words="kanarieinstemming", wording="Mag dit?",
        by=consultant,
    )  # fmt: skip
    signal = factories.a_signal(
        tenant, by=consultant, owner=consultant, fact="kanariefeit", impression="kanarieindruk",
        own_words="kanarieeigen",
    )  # fmt: skip
    visit = signals.plan_visit(
        signal, starts_at=at(3), minutes=30, companion=None, told=Visit.Told.CALL,
        purpose="kanariebezoek", by=consultant,
    )  # fmt: skip
    signals.record_conversation(
        visit.follow_up, present=["tenant"], own_words="kanariegesprek", agreed="kanarieafspraak",
        often="", content="", next_kind="call", next_on=None, by=consultant,
    )  # fmt: skip
    signal.refresh_from_db()
    referral = a_referral(
        signal=signal, worker=worker, status="under_way", wish="kanarieverwijswens"
    )
    referrals.say(referral, text="kanariebericht", key=uuid.uuid4(), by=worker)
    referrals.report_back(
        referral, happened="once", more_contact="some", sentence="kanarieterug",
        next_step="stay", key=uuid.uuid4(), by=worker,
    )  # fmt: skip
    meetup = a_meetup(by=consultant, host=factories.a_user(Role.HOST))
    guest = activities.sign_up(
        meetup, key=uuid.uuid4(), name="kanariegast", phone=PHONE, tenant=tenant,
        via="phone", on_behalf="kanariebuurman", by=consultant,
    )  # fmt: skip
    activities.tell_coordinator(
        meetup, key=uuid.uuid4(), text="kanariedoorgegeven", guest=guest, by=meetup.host
    )
    outbox.queue(f"proef:{tenant.pk}", PHONE, "sign_up_confirmed", sign_up=0)
    ended = factories.a_signal(tenant, by=consultant, owner=consultant)
    signals.close(ended, reason=Signal.Reason.SOLVED, tenant_view="kanarieafloop", by=consultant)
    signals.reopen(ended, why="other", words="kanarieheropend", by=consultant)
    assert Signal.objects.filter(tenant=tenant).exists()
    return tenant
