"""URLs of this app."""

from django.urls import path

from housing.views import candidates, forms, public, register

app_name = "housing"
urlpatterns = [
    path("", forms.form_list, name="form_list"),
    path("nieuw/", forms.add, name="add"),
    path("<int:pk>/", forms.page, name="page"),
    path("<int:pk>/wijzigen/", forms.edit, name="edit"),
    path("<int:pk>/verder/", forms.advance, name="advance"),
    path("<int:pk>/fasen/", register.plan_phases, name="plan_phases"),
    path("<int:pk>/mix/", register.plan_mix, name="plan_mix"),
    path("fase/<int:pk>/gedaan/", register.finish_evaluation, name="finish_evaluation"),
    path("te-laat/", register.late_phases, name="late_phases"),
    path("<int:pk>/vastleggen/<str:kind>/", register.add_record, name="add_record"),
    path("vastgelegd/<int:pk>/", register.change_record, name="change_record"),
    path("vastgelegd/<int:pk>/weg/", register.remove_record, name="remove_record"),
    path("<int:pk>/kennismaking/", forms.link_meetup, name="link_meetup"),
    path("kennismaking/<int:pk>/los/", forms.unlink_meetup, name="unlink_meetup"),
    path("<int:pk>/belangstelling/", candidates.note_interest, name="note_interest"),
    path("<int:pk>/van-buiten/", candidates.note_outsider, name="note_outsider"),
    path("van-buiten/<int:pk>/", candidates.change_outsider, name="change_outsider"),
    path("van-buiten/<int:pk>/weg/", candidates.forget_outsider, name="forget_outsider"),
    path("van-buiten/<int:pk>/huurder/", candidates.became_tenant, name="became_tenant"),
    path("belangstelling/<int:pk>/", candidates.candidate, name="candidate"),
    path("belangstelling/<int:pk>/stap/", candidates.take_step, name="take_step"),
    path("belangstelling/<int:pk>/besluit/", candidates.record_decision, name="record_decision"),
    path("belangstelling/<int:pk>/woont-hier/", candidates.place, name="place"),
    path(
        "belangstelling/<int:pk>/nog-steeds/", candidates.confirm_interest, name="confirm_interest"
    ),
    path("belangstelling/<int:pk>/niet-meer/", candidates.end_interest, name="end_interest"),
    path("open/<int:pk>/", public.apply, name="apply"),
    path("open/<int:pk>/bedankt/", public.applied, name="applied"),
    path("nog-steeds/<str:token>/", candidates.answer_by_link, name="answer_by_link"),
    path("van-huurder/<int:pk>/", candidates.of_tenant, name="of_tenant"),
]
