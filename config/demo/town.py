"""Half a year of work in the invented town, created with the actions that people use."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User, stranger
from activities import actions as activities
from config.demo.clock import days_ago
from config.demo.homes import build, find, move_in_tenants
from config.demo.meeting import (
    ask_in_person,
    bring_together,
    come_back,
    meet,
    remember,
    stand_in_line,
)
from config.demo.outing import draw_network, go_out, go_round
from config.demo.people import WELFARE, move_in
from config.demo.reading import look_around
from ground.workdays import working_days_after
from housing.models import Candidate, HousingForm, Outsider, Step
from outbox.models import Message
from outreach.models import Campaign, Code, Effort
from partners.models import Partner
from referrals import actions as referrals
from referrals.models import Feedback, Referral
from signals import actions as signals
from signals.models import FollowUp, Sign, Signal
from tenants import actions as tenants
from tenants.consent_wording import sentence
from tenants.models import Consent, Field, Home, Tenant

Kind, Outcome = FollowUp.Kind, FollowUp.Outcome
SHARED = [Field.NAME, Field.ADDRESS, Field.PHONE, Field.WISH]

# Days ago, tenant, signs, urgency, fact, and how far the follow-up got.
STORIES = [
    (95, "Osman Şahin", ["weinig-buiten"], "calm", "Zit vaak alleen op het bankje.", "restored"),
    (80, "Chun Wong", ["taal", "weinig-bezoek"], "calm", "Zoekt woorden, lacht veel.", "under_way"),
    (62, "Piet Hoekstra", ["verlies"], "week", "Vrouw overleden in juni.", "restored"),
    (55, "Toos Evers", ["post"], "week", "Brievenbus zat vol.", "closed"),
    (48, "Dirk Ooms", ["weinig-bezoek"], "calm", "Vroeg me binnen voor koffie.", "closed"),
    (40, "Els Mulder", ["nieuw"], "calm", "Kent nog niemand in de straat.", "talking"),
    (
        34,
        "Hennie van",
        ["weinig-bezoek", "wil-praten"],
        "week",
        "Deed lang over het gesprek.",
        "accepted",
    ),
    (30, "Fatma Aydın", ["verlies", "weinig-buiten"], "week", "Komt minder buiten.", "under_way"),
    (21, "Hassan Amrani", ["wil-praten"], "calm", "Vertelt graag over vroeger.", "talking"),
    (17, "Lena Bakker", ["weinig-buiten"], "week", "Vraagt of iemand meeloopt.", "offered"),
    (12, "Soraya Ramdin", ["taal"], "week", "Wil Nederlands oefenen.", "question"),
    (9, "Jopie Ruiter", ["weinig-bezoek"], "calm", "Wacht de post op om te praten.", "talking"),
    (8, "Romeo Pinas", ["post"], "week", "Post stapelt op.", "late"),
    (
        6,
        "Jan Kuipers",
        ["weinig-buiten", "wil-praten"],
        "week",
        "Wandelde vroeger elke dag.",
        "offered",
    ),
    (5, "Annie Boer", ["vraagt-contact"], "week", "Wil weer kaarten.", "spoken"),
    (4, "Yonas Tesfay", ["nieuw", "taal"], "calm", "Net verhuisd, twee kinderen.", "picked_up"),
    (3, "Marijke Velde", ["post"], "week", "Gordijnen dicht om 11 uur.", "picked_up"),
    (1, "Arie Beek", ["verlies"], "week", "Partner overleden.", "new"),
    (
        1,
        "Willy Graaf",
        ["weinig-bezoek", "vraagt-contact"],
        "week",
        "Vraagt zelf om contact.",
        "new",
    ),
]
WISHES = {
    "Hennie van": ("Ik zou wel weer eens willen klaverjassen.", ["kaarten", "koffie"]),
    "Annie Boer": (
        "Ik wil wel weer eens kaarten. Maar niet de eerste keer alleen.",
        ["kaarten", "koffie"],
    ),
    "Jan Kuipers": ("Een rondje door het park, met iemand.", ["wandelen"]),
    "Lena Bakker": ("Samen naar de markt lopen.", ["wandelen"]),
    "Soraya Ramdin": ("Nederlands praten, liefst met een vrouw.", ["koffie"]),
    "Piet Hoekstra": ("Samen eten, net als vroeger.", ["soep"]),
    "Fatma Aydın": ("Weer eens onder de mensen, met koffie.", ["koffie"]),
    "Osman Şahin": ("Schaken of dammen met iemand.", ["kaarten"]),
    "Chun Wong": ("Samen in de tuin werken.", ["plant"]),
}


@transaction.atomic
def settle() -> bool:
    """Fill an empty database. Returns False, and does nothing, when there are people already."""
    people = move_in()
    if Home.objects.exists():
        return False
    inhabitants = move_in_tenants(build())
    inform(people)
    meet(people)
    remember(people)
    come_back(people)
    ask_in_person(people, find(inhabitants, "Hennie van"))
    bring_together(people)
    activities.grow_all()
    for story in STORIES:
        tell(people, find(inhabitants, story[1]), story)
    house(people, inhabitants)
    draw_network(people, find(inhabitants, "Hennie van"))
    hear_from_outside(people)
    go_round(people)
    spread_work(people["Samira"])
    go_out(people, inhabitants)
    look_around(people, list(inhabitants.values()))
    # Messages from the past count as sent long ago.
    Message.objects.filter(status=Message.Status.QUEUED).delete()
    stand_in_line(people)
    return True


def tell(people: dict[str, User], tenant: Tenant, story: tuple) -> None:
    """Play one tenant's story, each step on its own day."""
    ago, name, signs, urgency, fact, came_to = story
    consultant = people["Samira"]
    with days_ago(ago, 9, 20):
        signal = signals.log(
            tenant.tenancies.get().home,
            key=uuid.uuid4(),
            tenant=tenant,
            signs=list(Sign.objects.filter(code__in=signs)),
            fact=fact,
            urgency=urgency,
            tenant_knows="yes",
            by=people["Samira"] if ago % 4 == 0 else people["Kees"],
        )
    if came_to == "new":
        return
    with days_ago(ago - 1, 11):
        if signal.status == Signal.Status.NEW:
            signals.pick_up(signal, by=consultant)
    if name in WISHES:
        words, interests = WISHES[name]
        with days_ago(max(ago - 2, 0), 14):
            tenants.record_wish(tenant, words=words, interests=interests, by=consultant)
    if came_to in ("picked_up", "late"):
        return
    with days_ago(max(ago - 3, 0), 10, 30):
        step = signal.follow_ups.open().get()
        words = WISHES.get(name, ("Fijn dat er iemand langskomt.",))[0]
        signals.finish(
            step, outcome=Outcome.SPOKEN, words=words, next_kind=Kind.CALL, by=consultant
        )
    if came_to == "spoken":
        return
    if came_to == "closed":
        with days_ago(ago - 20, 15):
            if ago > 50:
                signals.start_aftercare(signal, reason=Signal.Reason.SOLVED, by=consultant)
            else:
                signals.close(signal, reason=Signal.Reason.SOLVED, by=consultant)
        return
    if came_to != "talking":
        refer(people, signal, ago - 5, came_to)


