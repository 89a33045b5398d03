"""URLs of this app."""

from django.urls import path

from referrals.views import inbox, link, own_work, phone, sender, wizard
from referrals.views.steps import STEPS

app_name = "referrals"

urlpatterns = [
    path("", sender.referral_list, name="referral_list"),
    path("nieuw/<int:pk>/", wizard.start, name="start"),
    path("per-partner/", sender.by_partner, name="by_partner"),
    path("uitvoer/", sender.export, name="export"),
    path("antwoord/klaar/", link.link_done, name="link_done"),
    path("antwoord/<str:token>/", link.link, name="link"),
    path("antwoord/<str:token>/code/", link.send_code, name="send_code"),
    path("antwoord/<str:token>/open/", link.use_code, name="use_code"),
    path("antwoord/<str:token>/<str:slug>/", link.link_act, name="link_act"),
    path("goed-nieuws/", sender.good_news, name="good_news"),
    path("van-huurder/<int:pk>/", sender.of_tenant, name="of_tenant"),
    path("van-huurder/<int:pk>/stand/", sender.badge, name="badge"),
    path("van-partner/<int:pk>/", sender.of_partner, name="of_partner"),
    path("van-huurder/<int:pk>/te-vragen/", sender.to_ask, name="to_ask"),
    path("van-huurder/<int:pk>/begin/", sender.start_button, name="start_button"),
    path("postvak/", inbox.inbox, name="inbox"),
    path("postvak/uitvoer/", own_work.export_own, name="export_own"),
    path("postvak/<uuid:number>/", inbox.answer_page, name="answer_page"),
    *(
        path(
            f"postvak/<uuid:number>/{step.tail}",
            inbox.inbox_act,
            {"slug": step.slug},
            name=step.name,
        )
        for step in STEPS
    ),
    path("postvak/<uuid:number>/overnemen/", inbox.take_over, name="take_over"),
    path("postvak/<uuid:number>/overdragen/", inbox.hand_over, name="hand_over"),
    path("postvak/<uuid:number>/notitie/", inbox.write_note, name="write_note"),
    path("<uuid:number>/", sender.page, name="page"),
    path("<uuid:number>/tweede-keus/", sender.offer_second, name="offer_second"),
    path("<uuid:number>/kennismaken/", sender.plan_handover, name="plan_handover"),
    path("<uuid:number>/links-stoppen/", sender.revoke_access_links, name="revoke_access_links"),
    path("<uuid:number>/namens/", phone.phone, name="phone"),
    path("<uuid:number>/namens/<str:slug>/", phone.phone_act, name="phone_act"),
    path("<uuid:number>/stap/1/", wizard.choose, name="choose"),
    path("<uuid:number>/stap/2/", wizard.write_wish, name="write_wish"),
    path("<uuid:number>/stap/3/", wizard.consent, name="consent"),
    path("<uuid:number>/stap/4/", wizard.send, name="send"),
    path("<uuid:number>/bericht/", sender.reply, name="reply"),
    path("<uuid:number>/intrekken/", sender.withdraw, name="withdraw"),
]
