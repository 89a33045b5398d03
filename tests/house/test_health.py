"""/readyz compares the migrations of the code with those of the database, cheaply."""

import pkgutil

import pytest
from django.db.migrations.recorder import MigrationRecorder

from config.middleware import migrations_of_the_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def reads_of_the_disk(monkeypatch) -> list:
    """Note each time that Django looks for migrations on disk."""
    found, look = [], pkgutil.iter_modules

    def noted(*arguments):
        found.append(arguments)
        return look(*arguments)

    monkeypatch.setattr("django.db.migrations.loader.pkgutil.iter_modules", noted)
    migrations_of_the_code.cache_clear()
    return found


def test_a_database_with_all_migrations_is_ready(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["database"] == "ok"


def test_a_database_without_one_migration_is_not_ready(client):
    last = MigrationRecorder.Migration.objects.filter(app="outbox").latest("pk")
    last.delete()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["database"] == "migrations waiting"


def test_an_empty_database_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(MigrationRecorder.Migration._meta, "db_table", "nothing_here")

    assert client.get("/readyz").status_code == 503


def test_migrations_are_read_from_disk_once(client, reads_of_the_disk):
    client.get("/readyz")
    first = len(reads_of_the_disk)
    client.get("/readyz")

    assert first > 10
    assert len(reads_of_the_disk) == first


def test_a_question_costs_two_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get("/readyz")
