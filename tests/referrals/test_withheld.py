"""What a tenant did not agree to share is recognised in a text to the partner, and stays here."""

import inspect
import re
import uuid
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.roles import Can
from audit.guards import ACTIONS
from ground.refusals import Refused
from referrals import actions
from referrals.models import Message, Referral
from referrals.withheld import withheld_values
from tenants.models import Field
from tests import factories
from tests.factories.activities import at
from tests.factories.referrals import a_draft, a_referral, answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant(area):
    home = factories.a_home(area, street="Merelstraat", number=14, postcode="1234 AB")
    return factories.a_tenant(
        home, first_name="Hennie", infix="van den", last_name="Bos", phone="+31 6 12345678",
        email="hennie@huurder.example", birth_date=date(1941, 3, 7),
    )  # fmt: skip


HELD = [
    (Field.PHONE, "Bel 06-12345678 maar."),
    (Field.PHONE, "Bel 06 12 34 56 78"),
    (Field.PHONE, "bereikbaar op +31612345678"),
    (Field.PHONE, "bereikbaar op 0031 (0)6 12345678".replace("(0)", "")),
    (Field.PHONE, "06 1234 5678, liefst ’s ochtends"),
    (Field.ADDRESS, "Kom langs op Merelstraat 14."),
    (Field.ADDRESS, "merelstraat nr. 14, tweede deur"),
    (Field.ADDRESS, "Het is 1234AB 14"),
    (Field.ADDRESS, "Zij woont op 1234 ab, 14"),
    (Field.NAME, "Vraag naar Hennie."),
    (Field.NAME, "Mevr. Bos wil graag kaarten."),
    (Field.NAME, "Ik sprak mevrouw van den Bos."),
    ("email", "Mail naar HENNIE@huurder.example"),
    ("birth_date", "Geboren op 7-3-1941."),
    ("birth_date", "Geboren 07/03/41"),
    ("birth_date", "Zij is van 7 maart 1941"),
    ("birth_date", "1941-03-07"),
]


@pytest.mark.parametrize(("field", "text"), HELD)
def test_value_that_was_not_agreed_to_is_recognised(tenant, field, text):
    assert withheld_values(tenant, [], text) == [field]
    assert withheld_values(tenant, [field], text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Wandelen in het bos, met z’n tweeën.",
        "Bos en hei vindt zij mooi.",
        "De bel is stuk: klop op het raam.",
        "Om 14 uur in de Merelstraat bij de koffie.",
        "Merelstraat 141 is het buurthuis.",
        "Bel ons op 088 000 12 34.",
        "In 1941 was het hier nog weiland.",
        "06 12345679",
    ],
)
def test_ordinary_words_are_not_taken_for_a_value(tenant, text):
    assert withheld_values(tenant, [], text) == []


def test_message_with_a_number_that_was_not_agreed_to_is_kept_on_the_page(
    signed_in, tenant, consultant
):
    referral = a_referral(tenant, by=consultant, fields=[Field.ADDRESS, Field.WISH])
    url = reverse("referrals:reply", args=[referral.number])

    typed = {"text": "Bel gerust 06 12345678.", "key": str(uuid.uuid4())}
    client = signed_in(consultant)

    warned = client.post(url, typed).content.decode()
    seen = dict(re.findall(r'name="([\w-]+-seen)" value="([^"]*)"', warned))
    page = client.post(url, typed | seen)

    said = page.content.decode()
    assert page.status_code == 422
    assert "staat het telefoonnummer van de huurder" in said
    assert "Bel gerust 06 12345678." in said
    assert not Message.objects.filter(referral=referral).exists()


def test_message_with_an_agreed_number_is_sent(tenant, consultant):
    referral = a_referral(tenant, by=consultant, fields=[Field.PHONE, Field.WISH])

    actions.reply(referral, text="Bel gerust 06 12345678.", by=consultant)

    assert Message.objects.filter(referral=referral).count() == 1


def test_wish_with_a_number_is_not_sent_until_the_tenant_agreed_to_the_number(tenant, consultant):
    draft = a_draft(tenant, by=consultant, wish="Kaarten. Bel mij op 06 12345678.")
    answered(draft, fields=[Field.ADDRESS, Field.WISH])
    with pytest.raises(Refused, match="vraag in stap 3 of het gedeeld mag worden"):
        actions.send(draft, by=consultant)

    answered(draft, fields=[Field.ADDRESS, Field.WISH, Field.PHONE])
    actions.send(draft, by=consultant)

    assert Referral.objects.get(pk=draft.pk).status == "offered"


def test_name_of_who_comes_along_is_checked_as_well(tenant, consultant):
    referral = a_referral(tenant, by=consultant, status="accepted", fields=[Field.PHONE])

    with pytest.raises(Refused, match="de naam van de huurder"):
        actions.plan_handover(
            referral, starts_at=at(5), minutes=45, place="home", told="agreed",
            who="de buurvrouw van Hennie", by=consultant,
        )  # fmt: skip


# Texts of the sender that stay in the corporation, or that are no text but a choice.
STAY_HERE = {
    "referrals.write_wish": "checked when it is sent, with what was agreed to",
    "referrals.record_answer": "the tenant's words are kept in the file",
    "referrals.export": "the reason for a list of our own",
}
CHOICES = {"place", "told", "how", "answer", "purpose"}


def test_every_action_that_writes_to_a_partner_checks_its_texts():
    """An action for senders with a free text calls refuse_withheld, or says in STAY_HERE why
    not."""
    unchecked = []
    for name, function in ACTIONS.items():
        source = inspect.unwrap(function)
        if not name.startswith("referrals.") or Can.REFER not in function.access:
            continue
        texts = {
            arg for arg, kind in source.__annotations__.items()
            if kind is str and arg not in CHOICES
        }  # fmt: skip
        if texts and "refuse_withheld" not in inspect.getsource(source) and name not in STAY_HERE:
            unchecked.append(name)

    assert unchecked == [], (
        f"{unchecked}: a partner reads what is written here. Call refuse_withheld_from_partner, or "
        "say in STAY_HERE why the text stays here."
    )


@pytest.mark.parametrize("field", ["partner", "tenant", "consent", "wish", "gist"])
def test_sent_referral_cannot_be_given_to_somebody_else_in_the_database(field):
    referral, other = a_referral(), a_referral()
    rows = Referral.objects.filter(pk=referral.pk)
    value = f"{getattr(other, field)} anders" if field in {"wish", "gist"} else None
    changed = {field: value} if value else {f"{field}_id": getattr(other, f"{field}_id")}

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        rows.update(**changed)

    assert referral.shares.exists()
