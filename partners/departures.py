"""What happens to somebody of a partner when an administrator changes their account."""

from accounts.models import User
from grants.hooks import on_new_address, on_switched_off, on_switching_on
from ground.refusals import Refused
from partners.actions.people import end_work
from partners.hooks import on_worker_left
from partners.inboxes import require_no_inbox
from partners.models import Worker


@on_switched_off
def worker_leaves(account: User, by: User) -> None:
    """Return their work to the organisation, as when they leave."""
    worker = Worker.objects.present().filter(user=account).select_related("partner", "user").first()
    if worker:
        end_work(worker)
        on_worker_left.run(worker, by)


@on_new_address
def require_no_shared_mailbox(account: User | None, address: str) -> None:
    """Refuse the mailbox of an organisation: whoever reads it gets codes that open referrals."""
    worker = account and Worker.objects.present().filter(user=account).first()
    require_no_inbox(address, of=worker and worker.partner)


@on_switching_on
def require_invitation(account: User, by: User) -> None:
    """Refuse for somebody who left: only the partner says that they work there again."""
    left = Worker.objects.exclude(left_at=None).filter(user=account).select_related("partner")
    if worker := left.first():
        raise Refused(
            f"{account} is vertrokken bij {worker.partner}. Werkt {account} daar weer? Dan nodigt "
            "de coördinator of het aanspreekpunt opnieuw uit, op de pagina van de partner."
        )
