"""The staff, partners and areas of the invented town, and one login for each role."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts.models import Area, User
from accounts.roles import Role
from config.demo import PASSWORD
from partners.models import Agreement, Need, Partner, Service, Worker


@dataclass(frozen=True)
class Person:
    role: Role
    email: str
    name: str
    areas: tuple[str, ...] = ()
    partner: str = ""


VOGEL, MOLEN = "Vogelbuurt", "Molenwijk"
WELFARE, CARE, TOWN = "Welzijn Lindenwaard", "Zorgpunt De Brug", "Gemeente Lindenwaard"
# Each organisation has a mailbox of its own: a code that arrives there opens its referrals.
INBOXES = {
    WELFARE: "verwijzingen@lindenwaard.example",
    CARE: "verwijzingen@debrug.example",
    TOWN: "wijkteam@gemeente-lindenwaard.example",
}

# The first person of each role is the login shown on screen.
PEOPLE = [
    Person(Role.CARETAKER, "kees@delinde.example", "Kees Brouwer", (VOGEL, MOLEN)),
    Person(Role.CONSULTANT, "samira@delinde.example", "Samira El Idrissi", (VOGEL, MOLEN)),
    Person(Role.COORDINATOR, "marga@delinde.example", "Marga Vink"),
    Person(Role.PARTNER_WORKER, "joost@lindenwaard.example", "Joost Meijer", partner=WELFARE),
    Person(Role.HOST, "ria@delinde.example", "Ria Bakker"),
    Person(Role.TENANT, "hennie@huurder.example", "Hennie van Dijk"),
    Person(Role.PRIVACY_OFFICER, "fenna@delinde.example", "Fenna Post"),
    Person(Role.ADMINISTRATOR, "bas@delinde.example", "Bas Smit"),
    Person(Role.CONSULTANT, "yusuf@delinde.example", "Yusuf Demir", ("Havenkwartier",)),
    Person(Role.PARTNER_WORKER, "anna@debrug.example", "Anna Prins", partner=CARE),
]
PARTNERS = [
    (WELFARE, Partner.Kind.WELFARE, "Koffietafels, maatjes en bezoek aan huis", "088 000 20 01"),
    (CARE, Partner.Kind.CARE, "Wijkverpleging en dagbesteding", "088 000 20 02"),
    (TOWN, Partner.Kind.MUNICIPALITY, "Wmo, vervoer en het sociaal wijkteam", "088 000 20 03"),
]


# Services for the social map: partner, name, description, needs, and other fields.
SERVICES = [
    (WELFARE, "Koffietafel", "Elke donderdag koffie en een praatje in De Merel.",
     [Need.COMPANY, Need.TOGETHER], {"costs": "gratis", "how_to_join": "gewoon binnenlopen",
     "accessibility": "geen drempels, ringleiding"}),
    (WELFARE, "Taalmaatje", "Iemand die elke week een uur Nederlands met u praat.",
     [Need.LANGUAGE, Need.BUDDY], {"languages": ["TUR", "ARA"], "wait": "twee weken"}),
    (WELFARE, "Bezoekmaatje", "Iemand die elke week langskomt.",
     [Need.BUDDY, Need.COMPANY], {"for_whom": "wie weinig buiten komt", "minimum_age": 65}),
    (CARE, "Dagbesteding", "Samen eten, bewegen en muziek, met hulp erbij.",
     [Need.EATING, Need.MOVING, Need.HOME], {"minimum_age": 70, "costs": "via de Wmo"}),
    (TOWN, "Regiotaxi", "Vervoer van deur tot deur.", [Need.TRANSPORT],
     {"how_to_join": "aanvragen bij het Wmo-loket", "wait": "zes weken"}),
]  # fmt: skip


def move_in() -> dict[str, User]:
    """Create areas, partners and people; safe to run again. Returns people by first name."""
    for name in (VOGEL, MOLEN, "Havenkwartier"):
        Area.objects.get_or_create(code=name.lower(), defaults={"name": name})
    for name, kind, offers, phone in PARTNERS:
        partner, _ = Partner.objects.get_or_create(
            name=name,
            defaults={
                "kind": kind,
                "offers": offers,
                "phone": phone,
                "inbox": INBOXES[name],
            },
        )
        Agreement.objects.get_or_create(
            partner=partner,
            kind=Agreement.Kind.COVENANT,
            defaults={
                "starts_on": timezone.localdate() - timedelta(days=330),
                "ends_on": timezone.localdate() + timedelta(days=400),
                "contact": "Directie",
            },
        )
        partner.areas.set(Area.objects.filter(name__in=[VOGEL, MOLEN]))
    for name, service, description, needs, more in SERVICES:
        partner = Partner.objects.get(name=name)
        if partner.services.filter(name=service).exists():
            continue
        made = Service(partner=partner, name=service, description=description, needs=needs, **more)
        made.make_searchable()
        made.save()
    people = {}
    for person in PEOPLE:
        user = User.objects.filter(email=person.email).first()
        if user is None:
            user = User.objects.create_user(
                person.email, PASSWORD, name=person.name, role=person.role
            )
            user.areas.set(Area.objects.filter(name__in=person.areas))
        if person.partner:
            partner = Partner.objects.get(name=person.partner)
            Worker.objects.get_or_create(user=user, defaults={"partner": partner, "is_lead": True})
        people[user.first_name] = user
    return people


def logins() -> list[dict[str, str]]:
    """Return one login for each role: role, email, password."""
    first: dict[Role, Person] = {}
    for person in PEOPLE:
        first.setdefault(person.role, person)
    return [
        {"role": role.value, "email": person.email, "password": PASSWORD}
        for role, person in first.items()
    ]
