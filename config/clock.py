"""The clock of beat, kept in memory: a power cut leaves no file that stops the next start."""

from datetime import timedelta

from celery.beat import ScheduleEntry, Scheduler


class Entry(ScheduleEntry):
    """A tick that has never been is due at once: ticks are safe to repeat."""

    def __init__(self, *args, last_run_at=None, **kwargs) -> None:
        super().__init__(*args, last_run_at=last_run_at, **kwargs)
        if last_run_at is None:
            self.last_run_at = self.default_now() - timedelta(days=2)


class Clock(Scheduler):
    """Without it an hourly tick would never come where beat starts again every half hour."""

    Entry = Entry
