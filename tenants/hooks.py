"""Hooks for higher rooms: run when a tenant's consent, privacy or data change."""

from ground.hooks import Hook
from tenants.models import Consent

# A tenant restricts the use of their data (GDPR article 18).
on_restriction = Hook("tenants.on_restriction", "tenant, by")
# The restriction ends: the data may be used again.
on_restriction_lifted = Hook("tenants.on_restriction_lifted", "tenant, by")
# A tenant's address gets shielded.
on_shield = Hook("tenants.on_shield", "tenant, by")
# A consent is withdrawn; a listener takes back what was shared under it.
on_withdrawal = Hook("tenants.on_withdrawal", "consent, by")
# A withdrawal is considered: a listener returns sentences about what others know already.
on_withdrawal_preview = Hook("tenants.on_withdrawal_preview", "consent")
# A tenant is about to be erased: a listener ends what must end properly first.
before_erasure = Hook("tenants.before_erasure", "tenant, by")
# Data of a tenant were corrected; a listener informs those it was shared with.
on_correction = Hook("tenants.on_correction", "tenant, fields, by")


def already_disclosed(consent: Consent) -> list[str]:
    """Return what a withdrawal does not take back, as plain Dutch sentences."""
    return [line for lines in on_withdrawal_preview.run(consent) for line in lines]
