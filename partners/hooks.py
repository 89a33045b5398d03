"""What other rooms listen to when a partner's worker or a whole organisation goes."""

from ground.hooks import Hook

# Somebody works for the partner no more.
on_worker_left = Hook("partners.on_worker_left", "worker, by")
# An organisation was switched off.
on_partner_deactivated = Hook("partners.on_partner_deactivated", "partner, by")
# An organisation continues as another one; runs before the first is switched off.
on_partners_merged = Hook("partners.on_partners_merged", "partner, into, by")
