"""`make rush`: check that concurrent sign-ups through the real web server never oversell.

Ten rounds of 200 meetups with one chair and five rivals each: exactly one guest per meetup, an
ordered waiting list, no errors; the control without the defence must oversell. Ten rounds in which
50 guests cancel while 50 sign up, in parties of one to three. A thousand clients for 500 chairs,
timed against a bare Django page with a row lock in the same run. The cost of one anonymous sign-up
at 1, 16 and 64 clients. Exits with 0 only if every check passes.
"""

import argparse
import os
import sys

import django
import pgtrigger
from django.db import connection

from launcher.children import say


def main() -> int:
    options = asked()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "AANLOOP_DEMO": "1", "DEBUG": "0"}
    os.environ["SIGN_UP_LIMITS"] = "1000000/h/ip,1000000/h/key"
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    name = f"rush_{os.getpid()}"
    from tests.load.__main__ import EmptyDatabase

    django.setup()
    with EmptyDatabase(base, name) as url:
        connection.close()
        connection.settings_dict["NAME"] = name
        os.environ["DATABASE_URL"] = url
        try:
            faults = run(options)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = "postgres"
    for fault in faults:
        say("FOUT", fault)
    say("drukte", "er is iets mis" if faults else "alles klopt")
    return 1 if faults else 0


def run(options: argparse.Namespace) -> list[str]:
    """Run all scenes; returns the failed checks."""
    from tests.rush import ground, scenes  # they import models, so only after django.setup()

    faults = []
    with ground.web() as port:
        for number in range(1, options.rounds + 1):
            guests, disorder, errors = scenes.rivals(port, options.meetups)
            print(f"rivalen {number:>2}: {dict(guests)} gasten: activiteiten; "
                  f"{disorder} rijen door elkaar, {errors} fouten", flush=True)  # fmt: skip
            if guests != {1: options.meetups} or disorder or errors:
                faults.append(f"rivalen, ronde {number}")
        for seed in range(options.rounds):
            wrong = scenes.mixed(port, seed)
            print(f"vijftig weg, vijftig erbij {seed + 1:>2}: {wrong or 'in orde'}", flush=True)
            faults += wrong
        took, got, errors = scenes.crowd(port, options.clients, options.clients // 2)
        print(
            f"{options.clients} tegelijk: {took:.1f} s, {got} gasten, {errors} fouten", flush=True
        )
        if got != options.clients // 2 or errors:
            faults.append("een menigte")
        for clients in (1, 16, 64):
            found = scenes.stranger(port, clients, max(40, clients * 4))
            print(f"vreemde bij {clients:>2}: " + ", ".join(
                f"{what} {value:.0f}" for what, value in found.items()), flush=True)  # fmt: skip
            if found["errors"]:
                faults.append(f"een vreemde bij {clients}")
    ground.sql(ground.BARE)
    with ground.web("config.wsgi", DJANGO_SETTINGS_MODULE="tests.rush.bare") as port:
        bare, got, errors = scenes.bare_crowd(port, options.clients, options.clients // 2)
        print(f"kale pagina: {bare:.1f} s, {got} gasten, {errors} fouten; "
              f"wij duren {took / bare:.1f} keer zo lang", flush=True)  # fmt: skip
        if took > bare * options.times:
            faults.append(f"{took / bare:.1f} keer zo lang als een kale pagina")
    pgtrigger.disable("activities.SignUp:fits")
    with ground.web(RUSH_CARELESS="1") as port:
        guests, _, errors = scenes.rivals(port, options.meetups)
        sold = sum(n * meetups for n, meetups in guests.items())
        print(f"controle zonder slot: {sold} gasten op {options.meetups} plekken", flush=True)
        if sold <= options.meetups * 1.2:
            faults.append("de controle verkocht niet te veel: deze proef bewijst niets")
    return faults


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("tests.rush")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--meetups", type=int, default=200)
    parser.add_argument("--clients", type=int, default=1000)
    parser.add_argument("--times", type=float, default=3.0, help="keer een kale pagina")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
