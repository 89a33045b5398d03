"""Actions on housing forms, and on who would like to live in one."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from activities.models import Meetup
from audit.guards import action, create_action, require_visible
from audit.models import record
from ground.days import day_in_words
from ground.months import months_after
from ground.refusals import Refused
from housing import yearly_question
from housing.models import (
    AgeTarget,
    Candidate,
    FormMeetup,
    HousingForm,
    Outsider,
    Phase,
    Record,
    Step,
    any_candidate,
    forms_open_to_all,
)
from tenants.models import Tenant

Status = HousingForm.Status
# Nobody can become a candidate for these.
CLOSED = {Status.STOPPED}
# The yearly question was answered.
ANSWERED = {"asked_on": None, "asked_times": 0}


@create_action(Can.HOUSE, says="toegevoegd")
def add(*, key: UUID, by: User, **fields) -> HousingForm:
    """Add a housing form. Idempotent per key: sent twice, it is created once."""
    return HousingForm.objects.get_or_create(key=key, defaults=fields)[0]


@action(Can.HOUSE, says="gewijzigd")
def edit(form: HousingForm, *, by: User, **fields) -> HousingForm:
    """Edit the description of a housing form. A step on which somebody stands stays."""
    form = HousingForm.objects.select_for_update().get(pk=form.pk)
    gone = set(form.steps) - set(fields.get("steps", form.steps))
    standing = form.candidates.interested().filter(status__in=gone)
    if taken := set(standing.values_list("status", flat=True)):
        labels = ", ".join(step.label.lower() for step in form.path if step in taken)
        raise Refused(
            f"Er staat nog iemand op een stap die je weghaalt ({labels}). Zet die persoon eerst op "
            "een andere stap.",
            field="steps",
        )
    HousingForm.objects.filter(pk=form.pk).update(**fields)
    form.refresh_from_db()
    return form


@action(Can.HOUSE, says="een stap verder")
def advance(form: HousingForm, *, to: str, by: User) -> HousingForm:
    """Move to the next status, or stop it."""
    form.move(to, by=by)
    if to in Phase.Kind.values:
        _phases_done(form, to)
    return form


def _phases_done(form: HousingForm, to: str) -> None:
    """Mark the phases up to this one as done, and plan the evaluations once people live there."""
    today, kinds = timezone.localdate(), Phase.Kind.values
    for kind in kinds[: kinds.index(to) + 1]:
        phase, _new = Phase.objects.get_or_create(form=form, kind=kind)
        if phase.done_on is None:
            Phase.objects.filter(pk=phase.pk).update(done_on=today)
    if to == Phase.Kind.LIVED_IN:
        for kind, years in Phase.EVALUATIONS.items():
            day = months_after(today, 12 * years)
            Phase.objects.get_or_create(
                form=form, kind=kind, defaults={"owner": form.contact, "planned_on": day}
            )
            Phase.objects.filter(form=form, kind=kind, planned_on=None).update(planned_on=day)


@action(Can.HOUSE, says="fasen gepland")
def plan_phases(
    form: HousingForm, *, phases: dict[str, tuple[User | None, date | None]], by: User
) -> HousingForm:
    """Set who sees to each phase, and by when: `phases` by kind. What is done stays done."""
    for kind, (owner, planned_on) in phases.items():
        Phase.objects.update_or_create(
            form=form, kind=kind, defaults={"owner": owner, "planned_on": planned_on}
        )
    return form


@action(Can.HOUSE, says="mix bedoeld")
def plan_mix(form: HousingForm, *, homes: dict[str, int | None], by: User) -> HousingForm:
    """Set for how many homes people of each age are meant; None leaves an age open."""
    for band, number in homes.items():
        if number is None:
            AgeTarget.objects.filter(form=form, band=band).delete()
        else:
            AgeTarget.objects.update_or_create(form=form, band=band, defaults={"homes": number})
    return form


@action(Can.HOUSE, says="evaluatie gedaan")
def finish_evaluation(phase: Phase, *, by: User) -> HousingForm:
    """Record that an evaluation was done. Idempotent: the first day stays."""
    if phase.kind not in Phase.EVALUATIONS:
        raise Refused("Deze fase is klaar als de woonvorm een fase verder is.")
    if phase.form.status != Status.LIVED_IN:
        raise Refused("Evalueren kan pas als de woonvorm bewoond is.")
    Phase.objects.filter(pk=phase.pk, done_on=None).update(done_on=timezone.localdate())
    return phase.form


@create_action(Can.HOUSE, says="vastgelegd bij een woonvorm")
def add_record(*, form: HousingForm, key: UUID, by: User, **fields) -> Record:
    """Write down a decision, an agreement or a lesson. Idempotent per key."""
    require_visible(form, by=by)
    return Record.objects.get_or_create(key=key, defaults={"form": form, **fields})[0]


@action(Can.HOUSE, says="veranderd bij een woonvorm")
def change_record(entry: Record, *, by: User, **fields) -> Record:
    """Correct a decision, an agreement or a lesson."""
    Record.objects.filter(pk=entry.pk).update(**fields)
    entry.refresh_from_db()
    return entry


@action(Can.HOUSE, says="weggehaald bij een woonvorm")
def remove_record(entry: Record, *, by: User) -> HousingForm:
    """Remove a decision, an agreement or a lesson that was written down by mistake."""
    form = entry.form
    entry.delete()
    return form


@action(Can.HOUSE, says="kennismaking gekoppeld")
def link_meetup(form: HousingForm, *, meetup: Meetup, by: User) -> FormMeetup:
    """Count who comes to a meetup as getting to know the others of a form. Idempotent."""
    require_visible(meetup, by=by)
    return FormMeetup.objects.get_or_create(form=form, meetup=meetup)[0]


@action(Can.HOUSE, says="kennismaking losgemaakt")
def unlink_meetup(linked: FormMeetup, *, by: User) -> HousingForm:
    """Stop counting a meetup for a form."""
    form = linked.form
    linked.delete()
    return form


@action(Can.HOUSE, says="belangstelling genoteerd")
def note_interest(form: HousingForm, *, tenant: Tenant, by: User) -> Candidate:
    """Record a tenant's interest. Recorded again, it confirms the existing row."""
    require_visible(tenant, by=by)
    require_open(form)
    if tenant.died_on:
        raise Refused("Deze huurder is overleden.")
    return _interested(form, by, tenant=tenant)


