"""A small world in which every role has something to see at every URL."""

import uuid
from datetime import timedelta

from django.utils import timezone

from accounts.models import Area, User
from accounts.roles import Role
from activities.models import HostMessage, Meetup, SignUp, SignUpReceipt, WalkIn
from audit import actions as audit
from audit.models import RetentionSweep, Review, ReviewWeek
from grants import actions as grants
from housing import actions as housing
from housing.models import HousingForm
from outbox.models import Message
from partners import actions as partners
from partners.models import Agreement, Worker
from referrals import actions as referrals
from referrals.actions.access_links import issue_access_link
from referrals.models import Referral
from signals import actions as signals
from signals.models import Cover, FollowUp, OtherService, Round, RoundStop, Sign, Signal, Visit
from tenants import actions as tenants
from tenants.models import Contact
from tests import factories
from tests.factories.activities import (
    a_booking,
    a_call,
    a_host_message,
    a_match,
    a_meetup,
    a_portrait,
    a_receipt,
    a_reservation,
    a_series,
    a_sign_up,
    a_standing,
    a_walk_in,
    an_invite,
    at,
    begun,
)
from tests.factories.audit import a_read, a_week, settled
from tests.factories.files import a_file
from tests.factories.housing import a_phase, a_record, an_outsider, asked
from tests.factories.noticed import a_report
from tests.factories.outreach import a_code
from tests.factories.partners import a_service, an_invitation
from tests.factories.referrals import a_referral
from tests.factories.unsorted import LANDLINE, a_kept_buddy_request, a_kept_report, a_kept_sign_up
from unsorted.views.sorting import HOUR as HOUR_IN_ADDRESS

LETTER = "1.wereld"
HOMES = b"eenheid_id;eenheid_code;straatnaam;huisnummer\n1;E-wereld;Straat;1\n"


