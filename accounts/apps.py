"""People who sign in, and what each role may do."""

from ground import rooms


class AccountsConfig(rooms.RoomConfig):
    name = "accounts"
    verbose_name = "Accounts"
