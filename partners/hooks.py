"""Hooks for other apps: a partner's worker leaves, an organisation is switched off or merged."""

from ground.hooks import Hook

# A worker has left the partner.
on_worker_left = Hook("partners.on_worker_left", "worker, by")
# A worker chose how often to get mail.
on_mails_chosen = Hook("partners.on_mails_chosen", "worker, by")
# An organisation was switched off.
on_partner_deactivated = Hook("partners.on_partner_deactivated", "partner, by")
# An organisation merges into another; runs before the first is switched off.
on_partners_merged = Hook("partners.on_partners_merged", "partner, into, by")
