"""The administrator's list of areas."""

from accounts.admin_site import lists
from accounts.models import Area

lists.register(Area)