@action(Can.HOUSE, says="belangstelling van buiten genoteerd")
def note_outsider(form: HousingForm, *, key: UUID, by: User, **fields) -> Candidate:
    """Record the interest of somebody who is no tenant, and said yes to being kept.

    `fields` are those of Outsider. Idempotent per key: sent twice, it is created once.
    """
    require_open(form)
    outsider, _new = Outsider.objects.get_or_create(key=key, defaults=fields)
    return _interested(form, by, outsider=outsider)


@action(Can.SIGN_UP, says="zelf belangstelling gemeld", visible=forms_open_to_all)
def apply(form: HousingForm, *, key: UUID, by: User, **fields) -> Candidate:
    """Note the interest of a visitor, who is called back. Idempotent per key.

    Everybody is noted as new: whoever knows a name and a number must not learn whether they are on
    the list.
    """
    form = HousingForm.objects.get(pk=form.pk)
    way = {"channel": Outsider.Channel.CALL, "source": Outsider.Source.WEB}
    outsider, _new = Outsider.objects.get_or_create(key=key, defaults=fields | way)
    about = {"form": form, "outsider": outsider}
    return Candidate.objects.get_or_create(**about, defaults={"noted_by_id": form.contact_id})[0]


def require_open(form: HousingForm) -> None:
    if form.status in CLOSED:
        raise Refused("Deze woonvorm is gestopt. Er kan niemand meer bij.")


def _interested(form: HousingForm, by: User, **who) -> Candidate:
    """Create the candidate, or confirm the one there is; somebody who had stopped begins again."""
    candidate, new = Candidate.objects.get_or_create(form=form, **who, defaults={"noted_by": by})
    if not new and candidate.status == Step.STOPPED:
        candidate.move(Step.INTEREST, by=by, ended_on=None, confirmed_on=timezone.localdate(),
                       decision="", decided_on=None, decided_by="", reason="")  # fmt: skip
    elif not new:
        return _confirm(candidate, by=by)
    return candidate


@action(Can.HOUSE, says="gegevens van buiten gewijzigd")
def change_outsider(outsider: Outsider, *, by: User, **fields) -> Outsider:
    """Change the name or the number of somebody who is no tenant."""
    for name, value in fields.items():
        setattr(outsider, name, value)
    outsider.save()
    return outsider


@action(Can.HOUSE, says="gegevens van buiten weggehaald")
def forget_outsider(outsider: Outsider, *, by: User) -> Outsider:
    """Erase somebody who is no tenant, with every interest, at their request."""
    number = outsider.pk
    outsider.delete()
    outsider.pk = number
    return outsider


@action(Can.HOUSE, says="huurder geworden", recorded=False)
def became_tenant(outsider: Outsider, *, tenant: Tenant, by: User) -> list[Candidate]:
    """Give the interests of somebody from outside to the tenant that they became.

    Of two interests in one form the furthest stays, with the earliest day. The trail of each
    interest stays as it is.
    """
    require_visible(tenant, by=by)
    own = {one.form_id: one for one in tenant.candidacies.select_for_update()}
    moved = []
    for candidate in outsider.candidacies.select_for_update().select_related("form"):
        first = candidate.noted_on
        if there := own.get(candidate.form_id):
            first = min(first, there.noted_on)
            along = Step.along()
            further = [one for one in (candidate, there) if one.ended_on is None]
            keep = max(further or [there], key=lambda one: along.index(one.status)
                       if one.status in along else -1)  # fmt: skip
            (there if keep is candidate else candidate).delete()
            candidate = keep
        Candidate.objects.filter(pk=candidate.pk).update(
            tenant=tenant, outsider=None, noted_on=first
        )
        candidate.refresh_from_db()
        moved.append(candidate)
    for candidate in moved:
        record("housing.became_tenant", candidate, by=by)
    outsider.delete()
    return moved


