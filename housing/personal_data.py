"""Personal data in this app: candidates."""

from housing.models import Candidate
from tenants.subject_access import register_personal_data

register_personal_data(Candidate, lambda tenant: tenant.candidacies.all(), shown="form")
