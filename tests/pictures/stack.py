"""The demo at a fixed moment, at the same URL in every run."""

from dataclasses import dataclass

from tests.journeys.stack import Stack
from tests.pictures.still import HOST, clock_of_database


@dataclass
class StillStack(Stack):
    """Only a web process: queued mail stays queued, and no scheduled task runs."""

    manage: tuple[str, ...] = ("-m", "tests.pictures.still")
    wsgi: str = "tests.pictures.still"
    workers: int = 1
    threads: int = 1

    def make_database(self) -> None:
        super().make_database()
        for statement in clock_of_database():
            self.sql(statement)
        self.sql(f'ALTER DATABASE "{self.database}" SET search_path = public, pg_catalog')

    def environment(self) -> dict[str, str]:
        return super().environment() | {
            "PICTURES": "web",
            "CELERY_QUEUE": f"pictures_{self.port}",
        }

    def browser_arguments(self) -> list[str]:
        """Map the fixed host name to this machine, on whatever port is free."""
        return [
            "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--font-render-hinting=none", "--disable-lcd-text", "--force-device-scale-factor=1",
            "--hide-scrollbars", f"--host-resolver-rules=MAP {HOST}:80 127.0.0.1:{self.port}",
        ]  # fmt: skip
