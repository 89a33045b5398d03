"""`manage.py check --deploy` names every setting that is dangerous with real people."""

import pytest
from django.conf import settings

from tests.processes import run_python

RIGHT = {
    "AANLOOP_DEMO": "0",
    "DATABASE_URL": "postgres://aanloop:geheim@db.wonen.example/aanloop?sslmode=require",
    "REDIS_URL": "unix:///run/valkey.sock?db=0",
    "SECRET_KEY": "wq8Zk1uBf5Yt0Vn3Lr7Hx2Gd9Sj4Mc6Pa_eTiRoUyQbNvXzKlWhF",
    "ALLOWED_HOSTS": "aanloop.wonen.example",
    "SITE_URL": "https://aanloop.wonen.example",
    "ORGANISATION": "Wonen Langs De Vaart",
    "ORGANISATION_PHONE": "010 123 45 67",
    "DEFAULT_FROM_EMAIL": "Aanloop <aanloop@wonen.example>",
    "EMAIL_URL": "submission://aanloop:geheim@relay.wonen.example:587",
    "TRUSTED_PROXY_COUNT": "1",
}
OIDC = {
    "OIDC_SERVER_URL": "https://login.wonen.example",
    "OIDC_CLIENT_ID": "aanloop",
    "OIDC_CLIENT_SECRET": "geheim",
}
HERE = {"SITE_URL": "http://localhost", "ALLOWED_HOSTS": "localhost"}
# (what is different from RIGHT, the check that says so, words that tell what to do)
DANGEROUS = [
    ({"AANLOOP_DEMO": "1", **HERE}, "E001", "AANLOOP_DEMO=0"),
    ({"DEBUG": "1"}, "E002", "DEBUG=0"),
    ({"REDIS_URL": None}, "E003", "REDIS_URL is niet gezet"),
    ({"DATABASE_URL": None}, "E003", "DATABASE_URL is niet gezet"),
    ({"SITE_URL": None}, "E003", "SITE_URL is niet gezet"),
    ({"ALLOWED_HOSTS": None}, "E003", "ALLOWED_HOSTS is niet gezet"),
    ({"ORGANISATION": None}, "E004", "Zet ORGANISATION op"),
    ({"ORGANISATION_PHONE": None}, "E004", "Zet ORGANISATION_PHONE op"),
    ({"DEFAULT_FROM_EMAIL": None}, "E004", "Zet DEFAULT_FROM_EMAIL op"),
    ({"DEFAULT_FROM_EMAIL": "Vaart <a@delinde.example>"}, "E004", "Zet DEFAULT_FROM_EMAIL op"),
    ({"ALLOWED_HOSTS": "*"}, "E005", "alleen de hostnamen"),
    ({"ALLOWED_HOSTS": "aanloop.wonen.example, *"}, "E005", "alleen de hostnamen"),
    ({"SITE_URL": None}, "E006", "Zet SITE_URL"),
    ({"SITE_URL": "https://localhost"}, "E006", "Zet SITE_URL"),
    ({"SITE_URL": "aanloop.wonen.example"}, "E006", "Zet SITE_URL"),
    ({"ALLOWED_HOSTS": "a.example", "SITE_URL": "https://b.example"}, "E007", "Zet b.example in"),
    ({"SITE_URL": "https://aanloop.wonen.example/"}, "E008", "de laatste /"),
    ({"SITE_URL": "http://aanloop.wonen.example"}, "E009", "https://"),
    ({"SECURE": "0"}, "E009", "SECURE=1"),
    ({"SECRET_KEY": "geheim"}, "E010", "Maak een nieuwe"),
    ({"SECRET_KEY": "changeme-" * 8}, "E010", "Maak een nieuwe"),
    ({"SECRET_KEY": "django-insecure-" + RIGHT["SECRET_KEY"]}, "E010", "Maak een nieuwe"),
    ({"SECRET_KEY_FALLBACKS": "geheim"}, "E010", "SECRET_KEY_FALLBACKS is te raden"),
    ({"EMAIL_URL": "consolemail://"}, "E011", "submission://"),
    ({"EMAIL_URL": "dummymail://"}, "E011", "submission://"),
    ({"EMAIL_URL": "memorymail://"}, "E011", "submission://"),
    ({"EMAIL_URL": "filemail:///tmp/mail"}, "E011", "submission://"),
    ({"EMAIL_URL": "smtp://aanloop:geheim@relay.wonen.example:25"}, "E012", "submission://"),
    ({"SECOND_FACTOR_REQUIRED": "0"}, "E013", "SECOND_FACTOR_REQUIRED=1"),
    ({"SECOND_FACTOR_REQUIRED": "0", **OIDC}, "E013", "SECOND_FACTOR_REQUIRED=1"),
    ({**OIDC, "OIDC_SERVER_URL": "http://login.wonen.example"}, "E014", "https://"),
    ({"TRUSTED_PROXY_COUNT": None}, "W001", "TRUSTED_PROXY_COUNT=0 als er geen proxy is"),
    ({"DATABASE_URL": "postgres://aanloop:geheim@db/aanloop"}, "W002", "?sslmode=require"),
]
RIGHT_TOO = [
    {},
    {"TRUSTED_PROXY_COUNT": "0"},
    {"DATABASE_URL": "postgres://aanloop@//run/postgresql/aanloop"},
    {"DATABASE_URL": "postgres://aanloop:geheim@127.0.0.1/aanloop"},
    {"DATABASE_URL": "postgres://aanloop:geheim@db/aanloop?sslmode=disable"},
    {"EMAIL_URL": "smtp://127.0.0.1:25"},
    {"EMAIL_URL": "submissions://aanloop:geheim@relay.wonen.example"},
    {"ALLOWED_HOSTS": "wonen.example, aanloop.wonen.example"},
    OIDC,
]


