"""Places, meetups, past and future, their guests, and the people invited in person."""

import uuid
from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import User, stranger
from activities import actions as activities
from activities import invitation_codes, photos
from activities.models import Invite, Meetup, Place, Portrait, SignUp
from config.demo.clock import days_ago, moment_ago
from config.demo.faces import LOOKS, face
from outreach.models import Code
from tenants.models import Tenant

PLACES = [
    ("Buurtkamer De Merel", "Merelstraat 2", "Vogelbuurt", True),
    ("Wijkcentrum De Molen", "Wiekenlaan 1", "Molenwijk", True),
    ("Bij de vijver", "Reigerhof", "Vogelbuurt", False),
]
# Minutes on foot from a complex to each of the places.
WALKS = {"C-MER": (2, 12, 4), "C-REI": (5, 14, 1), "C-MOL": (11, 5, 13), "C-WIE": (13, 2, 15)}
# Title, tile, place, weekday-independent days from now, hour, minutes, chairs, cost, host, taken.
MEETUPS = [
    ("Koffietafel De Merel", "koffie", 0, 2, 10, 90, 12, "Gratis", "Ria", 8),
    ("Klaverjassen", "kaarten", 0, 2, 13, 120, 8, "Gratis", "Bert", 8),
    ("Samen soep eten", "soep", 1, 3, 12, 90, 14, "€ 3", "Soraya", 3),
    ("Rondje vijver", "wandelen", 2, 4, 11, 60, 10, "Gratis", "Piet", 6),
    ("Spelletjes aan tafel", "kaarten", 1, 7, 14, 120, 10, "Gratis", "Ria", 3),
    ("Samen breien", "breien", 0, 8, 10, 120, 8, "Gratis", "Greet", 7),
    ("Plantjes stekken", "plant", 1, 9, 14, 90, 12, "€ 2 voor een pot", "Els", 2),
    ("Zingen met koffie", "muziek", 0, 10, 15, 90, 20, "Gratis", "Ria", 11),
]
# The code in the letter that the demo shows.
CODE_OF_HENNIE = "HENN5E4" + invitation_codes.check("HENN5E4")
ABOUT = "We drinken iets, praten wat en leren elkaar kennen. Kom gerust binnen."
GUESTS = [
    "Bep Smit", "Cor Visser", "Dina Meijer", "Ank de Wit", "Joop Peters", "Mien Vos", "Henk Maas",
    "Corrie Blok", "Ali Yıldız", "Sjaan Mol", "Wim Groen", "Truus Bos",
]  # fmt: skip


def meet(people: dict[str, User]) -> None:
    """Create places, meetups in the coming two weeks, and sign-ups."""
    places = [
        Place.objects.create(
            name=name,
            street=street,
            town="Lindenwaard",
            neighbourhood=neighbourhood,
            step_free=step_free,
            accessible_toilet=step_free,
            directions="Bus 4, halte Merelstraat" if step_free else "",
            is_shared=name == PLACES[2][0],
            key_holder="Ria" if step_free else "",
        )
        for name, street, neighbourhood, step_free in PLACES
    ]
    for complex_code, walks in WALKS.items():
        for place, minutes in zip(places, walks, strict=True):
            activities.note_walk(
                place, complex_code=complex_code, minutes=minutes, by=people["Samira"]
            )
    poster = Code.objects.get(code="4F7Q")
    portraits = {name: draw(name, people["Samira"]) for name in LOOKS}
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
                portrait=portraits[host],
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


def draw(name: str, by: User) -> Portrait:
    """Add the drawn portrait of a host."""
    with days_ago(30, 9):
        return activities.add_portrait(name=name, picture=photos.square(face(name)), by=by)


def remember(people: dict[str, User]) -> None:
    """Create six past coffee tables with attendance; some guests came every week."""
    portrait = Portrait.objects.get(name="Ria")
    place = Place.objects.get(name=PLACES[0][0])
    for week in range(6, 0, -1):
        starts_at = moment_ago(7 * week)
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
                portrait=portrait,
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


def stand_in_line(people: dict[str, User]) -> None:
    """Create a full table with two parties waiting and a chair that becomes free, a daughter who
    signs her father up, and a guest who would like to be collected."""
    cards, soup = (
        Meetup.objects.get(title=title, starts_at__gt=timezone.now())
        for title in ("Klaverjassen", "Samen soep eten")
    )
    with days_ago(1, 10):
        for n, party in ((9, 1), (10, 2)):
            activities.sign_up(
                cards, key=uuid.uuid4(), name=GUESTS[n], phone=f"088 000 30 {n:02}", party=party,
                via=SignUp.Via.PHONE, by=people["Samira"],
            )  # fmt: skip
        activities.sign_up(
            soup, key=uuid.uuid4(), name="Piet Hoekstra", phone="088 000 30 51",
            via=SignUp.Via.OTHER, on_behalf="dochter Anja", by=stranger(),
        )  # fmt: skip
        activities.sign_up(
            soup, key=uuid.uuid4(), name="Toos Bakker", phone="088 000 30 52", fetch=True,
            by=stranger(),
        )  # fmt: skip
    activities.cancel_sign_up(cards.sign_ups.get(name=GUESTS[6]), by=people["Samira"])


def come_back(people: dict[str, User]) -> None:
    """Create a weekly walk with two regular guests."""
    with days_ago(20, 9):
        walk = activities.start_series(
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
            portrait=Portrait.objects.get(name="Piet"),
            by=people["Samira"],
        )
        for n, guest in enumerate(GUESTS[:2]):
            activities.always_come(
                walk, name=guest, phone=f"088 000 30 {n:02}", by=people["Samira"]
            )


def ask_in_person(people: dict[str, User], hennie: Tenant) -> None:
    """Invite Hennie by a letter with a code; two chairs are reserved for invited people."""
    singing = Meetup.objects.get(title="Zingen met koffie", starts_at__gt=timezone.now())
    samira = people["Samira"]
    activities.change_meetup(
        singing, kept=2, kept_until=singing.starts_at - timedelta(days=2), by=samira
    )
    (letter,) = activities.invite(singing, tenants=[hennie], by=samira)
    Invite.objects.filter(pk=letter.pk).update(code=CODE_OF_HENNIE)
    activities.mark_posted(singing, letters=[letter.pk], by=samira)


def bring_together(people: dict[str, User]) -> None:
    """Create a buddy request, and a neighbour who offers company."""
    samira = people["Samira"]
    with days_ago(1, 11):
        activities.request_buddy(
            key=uuid.uuid4(), things=["koffie", "lopen"], phone="088 000 30 41", by=stranger()
        )
    with days_ago(6, 10):
        waiting = activities.request_buddy(
            key=uuid.uuid4(), things=["kaarten"], phone="088 000 30 42", by=stranger()
        )
        activities.search_buddy(waiting, name="Joop", things=["kaarten"], by=samira)
    activities.add_buddy(
        name="Wil Zomer", phone="+31 88 000 30 43", things=["koffie", "kaarten"],
        vog_on=timezone.localdate() - timedelta(days=90), most=2, by=samira,
    )  # fmt: skip


def at(days_ahead: int, hour: int) -> datetime:
    """Return a time in Amsterdam, that many days from now."""
    day = timezone.localdate() + timedelta(days=days_ahead)
    return timezone.make_aware(datetime.combine(day, time(hour)))
