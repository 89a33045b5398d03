"""Scenes of the load test: rivals for one chair, a crowd for many, cancelling while others sign
up."""

import random
import time
from collections import Counter

from activities.models import SignUp
from activities.seating import PATIENCE
from tests.rush import ground
from tests.rush.crowd import Answer, Client, all_at_once, p

Status = SignUp.Status
RIVALS = 5


def phone(n: int) -> str:
    return f"06 1{n:07}"


def fields(n: int, **more: object) -> dict[str, object]:
    return {"key": f"{random.getrandbits(128):032x}", "name": f"Gast {n}", "phone": phone(n)} | more


def with_token(port: int, meetup: int) -> Client:
    """Return a client that has loaded one sign-up form; its CSRF token works for any form."""
    client = Client(port)
    all_at_once([lambda: client.get(f"/agenda/{meetup}/aanmelden/")], 1)
    return client


def joins(
    client: Client, wanted: list[tuple[int, int]], at_once: int, first: int = 0
) -> list[Answer]:
    """Sign up for each (meetup, party), `at_once` concurrently; guests are numbered from
    `first`."""
    errands = [
        lambda m=meetup, n=n, party=party: client.post(
            f"/agenda/{m}/aanmelden/", **fields(n, party=party)
        )
        for n, (meetup, party) in enumerate(wanted, start=first)
    ]
    return all_at_once(errands, at_once)


def rivals(port: int, meetups: int) -> tuple[Counter, int, int]:
    """Five rivals for the one chair of each meetup. Returns the number of meetups per number of
    guests, the number of waiting lists out of order, and the number of sign-ups without a
    ticket."""
    ids = ground.meetups(meetups)
    client = with_token(port, ids[0])
    wanted = [(pk, 1) for pk in ids for _ in range(RIVALS)]
    answers = joins(client, wanted, 64)
    errors = sum(answer.status != 302 for answer in answers)
    rows = SignUp.objects.filter(meetup__in=ids).values_list(
        "meetup", "status", "waits_since", "pk"
    )
    guests, lines = Counter(dict.fromkeys(ids, 0)), {pk: [] for pk in ids}
    for meetup, status, since, pk in rows:
        if status == Status.CONFIRMED:
            guests[meetup] += 1
        else:
            lines[meetup].append((since, pk))
    disorder = sum(
        [pk for _, pk in sorted(line)] != sorted(pk for _, pk in line) for line in lines.values()
    )
    return Counter(guests.values()), disorder, errors


def mixed(port: int, seed: int) -> list[str]:
    """50 guests cancel while 50 sign up, in parties of one to three. Returns the failed checks."""
    dice = random.Random(seed)
    # New people in each round: a guest with an open offer elsewhere gets no offer here.
    people = 100_000 + 10_000 * seed
    (meetup,) = ground.meetups(1, capacity=90)
    client = with_token(port, meetup)
    answers = list(joins(client, [(meetup, dice.randint(1, 3)) for _ in range(80)], 16, people))
    tokens = list(
        SignUp.objects.filter(meetup=meetup, status=Status.CONFIRMED)
        .order_by("pk")
        .values_list("token", flat=True)
    )
    leaving = dice.sample(tokens, min(50, len(tokens)))
    errands = [lambda t=t: client.post(f"/agenda/kaartje/{t}/afmelden/") for t in leaving]
    errands += [
        lambda n=n: client.post(
            f"/agenda/{meetup}/aanmelden/", **fields(n, party=dice.randint(1, 3))
        )
        for n in range(people + 1000, people + 1050)
    ]
    dice.shuffle(errands)
    answers += all_at_once(errands, len(errands))
    wrong = [f"antwoord {a.status}" for a in answers if a.status != 302]
    if len(leaving) < 30:
        wrong.append(f"er konden er maar {len(leaving)} weg")
    return wrong + out_of_order(meetup)


