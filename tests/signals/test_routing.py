"""Who picks up a new signal, by the rules that the coordinator keeps."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from signals import actions
from signals.models import RoutingRule, Signal
from tests import factories

pytestmark = pytest.mark.django_db
URL = reverse("signals:add_routing_rule")


@pytest.fixture
def turkish_speaker(area) -> User:
    """A consultant with much work, so that only a rule gives her more."""
    speaker = factories.a_user(Role.CONSULTANT, "Elif Kaya", (area,))
    for _ in range(3):
        factories.a_signal(home=factories.a_home(area), owner=speaker)
    return speaker


def a_rule(to: User, coordinator: User, **fields) -> RoutingRule:
    fields = {
        "area": None, "complex_code": "", "language": "", "noticed_by": "", "position": 0,
    } | fields  # fmt: skip
    return actions.add_routing_rule(to=to, by=coordinator, **fields)


def logged(home, by, tenant=None, noticed_by="caretaker") -> Signal:
    return actions.log(
        home, key=uuid.uuid4(), tenant=tenant, signs=[], fact="Licht brandt.", urgency="week",
        tenant_knows="no", noticed_by=noticed_by, channel="BEZ", by=by,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        ({"language": "TUR"}, {"language": "TUR"}),
        ({"complex_code": "C1"}, {"complex_code": "C1"}),
        ({"noticed_by": "mechanic"}, {"noticed_by": "mechanic"}),
    ],
    ids=lambda case: next(iter(case)),
)
def test_signal_that_fits_a_rule_goes_to_its_colleague(
    condition, fits, turkish_speaker, consultant, coordinator, caretaker, area
):
    a_rule(turkish_speaker, coordinator, **condition)

    def owner(**facts) -> User:
        home = factories.a_home(area, complex_code=facts.get("complex_code", ""))
        tenant = factories.a_tenant(home, language=facts.get("language", "NLD"))
        noticed_by = facts.get("noticed_by", "caretaker")
        return logged(home, caretaker, tenant, noticed_by).owner

    assert owner(**fits) == turkish_speaker
    assert owner() == consultant


def test_rule_of_an_area_holds_in_that_area_only(
    turkish_speaker, consultant, coordinator, caretaker, area, other_area
):
    a_rule(turkish_speaker, coordinator, area=area)

    assert logged(factories.a_home(area), caretaker).owner == turkish_speaker
    assert logged(factories.a_home(other_area), coordinator).owner != turkish_speaker


def test_every_condition_must_hold_and_the_first_rule_counts(
    turkish_speaker, consultant, coordinator, caretaker, area
):
    home = factories.a_home(area, complex_code="C1")
    tenant = factories.a_tenant(home, language="TUR")
    a_rule(turkish_speaker, coordinator, complex_code="C1", language="POL", position=0)
    a_rule(coordinator, coordinator, complex_code="C1", position=2)
    before = logged(home, caretaker, tenant).owner
    a_rule(turkish_speaker, coordinator, language="TUR", position=1)

    assert before == coordinator
    assert logged(home, caretaker, tenant).owner == turkish_speaker


def test_rule_of_somebody_who_left_is_skipped_and_the_page_says_so(
    turkish_speaker, consultant, coordinator, caretaker, area, signed_in
):
    a_rule(turkish_speaker, coordinator, area=area)
    User.objects.filter(pk=turkish_speaker.pk).update(is_active=False)

    page = signed_in(coordinator).get(reverse("signals:rules")).content.decode()

    assert logged(factories.a_home(area), caretaker).owner == consultant
    assert "werkt niet meer met signalen" in page


def test_report_from_outside_follows_the_rules_too(
    client, turkish_speaker, consultant, coordinator, area
):
    a_rule(turkish_speaker, coordinator, noticed_by="neighbour")
    home = factories.a_home(area, number=14)

    client.post(
        reverse("signals:report"),
        {
            "key": str(uuid.uuid4()), "noticed_by": "neighbour", "fact": "Gordijnen dicht.",
            "typed_address": f"{home.street} 14",
        },
    )  # fmt: skip

    assert Signal.objects.latest("pk").owner == turkish_speaker


def test_rule_is_tried_on_the_last_month_before_it_counts(
    turkish_speaker, consultant, coordinator, caretaker, area, signed_in
):
    home = factories.a_home(area, complex_code="C1")
    for _ in range(3):
        factories.a_signal(home=home, owner=consultant)
    factories.a_signal(home=home, owner=turkish_speaker)
    old = factories.a_signal(home=home, owner=consultant)
    Signal.objects.filter(pk=old.pk).update(logged_at=timezone.now() - timedelta(days=40))
    client = signed_in(coordinator)
    form = {"to": turkish_speaker.pk, "complex_code": "C1", "position": "0"}

    tried = client.post(URL, form).content.decode()
    nothing_yet = RoutingRule.objects.count()
    kept = client.post(URL, form | {"vastleggen": "1"}, follow=True).content.decode()

    text = " ".join(tried.split())
    assert "4 van de 7 signalen passen bij deze regel." in text
    assert f"3 daarvan waren bij een ander: {consultant.name} 3." in text
    assert nothing_yet == 0
    assert RoutingRule.objects.get().to == turkish_speaker
    assert "complex C1" in kept


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"position": "0"}, "Kies een collega."),
        ({"to": "1", "position": "0"}, "Kies een collega uit de lijst."),
        ({"position": "x"}, "Vul een heel getal in."),
    ],
)
def test_rule_that_cannot_be_is_refused_in_words(form, sentence, coordinator, signed_in):
    answer = signed_in(coordinator).post(URL, form | {"complex_code": "C1"})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_rule_without_a_condition_is_refused(turkish_speaker, coordinator, signed_in):
    form = {"to": turkish_speaker.pk, "position": "0", "vastleggen": "1"}

    answer = signed_in(coordinator).post(URL, form)

    assert "Kies ten minste één voorwaarde" in answer.content.decode()
    with pytest.raises(IntegrityError):
        RoutingRule.objects.create(to=turkish_speaker)


def test_rule_is_changed_and_removed(turkish_speaker, consultant, coordinator, area, signed_in):
    rule = a_rule(turkish_speaker, coordinator, area=area)
    client = signed_in(coordinator)
    form = {"to": consultant.pk, "area": area.pk, "position": "3", "vastleggen": "1"}

    client.post(reverse("signals:change_routing_rule", args=[rule.pk]), form)
    rule.refresh_from_db()
    page = client.post(
        reverse("signals:remove_routing_rule", args=[rule.pk]), follow=True
    ).content.decode()

    assert (rule.to, rule.position) == (consultant, 3)
    assert "Verwijderd." in page
    assert not RoutingRule.objects.exists()
