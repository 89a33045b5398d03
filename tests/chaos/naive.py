"""The controls: reminders in their simplest form, `python -m tests.chaos.naive WAY`.

Both lock one step at a time, so that two workers never take the same one. Only the order differs:
mark first, or send first. With a correct sender kill -9 makes no difference; each of these fails.
The database and the mail server are found by PGHOST and related variables, and SMTP_PORT.
"""

import os
import smtplib
import sys
import time
from email.message import EmailMessage
from email.utils import make_msgid

import psycopg2

TAKE = """SELECT f.id, u.email FROM signals_followup f JOIN accounts_user u ON u.id = f.owner_id
          WHERE f.kind = 'urgent' AND f.done_at IS NULL AND f.reminded_at IS NULL
          ORDER BY f.due_on, f.id LIMIT 1 FOR UPDATE OF f SKIP LOCKED"""
MARK = "UPDATE signals_followup SET reminded_at = now() WHERE id = %s"


def mark_then_send(database, relay: smtplib.SMTP, number: int, to: str) -> None:
    """A worker killed in between has marked a message that is never sent."""
    mark(database, number)
    database.commit()
    send(relay, number, to)


def send_then_mark(database, relay: smtplib.SMTP, number: int, to: str) -> None:
    """A worker killed in between has sent a message that is sent again."""
    send(relay, number, to)
    mark(database, number)
    database.commit()


WAYS = {"mark-then-send": mark_then_send, "send-then-mark": send_then_mark}


def mark(database, number: int) -> None:
    with database.cursor() as cursor:
        cursor.execute(MARK, [number])


def send(relay: smtplib.SMTP, number: int, to: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "aanloop@chaos.example", to, make_msgid()
    mail["Subject"] = "Er is iets dat vandaag moet"
    mail.set_content(f"Er staat iets op je lijst dat vandaag moet: nummer {number}.\n")
    relay.send_message(mail)


def work(way) -> None:
    """Work until killed."""
    database = psycopg2.connect("")
    with smtplib.SMTP("127.0.0.1", int(os.environ["SMTP_PORT"])) as relay:
        while True:
            with database.cursor() as cursor:
                cursor.execute(TAKE)
                found = cursor.fetchone()
            if found:
                way(database, relay, *found)
            else:
                database.rollback()
                time.sleep(0.05)


if __name__ == "__main__":
    work(WAYS[sys.argv[1]])