def out_of_order(meetup: int) -> list[str]:
    """Check that the meetup is not oversold, that a waiting party was skipped only by smaller
    parties and at most PATIENCE times, and that a chair is free only if it is saved for a party.
    Returns the failed checks."""
    rows = list(SignUp.objects.filter(meetup=meetup).order_by("waits_since", "pk"))
    chairs = ground.sql("SELECT count(*) FROM activities_chair WHERE meetup_id = %s", meetup)[0][0]
    ((capacity,),) = ground.sql("SELECT capacity FROM activities_meetup WHERE id = %s", meetup)
    wrong = [] if chairs <= capacity else [f"{chairs} stoelen van {capacity}"]
    line = [row for row in rows if row.status == Status.WAITING]
    for row in line:
        behind = rows[rows.index(row) + 1 :]
        went_first = [one for one in behind if one.status in SignUp.SEATED]
        if any(one.party >= row.party for one in went_first):
            wrong.append(f"{row.pk} werd voorbijgegaan door wie niet kleiner is")
        if len(went_first) > PATIENCE or len(went_first) > row.passed:
            wrong.append(f"{row.pk} liet er {len(went_first)} voor, geteld: {row.passed}")
        if row.party <= capacity - chairs and line[0].passed < PATIENCE:
            wrong.append(f"{row.pk} past en wacht")
        if line[0] is row and row.party <= capacity - chairs:
            wrong.append(f"{row.pk} is de eerste, past en wacht")
    return wrong


def crowd(port: int, clients: int, places: int) -> tuple[float, int, int]:
    """Return the seconds to answer this many clients, the number of guests, and of errors."""
    (meetup,) = ground.meetups(1, capacity=places)
    client = with_token(port, meetup)
    began = time.monotonic()
    answers = joins(client, [(meetup, 1)] * clients, clients)
    took = time.monotonic() - began
    got = SignUp.objects.filter(meetup=meetup, status=Status.CONFIRMED).count()
    return took, got, sum(answer.status != 302 for answer in answers)


def bare_crowd(port: int, clients: int, places: int) -> tuple[float, int, int]:
    """The same for one Django page with only a row lock."""
    ((sale,),) = ground.sql("INSERT INTO rush_sale (places) VALUES (%s) RETURNING id", places)
    client = Client(port)
    errands = [lambda n=n: client.post(f"/{sale}/", name=f"Gast {n}") for n in range(clients)]
    began = time.monotonic()
    answers = all_at_once(errands, clients)
    took = time.monotonic() - began
    ((got,),) = ground.sql("SELECT count(*) FROM rush_place WHERE sale_id = %s", sale)
    return took, got, sum(answer.status != 200 for answer in answers)


def stranger(port: int, clients: int, flows: int) -> dict[str, float]:
    """An anonymous visitor, from the agenda to the ticket. Returns requests, queries, errors, and
    milliseconds on the server and at the client for the whole flow."""
    ids = ground.meetups(20, capacity=500)

    async def flow(n: int) -> list[Answer]:
        client, pk = Client(port), ids[n % len(ids)]
        seen = [await client.get("/agenda/"), await client.get(f"/agenda/{pk}/")]
        seen.append(await client.get(f"/agenda/{pk}/aanmelden/"))
        seen.append(await client.post(f"/agenda/{pk}/aanmelden/", **fields(n)))
        seen.append(await client.get(seen[-1].headers.get("location", "/agenda/0/")))
        return seen

    found = all_at_once([lambda n=n: flow(n) for n in range(flows)], clients)
    took = [sum(answer.took for answer in answers) for answers in found]
    waited = [sum(answer.waited for answer in answers) for answers in found]
    good = [302 if n == 3 else 200 for n in range(5)]
    return {
        "requests": len(found[0]),
        "queries": max(sum(answer.queries for answer in answers) for answers in found),
        "server p50": p(took, 50),
        "server p95": p(took, 95),
        "wait p50": p(waited, 50),
        "wait p95": p(waited, 95),
        "errors": sum([answer.status for answer in answers] != good for answers in found),
    }
