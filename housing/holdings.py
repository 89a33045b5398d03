"""What this room keeps about a tenant."""

from housing.models import Candidate
from tenants.rights import holds

holds(Candidate, lambda tenant: tenant.candidacies.all(), shown="form")