def refer(people: dict[str, User], signal: Signal, ago: int, came_to: str) -> None:
    """Refer the tenant: from consent to contact restored, as far as this story goes."""
    consultant, worker, tenant = people["Samira"], people["Joost"], signal.tenant
    partner = Partner.objects.get(name=WELFARE)
    wish = tenant.wishes.latest("pk")
    signal.refresh_from_db()
    with days_ago(max(ago, 0), 11, 40):
        consent = tenants.record_consent(
            tenant,
            recipient=partner.consent_key,
            recipient_name=partner.name,
            fields=SHARED,
            answer=Consent.Answer.YES,
            how=Consent.How.SPOKEN,
            words="",
            wording=sentence(tenant, partner.name, SHARED),
            by=consultant,
        )
        referral = referrals.start(signal, by=consultant)
        Referral.objects.filter(pk=referral.pk).update(
            partner=partner, consent=consent, wish=wish.words, gist=wish.words[:40]
        )
        referral.refresh_from_db()
        referrals.send(referral, by=consultant)
    if came_to == "offered":
        return
    if came_to == "question":
        with days_ago(max(ago - 1, 0), 16):
            referrals.ask(referral, text="Welke dag past het beste?", by=worker)
        return
    with days_ago(max(ago - 1, 0), 13):
        referrals.accept(referral, by=worker)
    if came_to == "accepted":
        return
    with days_ago(max(ago - 12, 0), 16, 10):
        referrals.report_back(
            referral,
            happened=Feedback.Happened.ONCE,
            more_contact=Feedback.MoreContact.SOME,
            sentence="Het eerste kopje koffie was gezellig.",
            next_step=Feedback.Next.STAY,
            by=worker,
        )
    if came_to == "restored":
        with days_ago(max(ago - 25, 0), 16, 10):
            referrals.report_back(
                referral,
                happened=Feedback.Happened.MORE,
                more_contact=Feedback.MoreContact.YES,
                sentence="Gaat nu elke week, en neemt een buurvrouw mee.",
                next_step=Feedback.Next.GOES_BY_ITSELF,
                by=worker,
            )


