"""All URLs. Paths are Dutch; URL names are English."""

from django.conf import settings
from django.urls import include, path

from accounts import views as account_views
from accounts.admin_site import lists
from config import public_files, search, views
from config.response_headers import csp_report

urlpatterns = [
    path("", views.home, name="home"),
    path("robots.txt", public_files.robots, name="robots"),
    path("sitemap.xml", public_files.sitemap, name="sitemap"),
    path("favicon.ico", public_files.favicon, name="favicon"),
    path(".well-known/security.txt", public_files.security_text, name="security_text"),
    path("uw-gegevens/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("zoeken/", search.search, name="search"),
    path("", include("signals.urls")),
    path("huurders/inlezen/", include("imports.urls")),
    path("huurders/", include("tenants.urls")),
    path("verwijzingen/", include("referrals.urls")),
    path("partners/", include("partners.urls")),
    path("", include("activities.urls")),
    path("woonvormen/", include("housing.urls")),
    path("", include("outreach.urls")),
    path("overzicht/", include("insights.urls")),
    path("logboek/", include("audit.urls")),
    path("accounts/", include("grants.urls")),
    path("", include("unsorted.urls")),
    path("uitgaande-post/", include("outbox.urls")),
    path("account/", views.account, name="account"),
    path("account/weergave/", views.display, name="display"),
    path("account/werkaccount/", account_views.prove_at_work, name="prove_at_work"),
    path("account/", include("allauth.urls")),
    path("beheer/", lists.urls),
    path("browsermelding/", csp_report, name="csp_report"),
]
if settings.OIDC_SERVER_URL:
    # Ahead of the page of django-allauth, which does not check the signature.
    back = "account/oidc/<str:provider_id>/login/callback/"
    view = account_views.openid_connect_callback
    urlpatterns.insert(0, path(back, view, name="openid_connect_callback"))
if settings.DEMO:
    urlpatterns.append(path("demo/", include("outbox.urls_demo")))
# django-allauth shows it when a page of its own was sent too often.
handler429 = "config.views.too_many_requests"