class World:
    """People of every role, and one tenant with a signal, a referral, a sign-up and so on."""

    def __init__(self) -> None:
        self.area: Area = factories.an_area()
        self.partner = factories.a_partner(self.area)
        self.agreement = self.partner.agreements.get()
        Agreement.objects.filter(pk=self.agreement.pk).update(
            document=b"%PDF-1.7", document_name="convenant.pdf"
        )
        self.people: dict[Role, User] = {
            role: factories.a_user(role, areas=(self.area,))
            for role in Role
            if role not in (Role.STRANGER, Role.SYSTEM, Role.PARTNER_WORKER)
        }
        self.people[Role.PARTNER_WORKER] = factories.a_worker(self.partner)
        Worker.objects.filter(user=self.worker).update(is_lead=True)
        self.newcomer = factories.a_worker(self.partner, "Nieuwe Collega").worker
        self.service = a_service(self.partner)
        self.invitation, self.secret = an_invitation(self.partner, by=self.people[Role.COORDINATOR])
        consultant = self.people[Role.CONSULTANT]
        self.tenant = factories.a_tenant(factories.a_home(self.area))
        self.signal = factories.a_signal(self.tenant, by=self.people[Role.CARETAKER])
        self.step = self.signal.follow_ups.open().get()
        self.follow_up(consultant)
        self.contact = self.draw("Buurvrouw 16")
        self.letter = tenants.write_letter(
            self.tenant, key=uuid.uuid4(), text="Ik kom langs.", largest=False, by=consultant
        )
        self.snapshot = tenants.take_snapshot(self.tenant, by=consultant)
        self.referral = self.offered(self.signal)
        self.link = issue_access_link(self.referral, self.partner.inbox)
        self.running = self.met(factories.a_signal(self.tenant, owner=consultant))
        self.consent = self.referral.consent
        self.meetup: Meetup = a_meetup(
            by=consultant, host=self.people[Role.HOST], partner=self.partner, capacity=40
        )
        self.guest: SignUp = a_sign_up(self.meetup)
        self.receipt: SignUpReceipt = a_receipt(self.meetup)
        self.walk_in: WalkIn = a_walk_in(
            begun(a_meetup(host=self.meetup.host, partner=self.partner))
        )
        self.told: HostMessage = a_host_message(self.meetup)
        self.series = a_series(by=consultant, partner=self.partner)
        self.invite = an_invite(self.meetup, self.tenant, by=consultant)
        self.standing = a_standing(self.series, by=consultant)
        self.call = a_call(self.meetup)
        self.portrait = a_portrait(by=consultant)
        self.match = a_match(by=consultant)
        self.buddy_request, self.buddy = self.match.buddy_request, self.match.buddy
        self.booking = a_booking(self.meetup.place, by=consultant)
        self.again = a_reservation(self.meetup.place, by=consultant).bookings.first()
        self.code = a_code()
        self.form = housing.add(
            key=uuid.uuid4(),
            name="Thuishuis",
            vera=HousingForm.Vera.GROUP,
            about="Samen onder een dak.",
            place="Oude school",
            is_public=True,
            homes=6,
            contact=consultant,
            by=consultant,
        )
        self.candidate = housing.note_interest(self.form, tenant=self.tenant, by=consultant)
        self.outside = an_outsider(self.form, by=consultant)
        self.candidate = asked(self.candidate)
        self.entry = a_record(self.form, by=consultant)
        self.phase = a_phase(self.form, by=consultant)
        self.acquaintance = housing.link_meetup(self.form, meetup=self.meetup, by=consultant)
        elsewhere = factories.a_tenant(factories.a_home(factories.an_area()))
        tenants.open_with_reason(tenant_id=elsewhere.pk, reason="cover", words="", by=consultant)
        self.file_access = elsewhere.file_accesses.get()
        self.vital = tenants.ask_vital(
            self.tenant,
            recipient_name="112",
            fields=["name"],
            danger="Ligt op de grond",
            why_not_asked="Reageert niet",
            by=consultant,
        )
        officer = self.people[Role.PRIVACY_OFFICER]
        self.held = audit.hold(tenant_number=elsewhere.pk, why="Klacht", by=officer)
        self.night = RetentionSweep.objects.create(
            day=timezone.localdate(), code="signals", due=30, total=40, stopped_at=timezone.now()
        )
        self.request = tenants.receive_request(
            self.tenant,
            kind="erase",
            via="phone",
            received_on=timezone.localdate(),
            identity="Ken ik",
            by=self.people[Role.COORDINATOR],
        )
        coordinator = self.people[Role.COORDINATOR]
        self.day_off = signals.add_day_off(
            day=timezone.localdate() + timedelta(days=300), label="Brugdag", by=coordinator
        )
        self.routing_rule = signals.add_routing_rule(
            area=None, complex_code="", language="TIR", noticed_by="", to=consultant, position=0,
            by=coordinator,
        )  # fmt: skip
        self.message = Message.objects.latest("pk")
        self.to_tell = Message.objects.filter(about__has_key="sign_up").first()
        Message.objects.filter(pk=self.to_tell.pk).update(
            status=Message.Status.BY_HAND, channel=Message.Channel.CALL
        )
        self.colleague = factories.a_user(Role.CARETAKER, "Karin Bos")
        other_administrator = factories.a_user(Role.ADMINISTRATOR)
        grants.change_role(self.colleague, role=Role.CONSULTANT, by=other_administrator)
        self.grant = self.colleague.grants.get()
        self.run = a_file(HOMES, by=self.people[Role.COORDINATOR])

        self.waiting, self.waiting_token = a_kept_report(name="Buur", phone=LANDLINE)

        a_read(consultant, self.tenant)
        self.week = a_week()
        self.review: Review = self.week.reviews.first()

    @property
    def consultant(self) -> User:
        return self.people[Role.CONSULTANT]

    @property
    def worker(self) -> User:
        return self.people[Role.PARTNER_WORKER]

    def follow_up(self, consultant: User) -> None:
        """Create a visit, a calendar feed, a public report, a round, and an absence."""
        coordinator = self.people[Role.COORDINATOR]
        self.token = signals.open_feed(consultant, by=consultant)
        self.visit = self.go_and_see(factories.a_signal(self.tenant, owner=consultant), days=3)
        self.report = a_report(home=self.signal.home, owner=consultant)
        self.cover = signals.cover(
            away=consultant,
            by_whom=coordinator,
            from_on=timezone.localdate() + timedelta(days=30),
            until_on=timezone.localdate() + timedelta(days=44),
            by=consultant,
        )
        self.round = signals.start_round(
            key=uuid.uuid4(),
            name="Iedereen",
            kind=Round.Kind.AGE,
            complex_code="",
            number=18,
            walker=self.people[Role.CARETAKER],
            by=consultant,
        )
        self.stop = self.round.stops.first()

    def go_and_see(self, signal: Signal, days: int) -> Visit:
        """Plan a home visit at ten in the morning, that many days from now."""
        return signals.plan_visit(
            signal,
            starts_at=at(days),
            minutes=30,
            companion=None,
            told=Visit.Told.CALL,
            by=self.people[Role.CONSULTANT],
        )

    def grow(self, times: int) -> None:
        """Add more of everything: neighbours with signals and referrals, guests, meetups, etc."""
        consultant = self.people[Role.CONSULTANT]
        for n in range(times):
            neighbour = factories.a_tenant(factories.a_home(self.area))
            signal = factories.a_signal(neighbour, owner=consultant)
            self.offered(signal)
            again = factories.a_signal(self.tenant, owner=consultant)
            signals.finish(again.follow_ups.get(), outcome=FollowUp.Outcome.NOT_HOME, by=consultant)
            signals.close(again, reason=Signal.Reason.SOLVED, by=consultant)
            twice = factories.a_signal(self.tenant, owner=consultant)
            signals.merge(twice, into=self.signal, by=consultant)
            self.go_and_see(factories.a_signal(neighbour, owner=consultant), days=3 + n)
            a_report(home=self.signal.home, owner=consultant)
            RoundStop.objects.create(round=self.round, tenant=neighbour, home=signal.home)
            self.away()
            tenants.note(self.tenant, key=uuid.uuid4(), text=f"Afspraak {n}.", by=consultant)
            tenants.record_wish(self.tenant, words=f"Wens {n}", interests=["koffie"], by=consultant)
            self.draw(f"Buur {times}-{n}")
            housing.note_interest(self.form, tenant=neighbour, by=consultant)
            an_outsider(self.form, by=consultant)
            a_record(self.form, by=consultant)
            self.look_back(a_read(consultant, neighbour).pk)
            a_sign_up(self.meetup)
            a_meetup(
                by=consultant,
                host=self.people[Role.HOST],
                place=self.meetup.place,
                starts_at=at(3 + self.meetup.place.bookings.count()),
            )
            a_series(by=consultant, partner=self.partner)
            an_invite(self.meetup, neighbour, by=consultant)
            a_standing(self.series, by=consultant)
            a_call(self.meetup)
            a_portrait(by=consultant)
            a_match(by=consultant)
            a_kept_report(name="Buur", email="buur@buurt.example")
            a_kept_sign_up(self.meetup)
            a_kept_buddy_request()
            a_booking(self.meetup.place, by=consultant)
            a_code(self.code.campaign, label=f"Portiek {n}")
            a_code()
            factories.a_partner(self.area)
            a_service(self.partner, name=f"Aanbod {times}-{n}")
            factories.a_worker(self.partner, f"Collega {n}")
            partners.invite(
                self.partner,
                email=f"c{times}-{n}@partner.example",
                by=self.people[Role.COORDINATOR],
            )
            referrals.say(
                self.referral, key=uuid.uuid4(), text="Dag.", by=self.people[Role.PARTNER_WORKER]
            )

    def look_back(self, event_id: int) -> None:
        """Add a row to review, a reviewed row, and an earlier week."""
        officer = self.people[Role.PRIVACY_OFFICER]
        Review.objects.create(week=self.week, event_id=event_id, why="hours")
        more = Review.objects.create(week=self.week, event_id=-event_id, why="random")
        audit.decide(more, verdict=Review.Verdict.ASKED, by=officer)
        earlier = a_week(weeks=2 + ReviewWeek.objects.count())
        if ReviewWeek.objects.count() % 2:
            audit.sign(settled(earlier, by=officer), by=officer)

    def away(self) -> None:
        """Add a period of absence after the existing ones."""
        first = timezone.localdate() + timedelta(days=100 + 14 * Cover.objects.count())
        signals.cover(
            away=self.people[Role.CONSULTANT],
            by_whom=self.people[Role.COORDINATOR],
            from_on=first,
            until_on=first + timedelta(days=7),
            by=self.people[Role.CONSULTANT],
        )

    def draw(self, label: str) -> Contact:
        """Add a contact to the tenant's network map."""
        return tenants.add_contact(
            self.tenant,
            label=label,
            circle=Contact.Circle.NEIGHBOURS,
            often=Contact.Often.WEEKLY,
            strength=Contact.Strength.ORDINARY,
            is_new=False,
            by=self.people[Role.CONSULTANT],
        )

    def offered(self, signal: Signal) -> Referral:
        """Send a referral to the partner with the tenant's consent."""
        by = self.people[Role.CONSULTANT]
        return a_referral(signal=signal, partner=self.partner, by=by)

    def met(self, signal: Signal) -> Referral:
        """Create a referral that was accepted, with a contact attempt and a handover planned."""
        referral = self.offered(signal)
        referrals.accept(referral, by=self.worker)
        referrals.record_contact(
            referral, reached=False, how="phone", on=timezone.localdate(), by=self.worker
        )
        referrals.plan_handover(
            referral, starts_at=at(5), minutes=45, place="home", told="agreed", by=self.consultant
        )
        return referral

    def arguments(self, name: str) -> dict:
        """Return the arguments of a URL by its name, else by its room."""
        about = OF_TENANT.get(name) or BY_NAME.get(name) or BY_ROOM[name.split(":")[0]]
        return about(self)


