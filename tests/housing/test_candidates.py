"""The steps of people who would like to live in a housing form, tenants and others."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from ground.refusals import Refused
from housing import actions
from housing.models import Candidate, Outsider, Step
from tests import factories
from tests.factories.activities import a_meetup, a_sign_up, begun
from tests.factories.housing import a_form, an_outsider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
TODAY = timezone.localdate
DECISION = {"decided_by": "group", "reason": ""}


@pytest.fixture
def tenant(area):
    return factories.a_tenant(factories.a_home(area))


@pytest.fixture
def candidate(tenant, consultant):
    return actions.note_interest(a_form(by=consultant), tenant=tenant, by=consultant)


def member(candidate: Candidate, by) -> Candidate:
    for to in (Step.INFORMED, Step.MEETING):
        actions.take_step(candidate, to=to, by=by)
    until = TODAY() + timedelta(days=90)
    return actions.take_step(candidate, to=Step.MEMBER, member_until=until, by=by)


def post(client, name: str, pk: int, **fields):
    return client.post(reverse(f"housing:{name}", args=[pk]), fields)


def test_steps_are_taken_one_by_one_to_a_home(candidate, consultant):
    member(candidate, consultant)
    actions.record_decision(
        candidate, decision="yes", decided_on=TODAY(), by=consultant, **DECISION
    )
    actions.place(candidate, reference="WN-2026/118", by=consultant)

    assert (candidate.status, candidate.ended_on) == (Step.PLACED, TODAY())
    assert candidate.reference == "WN-2026/118"
    moves = Event.objects.filter(verb="moved", subject_id=str(candidate.pk)).order_by("pk")
    assert [move.details["to"] for move in moves] == [
        "informed", "meeting", "member", "decided", "placed",
    ]  # fmt: skip


@pytest.mark.parametrize("to", [Step.MEETING, Step.MEMBER, Step.INTEREST])
def test_a_step_is_not_skipped(candidate, consultant, signed_in, to):
    answer = post(signed_in(consultant), "take_step", candidate.pk, to=to, member_until=TODAY())

    assert answer.status_code == 409
    assert "Dat is niet de volgende stap." in answer.content.decode()
    candidate.refresh_from_db()
    assert candidate.status == Step.INTEREST


def test_a_form_leaves_out_the_steps_that_it_does_not_have(tenant, consultant):
    form = a_form(by=consultant, steps=[Step.INFORMED])
    candidate = actions.note_interest(form, tenant=tenant, by=consultant)
    actions.take_step(candidate, to=Step.INFORMED, by=consultant)

    assert [step.value for step in form.path] == ["interest", "informed", "placed"]
    actions.place(candidate, reference="118", by=consultant)
    assert candidate.status == Step.PLACED


def test_a_step_on_which_somebody_stands_stays(candidate, consultant, signed_in):
    actions.take_step(candidate, to=Step.INFORMED, by=consultant)
    form = candidate.form
    page = reverse("housing:edit", args=[form.pk])
    typed = signed_in(consultant).get(page).context["form"].initial

    answer = signed_in(consultant).post(page, typed | {"steps": ["meeting"]})

    assert answer.status_code == 422
    assert "een stap die je weghaalt (informatie gehad)" in answer.content.decode()
    form.refresh_from_db()
    assert form.steps == Step.optional()


def test_a_decision_says_who_when_and_why_from_a_list(candidate, consultant, signed_in):
    member(candidate, consultant)
    client = signed_in(consultant)
    without = post(
        client, "record_decision", candidate.pk, decision="no", decided_by="group",
        decided_on=TODAY(),
    )  # fmt: skip
    later = post(
        client, "record_decision", candidate.pk, decision="later", decided_by="committee",
        decided_on=TODAY(), reason="mix",
    )  # fmt: skip

    assert (without.status_code, later.status_code) == (422, 302)
    assert "Kies een reden uit de lijst." in without.content.decode()
    page = client.get(later["Location"]).content.decode()
    assert "Later opnieuw" in page
    assert "de mix past nu niet" in page


@pytest.mark.parametrize(("day", "words"), [(1, "moet nog komen"), (-40_000, "Klopt het jaar?")])
def test_a_decision_in_the_future_or_of_1917_is_asked_again(
    candidate, consultant, signed_in, day, words
):
    member(candidate, consultant)

    answer = post(
        signed_in(consultant), "record_decision", candidate.pk, decision="yes",
        decided_by="group", decided_on=TODAY() + timedelta(days=day),
    )  # fmt: skip

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_of_two_decisions_about_one_candidate_the_second_is_refused(candidate, consultant):
    member(candidate, consultant)
    other_tab = Candidate.objects.select_related("form").get(pk=candidate.pk)
    actions.record_decision(
        candidate, decision="yes", decided_on=TODAY(), by=consultant, **DECISION
    )

    with pytest.raises(Refused, match="Iemand anders was je net voor"):
        actions.record_decision(
            other_tab, decision="no", decided_by="committee", decided_on=TODAY(), reason="full",
            by=consultant,
        )  # fmt: skip

    candidate.refresh_from_db()
    assert candidate.decision == "yes"


def test_after_later_somebody_goes_on_getting_acquainted(candidate, consultant, signed_in):
    member(candidate, consultant)
    actions.record_decision(
        candidate, decision="later", decided_by="group", decided_on=TODAY(), reason="met",
        by=consultant,
    )  # fmt: skip
    with pytest.raises(Refused):
        actions.place(candidate, reference="1", by=consultant)

    assert post(signed_in(consultant), "take_step", candidate.pk, to="meeting").status_code == 302

    candidate.refresh_from_db()
    assert candidate.status == Step.MEETING


@pytest.mark.parametrize("reference", ["", "Jan; 06", "x" * 21, "-"])
def test_a_home_needs_the_number_of_the_allocator(candidate, consultant, signed_in, reference):
    member(candidate, consultant)
    actions.record_decision(
        candidate, decision="yes", decided_on=TODAY(), by=consultant, **DECISION
    )

    answer = post(signed_in(consultant), "place", candidate.pk, reference=reference)

    assert answer.status_code == 422
    candidate.refresh_from_db()
    assert candidate.status == Step.DECIDED


def test_meetings_are_counted_from_attendance_at_this_forms_meetups(consultant, tenant):
    form = a_form(by=consultant)
    candidate = actions.note_interest(form, tenant=tenant, by=consultant)
    outside = an_outsider(form, by=consultant, phone="+31 6 12345699")
    for n in range(3):
        meetup = a_meetup(by=consultant)
        guest = a_sign_up(meetup, name="Hennie", phone="0612345601")
        guest.tenant = tenant
        guest.save()
        other = a_sign_up(meetup, name="Yara Haddad", phone="06 12345699")
        if n < 2:
            actions.link_meetup(form, meetup=meetup, by=consultant)
        begun(meetup)
        for one in (guest, other)[: 2 if n else 1]:
            type(one).objects.filter(pk=one.pk).update(attended_at=timezone.now())

    assert candidate.number_of_meetings == 2
    assert outside.number_of_meetings == 1


def test_somebody_from_outside_is_kept_after_saying_yes_only(consultant, signed_in):
    form = a_form(by=consultant)
    page = reverse("housing:note_outsider", args=[form.pk])
    typed = {
        "key": uuid.uuid4(), "first_name": "Yara", "last_name": "Haddad", "phone": "0612345699",
        "channel": "call", "source": "poster",
    }  # fmt: skip
    client = signed_in(consultant)

    unasked = client.post(page, typed)
    for _ in range(2):
        kept = client.post(page, typed | {"agreed": "on"})

    assert "Vraag eerst of wij dit mogen bewaren." in unasked.content.decode()
    assert kept.status_code == 302
    assert Outsider.objects.get().phone == "+31 6 12345699"
    assert Candidate.objects.get().outsider.consent_on == TODAY()
    assert "Haddad, Yara" in client.get(form.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("channel", "words"), [("mail", "e-mailadres"), ("sms", "telefoonnummer")])
def test_somebody_from_outside_can_be_reached(consultant, signed_in, channel, words):
    page = reverse("housing:note_outsider", args=[a_form(by=consultant).pk])

    answer = signed_in(consultant).post(
        page, {"first_name": "Yara", "last_name": "Haddad", "channel": channel}
    )

    assert answer.status_code == 422
    assert f"Vul het {words} in, of kies een andere manier." in answer.content.decode()


def test_somebody_from_outside_who_becomes_a_tenant_keeps_the_history(
    consultant, tenant, signed_in
):
    form, other = a_form(by=consultant), a_form(by=consultant, name="Hofje")
    outside = an_outsider(form, by=consultant)
    Candidate.objects.filter(pk=outside.pk).update(noted_on=TODAY() - timedelta(days=300))
    actions.take_step(outside, to=Step.INFORMED, by=consultant)
    actions.note_interest(form, tenant=tenant, by=consultant)
    elsewhere = actions.note_outsider(
        other, key=outside.outsider.key, by=consultant, first_name="Yara"
    )

    post(signed_in(consultant), "became_tenant", outside.outsider_id, tenant=tenant.pk)

    kept = Candidate.objects.get(form=form)
    assert (kept.pk, kept.tenant, kept.status) == (outside.pk, tenant, Step.INFORMED)
    assert kept.noted_on == TODAY() - timedelta(days=300)
    assert Candidate.objects.get(form=other).pk == elsewhere.pk
    assert not Outsider.objects.exists()
    assert Event.objects.filter(verb="housing.became_tenant", tenant_id=tenant.pk).count() == 2


def test_somebody_from_outside_is_erased_on_request(consultant, signed_in):
    outside = an_outsider(by=consultant)

    answer = post(signed_in(consultant), "forget_outsider", outside.outsider_id)

    assert answer.status_code == 302
    assert not Outsider.objects.exists()
    assert not Candidate.objects.exists()


def test_somebody_who_stopped_and_comes_back_begins_again(candidate, consultant):
    member(candidate, consultant)
    actions.end_interest(candidate, by=consultant)

    again = actions.note_interest(candidate.form, tenant=candidate.tenant, by=consultant)

    assert (again.pk, again.status, again.ended_on) == (candidate.pk, Step.INTEREST, None)


def test_a_candidate_is_either_a_tenant_or_somebody_from_outside(candidate, consultant):
    outside = an_outsider(candidate.form, by=consultant)

    for fields in ({"outsider": outside.outsider}, {"tenant": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Candidate.objects.filter(pk=candidate.pk).update(**fields)


def test_people_are_listed_by_name_whoever_was_first(consultant, signed_in, area):
    form = a_form(by=consultant)
    an_outsider(form, by=consultant, last_name="Zwart")
    an_outsider(form, by=consultant, last_name="Aydın")
    client = signed_in(consultant)

    page = client.get(form.get_absolute_url()).content.decode()

    assert page.index("Aydın, Yara") < page.index("Zwart, Yara")


def test_a_consultant_elsewhere_sees_no_tenant_of_another_area(
    candidate, other_consultant, signed_in
):
    answer = signed_in(other_consultant).get(candidate.get_absolute_url())

    assert answer.status_code == 404