@action(Can.HOUSE, says="stap van belangstelling")
def take_step(
    candidate: Candidate, *, to: str, member_until: date | None = None, by: User
) -> Candidate:
    """Take the next step on the path of the form: no used step is skipped.

    A decision and a home have actions of their own. A candidate member gets a last day.
    """
    if to in (Step.DECIDED, Step.PLACED, Step.STOPPED):
        raise Refused("Deze stap heeft een eigen knop.")
    back = candidate.status == Step.DECIDED and to in (Step.MEMBER, Step.MEETING)
    if to != candidate.next_step and not back:
        raise Refused(
            f"Dat is niet de volgende stap. {candidate.called} staat nu op "
            f"‘{candidate.get_status_display().lower()}’."
        )
    more = {"member_until": member_until} if to == Step.MEMBER else {}
    # Somebody who goes on is still interested.
    candidate.move(to, by=by, **more, **ANSWERED, confirmed_on=timezone.localdate())
    yearly_question.take_back(candidate)
    return candidate


@action(Can.HOUSE, says="besluit van de groep")
def record_decision(
    candidate: Candidate,
    *,
    decision: str,
    decided_by: str,
    decided_on: date,
    reason: str = "",
    by: User,
) -> Candidate:
    """Record what the group decided about a candidate, once. A refusal has a reason from the list;
    nothing is written about a person."""
    before = [Step.INTEREST, Step.INFORMED, Step.MEETING, Step.MEMBER]
    if candidate.next_step != Step.DECIDED and candidate.status in before:
        raise Refused("De groep besluit pas na de stappen daarvoor. Neem die eerst.")
    if decided_on < candidate.noted_on:
        raise Refused(
            f"De belangstelling is van {day_in_words(candidate.noted_on)}. Kies een latere dag.",
            field="decided_on",
        )
    candidate.move(
        Step.DECIDED, by=by, decision=decision, decided_by=decided_by, decided_on=decided_on,
        reason="" if decision == Candidate.Decision.YES else reason,
    )  # fmt: skip
    return candidate


@action(Can.HOUSE, says="een woning gekregen")
def place(candidate: Candidate, *, reference: str, by: User) -> Candidate:
    """Record that somebody got a home, with the number of the allocator; the allocation itself is
    done there."""
    if candidate.next_step != Step.PLACED:
        raise Refused("Wonen kan pas na de stappen daarvoor. Neem die eerst.")
    candidate.move(Step.PLACED, by=by, reference=reference, ended_on=timezone.localdate())
    return candidate


@action(Can.HOUSE, says="belangstelling bevestigd")
def confirm_interest(candidate: Candidate, *, by: User) -> Candidate:
    """Confirm that the candidate is still interested, as they told a colleague."""
    return _confirm(candidate, by=by)


def _confirm(candidate: Candidate, *, by: User) -> Candidate:
    """Note a yes: the question is answered for a year, and who rested or stopped is back."""
    if candidate.status == Step.STOPPED:
        candidate.move(Step.INTEREST, by=by, ended_on=None)
    elif candidate.status == Step.RESTING:
        candidate.move(candidate.rested_from or Step.INTEREST, by=by, rested_from="")
    yearly_question.take_back(candidate)
    return _say(candidate, **ANSWERED, confirmed_on=timezone.localdate())


@action(Can.SIGN_UP, says="zelf geantwoord over wonen", visible=any_candidate)
def answer_by_link(candidate: Candidate, *, token: str, yes: bool, by: User) -> Candidate:
    """Record the answer to the yearly question through somebody's own link."""
    found = Candidate.objects.select_for_update(of=("self",)).select_related("form")
    candidate = found.by_token(token).get(pk=candidate.pk)
    if candidate.ended_on is not None:
        return candidate
    if yes:
        return _confirm(candidate, by=by)
    return _end(candidate, by=by)


@action(Can.HOUSE, says="belangstelling beëindigd")
def end_interest(candidate: Candidate, *, by: User) -> Candidate:
    """End the interest: the candidate lost it, or moved out. Repeating keeps the first day."""
    candidate.refresh_from_db(fields=["status", "ended_on"])
    return _end(candidate, by=by)


def _end(candidate: Candidate, *, by: User) -> Candidate:
    if candidate.status != Step.STOPPED:
        candidate.move(Step.STOPPED, by=by, ended_on=timezone.localdate(), **ANSWERED)
    yearly_question.take_back(candidate)
    return candidate


def _say(candidate: Candidate, **fields) -> Candidate:
    Candidate.objects.filter(pk=candidate.pk).update(**fields)
    candidate.refresh_from_db()
    return candidate
