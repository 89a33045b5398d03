"""Personal data in this app: candidates."""

from housing.models import Candidate
from tenants.subject_access import holds

holds(Candidate, lambda tenant: tenant.candidacies.all(), shown="form")
