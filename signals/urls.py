"""Addresses of this room."""

from django.urls import path

from signals.views import doorstep, life, today

app_name = "signals"

urlpatterns = [
    path("vandaag/", today.today, name="today"),
    path("vandaag/<int:pk>/afronden/", today.finish, name="finish"),
    path("vandaag/<int:pk>/ongedaan-maken/", today.undo, name="undo"),
    path("signalen/", life.signal_list, name="list"),
    path("signalen/nieuw/", doorstep.log, name="log"),
    path("signalen/nieuw/adressen/", doorstep.doors, name="doors"),
    path("signalen/mijn/", doorstep.mine, name="mine"),
    path("signalen/<int:pk>/", life.page, name="page"),
    path("signalen/<int:pk>/oppakken/", life.pick_up, name="pick_up"),
    path("signalen/<int:pk>/koppelen/", life.link, name="link"),
    path("signalen/<int:pk>/sluiten/", life.close, name="close"),
    path("signalen/<int:pk>/heropenen/", life.reopen, name="reopen"),
    path("signalen/van-huurder/<int:pk>/volgende/", life.next_step, name="next_step"),
    path("signalen/van-huurder/<int:pk>/", life.of_tenant, name="of_tenant"),
]