def batched(cases: list[tuple]) -> list[list[tuple]]:
    """Put cases about different settings together, because every start takes two seconds."""
    batches: list[list[tuple]] = []
    for case in cases:
        for batch in batches:
            if not any(case[0].keys() & other[0].keys() for other in batch):
                batch.append(case)
                break
        else:
            batches.append([case])
    return batches


def numbers(batch: list[tuple]) -> str:
    return "-".join(number for _, number, _ in batch)


def check(monkeypatch, cases: list[tuple]) -> tuple[int, str]:
    """Return the exit code and the text of `manage.py check --deploy` with these settings."""
    env = dict(RIGHT)
    for changes, *_ in cases:
        env |= changes
    # Playwright sets this for its own process.
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)
    for name in [name for name, value in env.items() if value is None]:
        monkeypatch.delenv(name, raising=False)
        del env[name]
    # Without DATABASE_URL, manage.py would use the database of a `make run` in this checkout.
    manage = ["manage.py"] if "DATABASE_URL" in env else ["-m", "django"]
    env["DJANGO_SETTINGS_MODULE"] = "config.settings"
    ended = run_python(*manage, "check", "--deploy", "--fail-level", "WARNING", env=env)
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.parametrize("batch", batched([(changes,) for changes in RIGHT_TOO]), ids=len)
def test_check_deploy_accepts_a_safe_configuration(monkeypatch, batch):
    code, said = check(monkeypatch, batch)

    assert said == "System check identified no issues (0 silenced).\n"
    assert code == 0


@pytest.mark.parametrize("batch", batched(DANGEROUS), ids=numbers)
def test_check_deploy_names_each_dangerous_setting(monkeypatch, batch):
    code, said = check(monkeypatch, batch)

    for _, number, words in batch:
        assert f"(aanloop.{number})" in said
        assert words in said
    assert "geheim@" not in said
    assert code == 1


def test_every_check_has_a_configuration_that_triggers_it():
    source = (settings.BASE_DIR / "config" / "checks.py").read_text()

    assert source.count("yield ") == len({number for _, number, _ in DANGEROUS})
