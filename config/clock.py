"""Beat's schedule in memory: after a power cut no damaged file prevents the next start."""

from datetime import timedelta

from celery.beat import ScheduleEntry, Scheduler


class Entry(ScheduleEntry):
    """A tick that never ran in this process is due at once: ticks are safe to repeat."""

    def __init__(self, *args, last_run_at=None, **kwargs) -> None:
        super().__init__(*args, last_run_at=last_run_at, **kwargs)
        if last_run_at is None:
            self.last_run_at = self.default_now() - timedelta(days=2)


class Clock(Scheduler):
    """Run every tick at start-up: otherwise a beat that restarts every half hour never runs an
    hourly one."""

    Entry = Entry
