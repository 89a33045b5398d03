"""Planning, changing and calling off meetups, and attendance."""

import uuid

import pytest
from django.http import Http404

from activities import actions
from activities.models import Meetup, SignUp
from audit.models import Event
from ground.refusals import Refused
from outbox.models import Message
from tests.factories.activities import a_meetup, a_place, a_sign_up, at, begun

pytestmark = pytest.mark.django_db
Status = SignUp.Status


def test_planning_twice_with_one_key_makes_one_meetup(consultant):
    fields = {
        "title": "Soep", "tile": "soep", "about": "Soep.", "place": a_place(), "capacity": 8,
        "starts_at": at(2), "ends_at": at(2, 12), "host_name": "Kees",
    }  # fmt: skip
    key = uuid.uuid4()

    first = actions.plan_meetup(key=key, by=consultant, **fields)
    second = actions.plan_meetup(key=key, by=consultant, **fields)

    assert first == second


def test_extra_chairs_are_offered_to_the_waiting_list(consultant):
    meetup = a_meetup(capacity=1)
    _, second, third = [a_sign_up(meetup) for _ in range(3)]

    actions.change_meetup(meetup, capacity=2, by=consultant)

    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.status, second.numbers) == (Status.OFFERED, [2])
    assert third.status == Status.WAITING


def test_capacity_below_the_number_of_guests_is_refused(consultant):
    meetup = a_meetup(capacity=3)
    for _ in range(3):
        a_sign_up(meetup)

    with pytest.raises(Refused, match="Er zijn al 3 stoelen bezet"):
        actions.change_meetup(meetup, capacity=2, by=consultant)


def test_lower_capacity_reseats_guests_and_leaves_no_free_chair(consultant):
    meetup = a_meetup(capacity=5)
    people = [a_sign_up(meetup) for _ in range(5)]
    for gone in people[:3]:
        actions.cancel_sign_up(gone, by=consultant)

    actions.change_meetup(meetup, capacity=2, by=consultant)
    late = a_sign_up(meetup)

    assert sorted(meetup.chairs.values_list("number", flat=True)) == [1, 2]
    assert late.status == Status.WAITING


def test_new_time_notifies_guests_and_replaces_the_reminder(consultant):
    meetup = a_meetup(starts_at=at(5))
    sign_up = a_sign_up(meetup)
    old = Message.objects.get(kind="sign_up_reminder")

    actions.change_meetup(meetup, starts_at=at(6, 14), ends_at=at(6, 15), by=consultant)

    old.refresh_from_db()
    assert old.status == Message.Status.DROPPED
    assert Message.objects.filter(kind="meetup_changed", about__sign_up=sign_up.pk).exists()
    new = Message.objects.get(kind="sign_up_reminder", status=Message.Status.QUEUED)
    assert new.due_at == at(5, 10)


def test_new_title_notifies_nobody(consultant):
    meetup = a_meetup()
    a_sign_up(meetup)

    actions.change_meetup(meetup, title="Koffie en taart", by=consultant)

    assert not Message.objects.filter(kind="meetup_changed").exists()


def test_calling_off_notifies_everybody_and_drops_reminders(consultant):
    meetup = a_meetup(capacity=1)
    coming, waiting = a_sign_up(meetup), a_sign_up(meetup)

    actions.cancel_meetup(meetup, why="De zaal is dicht.", by=consultant)

    queued = Message.objects.filter(status=Message.Status.QUEUED)
    assert {(m.kind, m.about["sign_up"]) for m in queued} == {
        ("meetup_cancelled", coming.pk),
        ("meetup_cancelled", waiting.pk),
    }


def test_calling_off_twice_is_refused(consultant):
    meetup = a_meetup()
    actions.cancel_meetup(meetup, why="De zaal is dicht.", by=consultant)

    with pytest.raises(Refused, match="gaat niet door"):
        actions.cancel_meetup(meetup, why="Nog eens.", by=consultant)


def test_marking_attendance_twice_records_it_once(host):
    meetup = a_meetup(host=host)
    sign_up = a_sign_up(meetup)
    begun(meetup)

    first = actions.mark_attended(sign_up, by=host).attended_at
    second = actions.mark_attended(sign_up, by=host).attended_at

    assert first == second
    assert Event.objects.filter(verb="activities.mark_attended").count() == 1


def test_attendance_can_be_unmarked(host):
    meetup = a_meetup(host=host)
    sign_up = a_sign_up(meetup)
    begun(meetup)
    actions.mark_attended(sign_up, by=host)

    actions.unmark_attended(sign_up, by=host)

    sign_up.refresh_from_db()
    assert sign_up.attended_at is None


def test_attendance_before_the_day_itself_is_refused(host):
    sign_up = a_sign_up(a_meetup(host=host))

    with pytest.raises(Refused, match="op de dag zelf"):
        actions.mark_attended(sign_up, by=host)


def test_waiting_guest_cannot_be_marked_attended(host):
    meetup = a_meetup(host=host, capacity=1)
    a_sign_up(meetup)
    waiting = a_sign_up(meetup)
    begun(meetup)

    with pytest.raises(Refused, match="niet op de lijst"):
        actions.mark_attended(waiting, by=host)


def test_host_cannot_mark_attendance_at_another_hosts_meetup(host):
    sign_up = a_sign_up(a_meetup())

    with pytest.raises(Http404):
        actions.mark_attended(sign_up, by=host)


@pytest.mark.parametrize("who", ["caretaker", "host", "tenant_user", "partner_worker", "stranger"])
def test_calling_off_is_for_planners_only(who, request):
    meetup = a_meetup()

    with pytest.raises(Http404):
        actions.cancel_meetup(meetup, why="Zomaar.", by=request.getfixturevalue(who))

    assert not Meetup.objects.get(pk=meetup.pk).is_cancelled
