"""The broker: a database that was empty is used, and flushed repeatedly."""

import os
import sys
import threading
from urllib.parse import urlsplit

import redis

from tests.chaos.figures import Figures


def empty_broker(url: str) -> str:
    """Return the URL of an empty database of the same broker; only that one is flushed."""
    for number in range(15, 0, -1):
        ours = with_number(url, number)
        with redis.from_url(ours) as broker:
            if not broker.dbsize():
                return ours
    sys.exit("chaos     | de broker heeft geen lege database: zet REDIS_URL")


def with_number(url: str, number: int) -> str:
    if url.startswith("unix:"):
        return f"{url.partition('?')[0]}?db={number}"
    return urlsplit(url)._replace(path=f"/{number}").geturl()


class Flushing(threading.Thread):
    """`with Flushing(5, figures):` flushes the broker every five seconds, and counts lost tasks."""

    def __init__(self, every: float, figures: Figures) -> None:
        super().__init__(name="flushing")
        self.every, self.figures = every, figures
        self.over = threading.Event()

    def __enter__(self) -> None:
        self.start()

    def __exit__(self, *_) -> None:
        self.over.set()
        self.join()

    def run(self) -> None:
        with redis.from_url(os.environ["REDIS_URL"]) as broker:
            while not self.over.wait(self.every):
                at_once = broker.pipeline(transaction=True)
                at_once.llen(os.environ["CELERY_QUEUE"]).hlen("unacked").flushdb()
                waiting, taken, _ = at_once.execute()
                self.figures.flushes += 1
                self.figures.thrown += waiting + taken