def tenant(world: World) -> dict:
    return {"pk": world.tenant.pk}


def number(world: World) -> dict:
    return {"number": world.referral.number}


# Fragments of the tenant's file.
OF_TENANT = dict.fromkeys(
    [
        "signals:next_step", "signals:of_tenant", "referrals:of_tenant", "referrals:badge",
        "referrals:start_button", "referrals:to_ask", "signals:two_questions",
        "activities:for_tenant", "housing:of_tenant",
    ],
    tenant,
)  # fmt: skip
BY_NAME = {
    "partners:document": lambda world: {"pk": world.agreement.pk},
    "partners:end_agreement": lambda world: {"pk": world.agreement.pk},
    **{
        f"partners:{name}_service": lambda world: {"pk": world.service.pk}
        for name in ("change", "remove")
    },
    "partners:revoke_invitation": lambda world: {"pk": world.invitation.pk},
    **{
        f"partners:{name}": lambda world: {"token": world.secret}
        for name in ("accept_invitation", "send_invitation_code", "use_invitation_code")
    },
    **{
        f"partners:{name}": lambda world: {"pk": world.newcomer.pk}
        for name in ("leave", "make_lead")
    },
    "referrals:link_done": lambda world: {},
    **{
        f"referrals:{name}": lambda world: {"token": world.link}
        for name in ("link", "send_code", "use_code")
    },
    "referrals:link_act": lambda world: {"token": world.link, "slug": "past-niet"},
    "referrals:phone_act": lambda world: {"number": world.referral.number, "slug": "past-niet"},
    "referrals:calendar": lambda world: {"number": world.running.number},
    "referrals:of_partner": lambda world: {"pk": world.partner.pk},
    **{
        f"tenants:{name}": lambda world: {"pk": world.letter.pk}
        for name in ("letter", "mark_letter_returned")
    },
    **{
        f"signals:{name}_routing_rule": lambda world: {"pk": world.routing_rule.pk}
        for name in ("change", "remove")
    },
    "signals:feed": lambda world: {"token": world.token},
    "unsorted:use_code": lambda world: {"token": world.waiting_token},
    "unsorted:discard_hour": lambda world: {"hour": f"{world.waiting.made_at:{HOUR_IN_ADDRESS}}"},
    "signals:correct": lambda world: {"pk": world.step.pk},
    "signals:record_conversation": lambda world: {"pk": world.step.pk},
    "signals:cancel_visit": lambda world: {"pk": world.visit.pk},
    "signals:mark_told": lambda world: {"pk": world.visit.pk},
    "signals:end_cover": lambda world: {"pk": world.cover.pk},
    "signals:round_page": lambda world: {"pk": world.round.pk},
    "signals:end_round": lambda world: {"pk": world.round.pk},
    "signals:correct_stop": lambda world: {"pk": world.stop.pk},
    "signals:finish_stop": lambda world: {"pk": world.stop.pk},
    "signals:verify": lambda world: {"pk": world.report.pk},
    "signals:change_sign": lambda world: {"pk": Sign.objects.first().pk},
    "signals:retire_sign": lambda world: {"pk": Sign.objects.first().pk},
    "signals:change_other_service": lambda world: {"pk": OtherService.objects.first().pk},
    "signals:remove_day_off": lambda world: {"pk": world.day_off.pk},
    "signals:remove_other_service": lambda world: {"pk": OtherService.objects.first().pk},
    "signals:set_term": lambda world: {"code": "visit"},
    "signals:finish": lambda world: {"pk": world.step.pk},
    "signals:undo": lambda world: {"pk": world.step.pk},
    "tenants:change_contact": lambda world: {"pk": world.contact.pk},
    "tenants:remove_contact": lambda world: {"pk": world.contact.pk},
    "tenants:withdraw_consent": lambda world: {"pk": world.consent.pk},
    "imports:run": lambda world: {"pk": world.run.pk},
    "imports:rejects": lambda world: {"pk": world.run.pk},
    "imports:apply": lambda world: {"pk": world.run.pk},
    **{
        f"tenants:{name}": lambda world: {"pk": world.request.pk}
        for name in ("request_page", "answer_request", "extend_request", "rectify", "erase")
    },
    "tenants:give_subject_access": lambda world: {"pk": world.request.pk, "form": "json"},
    "audit:lift_hold": lambda world: {"pk": world.held.pk},
    "audit:approve_sweep": lambda world: {"pk": world.night.pk},
    "tenants:earlier": lambda world: {"pk": world.snapshot.pk},
    **{
        f"tenants:{name}": lambda world: {"pk": world.vital.pk}
        for name in ("vital_page", "decide_vital", "review_vital")
    },
    "tenants:consent_letter": lambda world: {"pk": world.consent.pk},
    "tenants:review_access": lambda world: {"pk": world.file_access.pk},
    "imports:undo": lambda world: {"pk": world.run.pk},
    "imports:resume": lambda world: {"pk": world.run.pk},
    "imports:discard": lambda world: {"pk": world.run.pk},
    "referrals:start": lambda world: {"pk": world.signal.pk},
    **{
        f"activities:{name}": lambda world: {"pk": world.series.pk}
        for name in ("series_page", "series_calendar", "change_series", "end_series", "always_come")
    },
    **{
        f"activities:{name}": lambda world: {"pk": world.meetup.place_id}
        for name in ("place", "change_place", "close_place", "note_walk")
    },
    **{
        f"activities:{name}": lambda world: {"token": world.receipt.token}
        for name in ("receipt", "send_own_ticket")
    },
    "activities:answer_match_by_link": lambda world: {"token": world.match.guest_token},
    "activities:code": lambda world: {"code": world.invite.code},
    "activities:face": lambda world: {"pk": world.portrait.pk},
    "activities:remove_portrait": lambda world: {"pk": world.portrait.pk},
    "activities:end_regular_guest": lambda world: {"pk": world.standing.pk},
    "activities:called": lambda world: {"pk": world.call.pk},
    "activities:cancel_after_call": lambda world: {"pk": world.call.pk},
    "activities:told_by_phone": lambda world: {"pk": world.to_tell.pk},
    **{
        f"activities:{name}": lambda world: {"pk": world.buddy_request.pk}
        for name in ("search_buddy", "close_buddy_request")
    },
    "activities:propose": lambda world: {
        "pk": world.buddy_request.pk,
        "buddy": world.buddy.pk,
    },
    "activities:answer_match": lambda world: {"pk": world.match.pk},
    "activities:change_buddy": lambda world: {"pk": world.buddy.pk},
    "activities:mark_returned": lambda world: {"pk": world.invite.pk},
    "activities:forget_walk_in": lambda world: {"pk": world.walk_in.pk},
    "activities:read_host_message": lambda world: {"pk": world.told.pk},
    "activities:release_from": lambda world: {"pk": world.again.pk},
    "activities:release": lambda world: {"pk": world.booking.pk},
    **{
        f"activities:{name}": lambda world: {"token": world.guest.token}
        for name in (
            "ticket",
            "cancel_own",
            "accept_own",
            "wait_again",
            "tell_if_spoken_to",
            "change_own_party",
        )
    },
    **{
        f"activities:{name}": lambda world: {"pk": world.guest.pk}
        for name in (
            "mark_attended",
            "come_again",
            "unmark_attended",
            "cancel_sign_up",
            "change_sign_up",
            "accept_offer",
            "seat",
            "arrange_fetch",
        )
    },
    "activities:of_campaign": lambda world: {"pk": world.code.effort.campaign_id},
    **{
        f"grants:{name}": lambda world: {"pk": world.grant.pk}
        for name in ("confirm", "refuse", "withdraw")
    },
    "housing:confirm_interest": lambda world: {"pk": world.candidate.pk},
    **{
        f"housing:{name}": lambda world: {"pk": world.candidate.pk}
        for name in ("end_interest", "candidate", "take_step", "record_decision", "place")
    },
    **{
        f"housing:{name}": lambda world: {"pk": world.outside.outsider_id}
        for name in ("change_outsider", "forget_outsider", "became_tenant")
    },
    "housing:answer_by_link": lambda world: {"token": world.candidate.token},
    "housing:late_phases": lambda world: {},
    "housing:finish_evaluation": lambda world: {"pk": world.phase.pk},
    "housing:add_record": lambda world: {"pk": world.form.pk, "kind": "decision"},
    **{
        f"housing:{name}": lambda world: {"pk": world.entry.pk}
        for name in ("change_record", "remove_record")
    },
    "housing:unlink_meetup": lambda world: {"pk": world.acquaintance.pk},
    "audit:week": lambda world: {"monday": world.week.monday},
    "audit:sign": lambda world: {"monday": world.week.monday},
    "audit:review_file": lambda world: {"monday": world.week.monday},
    "audit:decide": lambda world: {"pk": world.review.pk},
    "demo:letter": lambda world: {"key": LETTER},
    "outreach:count_visit": lambda world: {"code": world.code.code},
    **{
        f"outreach:{name}": lambda world: {"pk": world.code.effort_id}
        for name in ("change_effort", "stop_effort")
    },
    "outreach:change_code": lambda world: {"pk": world.code.pk},
    "outreach:qr": lambda world: {"pk": world.code.pk},
    "outreach:poster": lambda world: {"pk": world.code.pk},
}
BY_ROOM = {
    "signals": lambda world: {"pk": world.signal.pk},
    "tenants": tenant,
    "referrals": number,
    "partners": lambda world: {"pk": world.partner.pk},
    "activities": lambda world: {"pk": world.meetup.pk},
    "housing": lambda world: {"pk": world.form.pk},
    "outreach": lambda world: {"pk": world.code.effort.campaign_id},
    "grants": lambda world: {"pk": world.colleague.pk},
    "outbox": lambda world: {"pk": world.message.pk},
    "unsorted": lambda world: {"pk": world.waiting.pk},
}
