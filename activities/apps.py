"""Meetups, sign-ups, attendance and meeting places."""

from ground import rooms


class ActivitiesConfig(rooms.RoomConfig):
    name = "activities"
    verbose_name = "Activiteiten"
