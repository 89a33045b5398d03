"""Actions on campaigns: their life, their efforts, and the codes on what is printed."""

from uuid import UUID

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action, create_action
from ground.refusals import Refused
from outreach.models import Campaign, Code, Effort, Mention
from outreach.moments import MOMENTS

Status = Campaign.Status


@create_action(Can.INFORM, says="campagne gemaakt")
def start_campaign(*, key: UUID, by: User, **fields) -> Campaign:
    """Create a campaign. Idempotent per key: sent twice, it is created once."""
    areas = fields.pop("areas", [])
    fields = {"owner": by} | fields | {"made_by": by}
    campaign, new = Campaign.objects.get_or_create(key=key, defaults=fields)
    if new:
        campaign.areas.set(areas)
    return campaign


@action(Can.INFORM, says="gewijzigd")
def change_campaign(campaign: Campaign, *, by: User, **fields) -> Campaign:
    """Change what a campaign is about, its period, budget or owner."""
    if "areas" in fields:
        campaign.areas.set(fields.pop("areas"))
    Campaign.objects.filter(pk=campaign.pk).update(**fields)
    campaign.refresh_from_db()
    return campaign


@action(Can.INFORM, says="een stap verder")
def advance_campaign(campaign: Campaign, *, to: str, by: User) -> Campaign:
    """Move to the next status, or stop it. One that ends before its last day ends today."""
    if to == Status.EVALUATED:
        raise Refused("Schrijf bij ‘Evalueren’ wat het antwoord op de vraag is.")
    changes, today = {}, timezone.localdate()
    if campaign.status == Status.RUNNING and to == Status.ENDED:
        last = min(campaign.ends_on or today, today)
        changes["ends_on"] = max(last, campaign.starts_on)
    campaign.move(to, by=by, **changes)
    return campaign


@action(Can.INFORM, says="geëvalueerd")
def evaluate_campaign(campaign: Campaign, *, evaluation: str, by: User) -> Campaign:
    """Write down the answer to the question of the campaign, once it ended."""
    if campaign.may_move(Status.EVALUATED):
        campaign.move(Status.EVALUATED, by=by, evaluation=evaluation)
        return campaign
    raise Refused(
        f"De campagne is nu '{campaign.get_status_display().lower()}'. Zet hem eerst op ‘Afgerond’."
    )


@action(Can.INFORM, says="taak bijgewerkt")
def mark_task(campaign: Campaign, *, task: str, done: bool, by: User) -> Campaign:
    """Mark a task of the moment of a campaign as done, or as not done after all. Repeated, it
    keeps who did it first."""
    moment = MOMENTS.get(campaign.moment)
    if moment is None or task not in {one.key for one in moment.tasks}:
        raise Refused("Deze taak hoort niet bij deze campagne. Ververs de pagina.")
    if done:
        campaign.done_tasks.get_or_create(task=task, defaults={"done_by": by})
    else:
        campaign.done_tasks.filter(task=task).delete()
    return campaign


@action(Can.INFORM, says="inzet toegevoegd")
def add_effort(campaign: Campaign, *, key: UUID, by: User, **fields) -> Effort:
    """Add what is done over one channel, with a first code. Sent twice, it is added once."""
    if campaign.status in {Status.EVALUATED, Status.STOPPED}:
        raise Refused("Deze campagne is afgesloten. Er kan geen inzet meer bij.")
    effort, new = Effort.objects.get_or_create(key=key, defaults=fields | {"campaign": campaign})
    if new:
        Code.objects.create(effort=effort, label=effort.where)
    return effort


@action(Can.INFORM, says="inzet gewijzigd")
def change_effort(effort: Effort, *, by: User, **fields) -> Effort:
    """Change an effort: what was planned, and what came of it."""
    Effort.objects.filter(pk=effort.pk).update(**fields)
    effort.refresh_from_db()
    return effort


@action(Can.INFORM, says="inzet gestopt")
def stop_effort(effort: Effort, *, by: User) -> Effort:
    """Stop an effort. What hangs keeps working; it is no longer offered for new paper. Repeated, it
    keeps its first day."""
    Effort.objects.filter(pk=effort.pk, stopped_on=None).update(stopped_on=timezone.localdate())
    effort.refresh_from_db()
    return effort


@action(Can.INFORM, says="QR-code gemaakt")
def add_code(effort: Effort, *, label: str, by: User, handed_out: int | None = None) -> Code:
    """Return the code for one spot, so that its results can be counted; a spot has one code."""
    if effort.stopped_on or not effort.campaign.is_open:
        raise Refused("Deze inzet is voorbij. Voeg eerst nieuwe inzet toe aan een campagne.")
    defaults = {"handed_out": handed_out}
    return Code.objects.get_or_create(effort=effort, label=label, defaults=defaults)[0]


@action(Can.INFORM, says="uitgedeeld geteld")
def change_code(code: Code, *, handed_out: int | None, by: User) -> Code:
    """Change how many pieces with a code were handed out."""
    Code.objects.filter(pk=code.pk).update(handed_out=handed_out)
    code.refresh_from_db()
    return code


@action(Can.INFORM, says="code gehoord")
def note_mention(code: Code, *, key: UUID, via: str, talked: bool, by: User) -> Mention:
    """Count that somebody named a code. Sent twice, it counts once; nobody knows who it was."""
    fields = {"code": code, "via": via, "talked": talked, "noted_by": by}
    return Mention.objects.get_or_create(key=key, defaults=fields)[0]


@action(Can.SIGN_UP, says="code geopend", recorded=False)
def count_visit(code: Code, *, by: User) -> None:
    """Count a visit. The visitor is unknown, so there is nothing to record in the audit trail."""
    Code.objects.filter(pk=code.pk).update(visits=F("visits") + 1)
