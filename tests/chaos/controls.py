"""Controls: the same kills on the same steps, with senders without an outbox. Each must fail."""

from dataclasses import replace
from pathlib import Path

from tests.chaos.figures import Figures
from tests.chaos.ground import Ground
from tests.chaos.scene import Scene, Trouble, rows
from tests.chaos.sink import step

# About one kill in three falls between the two operations: this many make a failure certain.
AT_LEAST = 30
# Naive workers start at once and have no leases, so fewer steps are enough for as many kills.
STEPS_A_KILL = 20
UNTOLD = """SELECT id FROM signals_followup
            WHERE kind = 'urgent' AND done_at IS NULL AND reminded_at IS NULL ORDER BY id"""
LEAVE = f"UPDATE signals_followup SET reminded_at = now() WHERE id IN ({UNTOLD} OFFSET %s)"


def remind_naively(ground: Ground, part: str, trouble: Trouble, folder: Path) -> Figures:
    """Run a control; `part` gives the order: mark-then-send or send-then-mark."""
    trouble = replace(trouble, kills=max(trouble.kills, AT_LEAST))
    with Naive(ground, part, trouble, folder) as scene:
        scene.start_sink()
        scene.kill_workers()
        scene.until("rust", scene.at_rest)
        scene.figures.count(scene.expected, scene.ledger.arrivals(), shown=set())
    return scene.figures


class Naive(Scene):
    """Workers only: they find their own work, and need no broker."""

    def __init__(self, ground: Ground, part: str, trouble: Trouble, folder: Path) -> None:
        super().__init__(ground, part, trouble, folder)
        rows(LEAVE, STEPS_A_KILL * trouble.kills)
        self.expected = {step(number) for (number,) in rows(UNTOLD)}
        self.figures.expected = len(self.expected)

    def start_worker(self, name: str) -> None:
        self.processes.start(name, "tests.chaos.naive", self.part, PGAPPNAME=name)

    def progress(self) -> float:
        return 1 - len(rows(UNTOLD)) / len(self.expected)

    def at_rest(self) -> bool:
        return rows(UNTOLD) == []
