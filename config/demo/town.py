"""Half a year of work in the invented town, done by the same actions that people use."""

import uuid
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User, stranger
from accounts.workdays import working_days_after
from activities import actions as activities
from activities import codes
from activities.models import Invite, Meetup, Place
from config.demo.clock import days_ago
from config.demo.homes import build, find, move_in_tenants
from config.demo.outing import draw_network, go_out, go_round
from config.demo.people import WELFARE, move_in
from config.demo.reading import look_around
from housing.models import Candidate, HousingForm
from outbox.models import Message
from outreach.models import Campaign, Code
from partners.models import Partner
from referrals import actions as referrals
from referrals.models import Feedback, Referral
from signals import actions as signals
from signals.models import FollowUp, Sign, Signal
from tenants import actions as tenants
from tenants.models import Consent, Field, Home, Tenant
from tenants.wording import sentence

Kind, Outcome = FollowUp.Kind, FollowUp.Outcome
SHARED = [Field.NAME, Field.ADDRESS, Field.PHONE, Field.WISH]

# Days ago, tenant, signs, urgency, fact, and how far it came.
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
PLACES = [
    ("Buurtkamer De Merel", "Merelstraat 2", "Vogelbuurt", True),
    ("Wijkcentrum De Molen", "Wiekenlaan 1", "Molenwijk", True),
    ("Bij de vijver", "Reigerhof", "Vogelbuurt", False),
]
# Title, tile, place, weekday-independent days from now, hour, minutes, chairs, cost, host, taken.
MEETUPS = [
    ("Koffietafel De Merel", "koffie", 0, 2, 10, 90, 12, "Gratis", "Ria", 8),
    ("Klaverjassen", "kaarten", 0, 2, 13, 120, 8, "Gratis", "Bert", 8),
    ("Samen soep eten", "soep", 1, 3, 12, 90, 14, "€ 3", "Soraya", 3),
    ("Rondje vijver", "wandelen", 2, 4, 11, 60, 10, "Gratis", "Piet", 6),
    ("Spelletjes op maandag", "kaarten", 1, 7, 14, 120, 10, "Gratis", "Ria", 3),
    ("Samen breien", "breien", 0, 8, 10, 120, 8, "Gratis", "Greet", 7),
    ("Plantjes stekken", "plant", 1, 9, 14, 90, 12, "€ 2 voor een pot", "Els", 2),
    ("Zingen met koffie", "muziek", 0, 10, 15, 90, 20, "Gratis", "Ria", 11),
]
# The code on a letter that the demo shows.
CODE_OF_HENNIE = "HENN5E4" + codes.check("HENN5E4")
ABOUT = "We drinken iets, praten wat en leren elkaar kennen. Kom gerust binnen."
GUESTS = [
    "Bep Smit", "Cor Visser", "Dina Meijer", "Ank de Wit", "Joop Peters", "Mien Vos", "Henk Maas",
    "Corrie Blok", "Ali Yıldız", "Sjaan Mol", "Wim Groen", "Truus Bos",
]  # fmt: skip


@transaction.atomic
def settle() -> bool:
    """Fill an empty database; does nothing when somebody lives there already."""
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
    # What the past would have sent has been sent long ago.
    Message.objects.filter(status=Message.Status.QUEUED).delete()
    return True


def tell(people: dict[str, User], tenant: Tenant, story: tuple) -> None:
    """One tenant's story, step by step, each on its own day."""
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
                signals.rest(signal, reason=Signal.Reason.SOLVED, by=consultant)
            else:
                signals.close(signal, reason=Signal.Reason.SOLVED, by=consultant)
        return
    if came_to != "talking":
        refer(people, signal, ago - 5, came_to)


def refer(people: dict[str, User], signal: Signal, ago: int, came_to: str) -> None:
    """From consent to contact restored, as far as this story goes."""
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
    """A campaign with two posters."""
    campaign = Campaign.objects.create(
        name="Kom erbij, najaar",
        audience="Bewoners van de Merelstraat en de Spechtstraat",
        channel=Campaign.Channel.POSTER,
        reach=140,
        cost=85,
        starts_on=timezone.localdate() - timedelta(days=50),
        made_by=people["Marga"],
    )
    Code.objects.create(campaign=campaign, code="4F7Q", label="Portiek B, Merelstraat", visits=23)
    Code.objects.create(campaign=campaign, code="9KTM", label="Hal van de Spechtstraat", visits=9)


def meet(people: dict[str, User]) -> None:
    """Places, meetups in the coming two weeks, and who comes."""
    places = [
        Place.objects.create(
            name=name,
            street=street,
            neighbourhood=neighbourhood,
            step_free=step_free,
            accessible_toilet=step_free,
            directions="Bus 4, halte Merelstraat" if step_free else "",
            is_shared=name == PLACES[2][0],
            key_holder="Ria" if step_free else "",
        )
        for name, street, neighbourhood, step_free in PLACES
    ]
    poster = Code.objects.get(code="4F7Q")
    for title, tile, place, ahead, hour, minutes, chairs, cost, host, taken in MEETUPS:
        starts_at = at(ahead, hour)
        with days_ago(20, 9):
            meetup = Meetup.objects.create(
                title=title,
                tile=tile,
                about=ABOUT,
                place=places[place],
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=minutes),
                capacity=chairs,
                cost=cost,
                host=people["Ria"] if host == "Ria" else None,
                host_name=host,
            )
            for n, guest in enumerate(GUESTS[:taken]):
                activities.sign_up(
                    meetup,
                    key=uuid.uuid4(),
                    name=guest,
                    phone=f"088 000 30 {n:02}",
                    code=poster if n % 3 == 0 else None,
                    by=stranger(),
                )