def inform(people: dict[str, User]) -> None:
    """Create a campaign that runs, with two posters."""
    today = timezone.localdate()
    campaign = Campaign.objects.create(
        name="Kom erbij, najaar",
        goal="20 bewoners schuiven voor het eerst aan bij een koffietafel",
        question="Werkt een poster in het portiek beter dan een in de hal?",
        audience="Bewoners van de Merelstraat en de Spechtstraat",
        headline="Koffie! Schuift u aan?",
        invitation="Elke week bij u om de hoek",
        budget=300,
        starts_on=today - timedelta(days=50),
        ends_on=today + timedelta(days=20),
        status=Campaign.Status.RUNNING,
        owner=people["Marga"],
        made_by=people["Marga"],
    )
    effort = Effort.objects.create(
        campaign=campaign,
        channel=Effort.Channel.POSTER,
        where="Merelstraat en Spechtstraat",
        day=today - timedelta(days=48),
        worker=people["Marga"],
        planned=150,
        reached=140,
        counted=Effort.Counted.ESTIMATED,
        cost=85,
        hours=4,
    )
    Code.objects.create(effort=effort, code="4F7Q", label="Portiek B, Merelstraat", visits=23)
    Code.objects.create(effort=effort, code="9KTM", label="Hal van de Spechtstraat", visits=9)


def house(people: dict[str, User], inhabitants: dict[str, Tenant]) -> None:
    """Create a housing form, with candidates."""
    form = HousingForm.objects.create(
        name="Thuishuis Lindenwaard",
        vera=HousingForm.Vera.GROUP,
        about="Zes eigen appartementen rond een gedeelde keuken en tuin, voor wie alleen is.",
        place="Oude school, Wiekenlaan",
        homes=6,
        status=HousingForm.Status.RECRUITING,
        contact=people["Samira"],
        is_public=True,
    )
    HousingForm.objects.create(
        name="Wonen met buren",
        vera=HousingForm.Vera.CLUSTERED,
        about="Gewone woningen rond een hof, met een huiskamer voor iedereen.",
        place="Reigerhof",
        homes=24,
        status=HousingForm.Status.STUDY,
        contact=people["Marga"],
    )
    today, noted = timezone.localdate(), {"form": form, "noted_by": people["Samira"]}
    Candidate.objects.create(tenant=find(inhabitants, "Hennie van"), status=Step.MEETING, **noted)
    asked = today - timedelta(days=380)
    Candidate.objects.create(
        tenant=find(inhabitants, "Els Mulder"), noted_on=asked, confirmed_on=asked, **noted
    )
    outside = Outsider.objects.create(
        first_name="Yara",
        last_name="Haddad",
        phone="+31 88 0003061",
        channel=Outsider.Channel.CALL,
        source=Outsider.Source.OPEN_DAY,
    )
    Candidate.objects.create(
        outsider=outside,
        status=Step.MEMBER,
        member_until=today + timedelta(days=90),
        **noted,
    )


def spread_work(owner: User) -> None:
    """Spread the owner's steps: two late, a few today, the rest in the coming days."""
    today = timezone.localdate()
    steps = (
        FollowUp.objects.open()
        .filter(owner=owner)
        .exclude(kind__in=[*FollowUp.CHECKS, Kind.TRIAGE])
    )
    steps = steps.order_by("due_on", "pk")
    for n, step in enumerate(steps):
        if step.at_time is None:
            late = (-4, -1)[n] if n < 2 else 0
            due_on = working_days_after(today, max(0, n - 4)) + timedelta(days=late)
            FollowUp.objects.filter(pk=step.pk).update(due_on=due_on)


def hear_from_outside(people: dict[str, User]) -> None:
    """Create two public reports: one about a known home, one whose home must be looked up."""
    with days_ago(1, 19, 40):
        signals.report(
            key=uuid.uuid4(),
            home=Home.objects.get(street="Reigerhof", number=21),
            noticed_by=Signal.Noticer.NEIGHBOUR,
            fact="De lamp brandt al dagen, ook overdag.",
            urgency=Signal.Urgency.WEEK,
            typed_address="Reigerhof 21",
            by=stranger(),
        )
        signals.report(
            key=uuid.uuid4(),
            home=None,
            noticed_by=Signal.Noticer.SHOPKEEPER,
            fact="Kwam elke dag brood halen, al een week niet gezien.",
            urgency=Signal.Urgency.WEEK,
            typed_address="boven de oude smederij",
            name="Bakker Bol",
            phone="088 000 50 50",
            by=stranger(),
        )
