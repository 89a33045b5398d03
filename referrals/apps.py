"""The closed loop with a partner."""

from ground import rooms


class ReferralsConfig(rooms.RoomConfig):
    name = "referrals"
    verbose_name = "Verwijzingen"