def remember(people: dict[str, User]) -> None:
    """Six coffee tables that were, with who came; some came every week."""
    place = Place.objects.get(name=PLACES[0][0])
    for week in range(6, 0, -1):
        starts_at = at(-7 * week, 10)
        with days_ago(7 * week + 3, 9):
            meetup = Meetup.objects.create(
                title="Koffietafel De Merel",
                tile="koffie",
                about=ABOUT,
                place=place,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=90),
                capacity=12,
                cost="Gratis",
                host=people["Ria"],
                host_name="Ria",
            )
            came = [
                activities.sign_up(
                    meetup, key=uuid.uuid4(), name=guest, phone=f"088 000 30 {n:02}", by=stranger()
                )
                for n, guest in enumerate(GUESTS)
                if n < 4 or (n + week) % 3 == 0
            ]
        with days_ago(7 * week, 11):
            for guest in came:
                activities.mark_attended(guest, by=people["Ria"])


def come_back(people: dict[str, User]) -> None:
    """A walk that comes back every week, with two who always come."""
    with days_ago(20, 9):
        walk = activities.start_series(
            None,
            key=uuid.uuid4(),
            title="Wandelclub Reigerhof",
            tile="wandelen",
            about="Een rondje van een half uur. Wie wil, drinkt daarna koffie.",
            place=Place.objects.get(name=PLACES[2][0]),
            first_on=timezone.localdate() + timedelta(days=5),
            begins=time(14),
            ends=time(15),
            repeat="week",
            capacity=10,
            cost="Gratis",
            host_name="Piet",
            by=people["Samira"],
        )
        for n, guest in enumerate(GUESTS[:2]):
            activities.always_come(
                walk, name=guest, phone=f"088 000 30 {n:02}", by=people["Samira"]
            )


def ask_in_person(people: dict[str, User], hennie: Tenant) -> None:
    """Hennie has a letter with a code, and two chairs are kept for who has one."""
    singing = Meetup.objects.get(title="Zingen met koffie", starts_at__gt=timezone.now())
    samira = people["Samira"]
    activities.change_meetup(
        singing, kept=2, kept_until=singing.starts_at - timedelta(days=2), by=samira
    )
    activities.invite(singing, tenants=[hennie], by=samira)
    Invite.objects.update(code=CODE_OF_HENNIE)
    activities.mark_posted(singing, by=samira)


def bring_together(people: dict[str, User]) -> None:
    """Somebody asked for company, and a neighbour offers it."""
    samira = people["Samira"]
    with days_ago(1, 11):
        activities.ask_for_company(
            None, key=uuid.uuid4(), things=["koffie", "lopen"], phone="088 000 30 41", by=stranger()
        )
    with days_ago(6, 10):
        waiting = activities.ask_for_company(
            None, key=uuid.uuid4(), things=["kaarten"], phone="088 000 30 42", by=stranger()
        )
        activities.look_for_company(waiting, name="Joop", things=["kaarten"], by=samira)
    activities.add_companion(
        None, name="Wil Zomer", phone="+31 88 000 30 43", things=["koffie", "kaarten"],
        vog_on=timezone.localdate() - timedelta(days=90), most=2, by=samira,
    )  # fmt: skip


def at(days_ahead: int, hour: int) -> datetime:
    """A moment by the clock in Amsterdam, some days from now."""
    day = timezone.localdate() + timedelta(days=days_ahead)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def house(people: dict[str, User], inhabitants: dict[str, Tenant]) -> None:
    """A way of living together, with people who would like to."""
    form = HousingForm.objects.create(
        name="Thuishuis Lindenwaard",
        vera=HousingForm.Vera.GROUP,
        about="Zes eigen appartementen rond een gedeelde keuken en tuin, voor wie alleen is.",
        place="Oude school, Wiekenlaan",
        homes=6,
        status=HousingForm.Status.RECRUITING,
        contact=people["Samira"],
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
    for name in ("Hennie van", "Els Mulder"):
        Candidate.objects.create(
            form=form, tenant=find(inhabitants, name), noted_by=people["Samira"]
        )


def spread_work(owner: User) -> None:
    """A day with the work kept up: two steps late, a few today, the rest in the days to come."""
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
    """Two reports through the public page: one at a home that we know, one that we must look up."""
    with days_ago(1, 19, 40):
        signals.hear(
            None,
            key=uuid.uuid4(),
            home=Home.objects.get(street="Reigerhof", number=21),
            noticed_by=Signal.Noticer.NEIGHBOUR,
            fact="De lamp brandt al dagen, ook overdag.",
            urgency=Signal.Urgency.WEEK,
            typed_address="Reigerhof 21",
            by=stranger(),
        )
        signals.hear(
            None,
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
