"""The real reminders: three beats, two workers, and a person who checks unknown outcomes."""

from pathlib import Path

from accounts.models import User
from accounts.roles import Role
from outbox import actions as outbox
from outbox.models import Message
from tests.chaos.figures import DROPS, Figures
from tests.chaos.ground import Ground
from tests.chaos.scene import Scene, Trouble, rows
from tests.chaos.sink import digest, step

BEATS = 3
# The share of the progress that is queueing; the rest is arrival.
QUEUEING = 0.1
UNTOLD = """SELECT count(*) FROM signals_followup
            WHERE kind = 'urgent' AND done_at IS NULL AND reminded_at IS NULL"""
WAITING = f"""
SELECT ({UNTOLD})
     + (SELECT count(*) FROM outbox_message WHERE status IN
             ('queued', 'claimed', 'making', 'handing_over'))
     + (SELECT count(DISTINCT owner_id) FROM signals_followup)
     - (SELECT count(*) FROM outbox_message WHERE kind = 'digest')
"""
HELD = """SELECT worker, status FROM outbox_message JOIN chaos_claim USING (token)
          WHERE status IN ('claimed', 'making', 'handing_over')"""
# More than one statement so far: a tick, or a claim.
IN_TRANSACTION = """SELECT application_name FROM pg_stat_activity
                    WHERE state <> 'idle' AND xact_start < query_start"""


def remind(ground: Ground, part: str, trouble: Trouble, folder: Path) -> Figures:
    """Run with every step due at once. `part` says how the relay treats a repeated Message-ID."""
    with Reminding(ground, part, trouble, folder) as scene:
        scene.start_sink(*(["drops"] if part == DROPS else []))
        for n in range(BEATS):
            scene.start_beat(f"klok-{n}")
        scene.flush_broker()
        scene.kill_workers()
        scene.until("rust", scene.at_rest)
        scene.count_before_anybody_looks()
        while stuck := list(Message.objects.stuck()):
            scene.look_after(stuck)
            scene.until("rust na het nakijken", scene.at_rest)
        scene.count_at_the_end()
    return scene.figures


class Reminding(Scene):
    """As in production, but with a faster scheduler."""

    def __init__(self, ground: Ground, part: str, trouble: Trouble, folder: Path) -> None:
        # Longer than a worker needs for a batch, yet short: claims of a killed worker wait for its
        # end.
        lease = 2 + min(len(ground.expected), outbox.BATCH) / 125
        env = {
            "OUTBOX_LEASE_SECONDS": str(lease),
            "RELAY_TIMEOUT_SECONDS": "2",
            "RELAY_DEDUPLICATES": str(int(part == DROPS)),
        }
        super().__init__(ground, part, trouble, folder, **env)
        self.figures.start_of_engine(len(self.expected))

    def start_beat(self, name: str) -> None:
        self.processes.start(name, "celery", "-A", "config", "beat", "-l", "warning")

    def start_worker(self, name: str) -> None:
        worker = ["-A", "config", "worker", "-l", "warning", "-n", f"{name}@chaos"]
        # About a hundred starts: skip the gossip with other workers and the checks that `migrate`
        # did.
        quick = ["--concurrency", 1, "--without-mingle"]
        skip = {"CELERY_SKIP_CHECKS": "1"}
        self.processes.start(name, "celery", *worker, *quick, PGAPPNAME=name, **skip)

    def progress(self) -> float:
        ((untold,),) = rows(UNTOLD)
        told = 1 - untold / len(self.expected)
        arrived = len(self.ledger.arrivals()) / len(self.expected)
        return QUEUEING * told + (1 - QUEUEING) * arrived

    def at_rest(self) -> bool:
        """Return whether everybody was reminded of everything, and no message is pending."""
        return rows(WAITING) == [(0,)]

    def busy(self) -> set[str]:
        held = {worker for worker, _ in rows(HELD)}
        in_transaction = {worker for (worker,) in rows(IN_TRANSACTION)}
        return (held | in_transaction) & self.at_work()

    def kill(self, worker: str) -> None:
        """Kill, and count kills that interrupted work: in a transaction just before, or holding
        messages just after."""
        in_transaction = (worker,) in rows(IN_TRANSACTION)
        super().kill(worker)
        held = {status for holder, status in rows(HELD) if holder == worker}
        self.figures.in_transaction += in_transaction
        self.figures.held += bool(held)
        self.figures.handing += "handing_over" in held

    def count_before_anybody_looks(self) -> None:
        shown = {about(message) for message in Message.objects.stuck()}
        self.figures.count(self.expected, self.ledger.arrivals(), shown)
        self.figures.sent = Message.objects.filter(status=Message.Status.SENT).count()

    def look_after(self, stuck: list[Message]) -> None:
        """Do what a coordinator does with stuck messages: check whether they arrived, then finish
        or retry."""
        coordinator = User.objects.get(role=Role.COORDINATOR)
        arrived = {arrival.message_id for arrival in self.ledger.arrivals()}
        for message in stuck:
            self.figures.given_up += message.status == Message.Status.FAILED
            if message.message_id in arrived:
                outbox.finish(message, by=coordinator)
                self.figures.shown_arrived += 1
            else:
                outbox.retry(message, by=coordinator)
                self.figures.shown_missing += 1

    def count_at_the_end(self) -> None:
        arrived = self.ledger.arrivals()
        self.figures.count(self.expected, arrived, shown=set())
        self.figures.dropped = sum(arrival.dropped for arrival in arrived)


def about(message: Message) -> str:
    """Return the name that the sink uses for this message."""
    if message.kind == "digest":
        return digest(message.to)
    return step(message.about["follow_up"])
