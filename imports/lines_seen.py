"""What the trail says about somebody who looks at the lines of a file."""

from accounts.models import User
from audit.models import list_seen, seen
from imports.models import ImportLine, ImportRun
from tenants.models import Tenant


def record_lines_seen(run: ImportRun, lines: list[tuple[int, str]], *, by: User, **more) -> None:
    """Record that a file was looked at, and the tenants on the lines that were shown, each given as
    its id and the one in the source system."""
    seen(run, by=by, **more)
    numbers = {who for _pk, who in lines if who}
    if numbers and run.kind == ImportRun.Kind.TENANTS:
        named = Tenant.objects.filter(external_id__in=numbers).values_list("pk", flat=True)
        ids = [pk for pk, _who in lines]
        list_seen("imports.lines", ImportLine, ids, by=by, tenants=named, **more)
