from django.urls import URLPattern, path

from partnerships.activities.views import answers, entries, files

urlpatterns: list[URLPattern] = [
    path("activities/", entries.activity_list, name="activity_list"),
    path("activities/new/", entries.activity_create, name="activity_create"),
    path("activities/<slug:public_id>/", entries.activity_detail, name="activity_detail"),
    path("activities/<slug:public_id>/edit/", entries.activity_edit, name="activity_edit"),
    path(
        "activities/<slug:public_id>/offer-again/", entries.activity_offer_again, name="activity_offer_again"
    ),
    path("activities/<slug:public_id>/withdraw/", entries.activity_withdraw, name="activity_withdraw"),
    path("activities/<slug:public_id>/confirm/", answers.activity_confirm, name="activity_confirm"),
    path("activities/<slug:public_id>/dispute/", answers.activity_dispute, name="activity_dispute"),
    path("activities/<slug:public_id>/link/", answers.activity_link, name="activity_link"),
    path("activities/<slug:public_id>/evidence/new/", files.evidence_add, name="evidence_add"),
    path(
        "activities/<slug:public_id>/evidence/<slug:child_id>/",
        files.evidence_download,
        name="evidence_download",
    ),
    path(
        "activities/<slug:public_id>/evidence/<slug:child_id>/remove/",
        files.evidence_remove,
        name="evidence_remove",
    ),
]
