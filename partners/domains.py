"""The mail domains of an organisation: its leads invite people with an address there."""

from ground.refusals import Refused
from partners.models import Partner

# Anybody can have an address there, so it says nothing about an organisation.
PUBLIC = {
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.nl", "outlook.com", "outlook.nl",
    "live.com", "live.nl", "msn.com", "icloud.com", "me.com", "yahoo.com", "proton.me",
    "protonmail.com", "ziggo.nl", "kpnmail.nl", "kpnplanet.nl", "planet.nl", "hetnet.nl", "home.nl",
    "xs4all.nl", "casema.nl", "upcmail.nl", "chello.nl", "telfort.nl", "zonnet.nl", "online.nl",
}  # fmt: skip


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower()


def domains_of(partner: Partner) -> set[str]:
    """Return the agreed domains; without them that of the mailbox, unless anybody can have it."""
    agreed = {part.strip() for part in partner.mail_domains.split(",") if part.strip()}
    return agreed or {domain_of(partner.inbox)} - PUBLIC


def require_agreed_domain(partner: Partner, email: str) -> None:
    """Refuse an address elsewhere."""
    known = domains_of(partner)
    if domain_of(email) in known:
        return
    where = " of ".join(f"@{domain}" for domain in sorted(known))
    first = f"Nodig een adres uit dat eindigt op {where}. " if where else ""
    raise Refused(
        f"{first}Heeft je collega een ander adres? Vraag de coördinator om uit te nodigen.",
        field="email",
    )
