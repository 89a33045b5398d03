"""URLs of accounts and rights."""

from django.urls import path

from grants.views import accounts, rights

app_name = "grants"

urlpatterns = [
    path("", accounts.account_list, name="account_list"),
    path("nieuw/", accounts.add_account, name="add_account"),
    path("<int:pk>/", accounts.page, name="page"),
    path("<int:pk>/wijzigen/", accounts.change_account, name="change_account"),
    path("<int:pk>/rol/", accounts.change_role, name="change_role"),
    path("<int:pk>/uit/", accounts.switch_off, name="switch_off"),
    path("<int:pk>/aan/", accounts.switch_on, name="switch_on"),
    path("rechten/", rights.grant_list, name="grant_list"),
    path("rechten/<int:pk>/bevestigen/", rights.confirm, name="confirm"),
    path("rechten/<int:pk>/afwijzen/", rights.refuse, name="refuse"),
    path("rechten/<int:pk>/intrekken/", rights.withdraw, name="withdraw"),
]
