"""A bare Django page that sells places without overselling: it locks a row and inserts one, in a
project as `startproject` makes it. The reference against which our own page is timed. This one file
is its settings, URLconf and view."""

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

# Settings of its own, which override those of the project.
from config.settings import *  # noqa: F403

DEMO = False
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
AUTH_USER_MODEL = "auth.User"
ROOT_URLCONF = "tests.rush.bare"


@csrf_exempt
@transaction.atomic
def page(request: HttpRequest, pk: int) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT places FROM rush_sale WHERE id = %s FOR UPDATE", [pk])
        (places,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM rush_place WHERE sale_id = %s", [pk])
        (sold,) = cursor.fetchone()
        if sold < places:
            cursor.execute(
                "INSERT INTO rush_place (sale_id, name) VALUES (%s, %s)", [pk, request.POST["name"]]
            )
    return HttpResponse("ja" if sold < places else "nee")


urlpatterns = [path("<int:pk>/", page)]
