from django.urls import path

from portal.records.imports import export_views, views

urlpatterns = [
    path("imports/", views.import_list, name="import_list"),
    path("imports/new/", views.import_new, name="import_new"),
    path("imports/upload/", views.import_upload, name="import_upload"),
    path("imports/templates/<slug:code>/", views.import_template, name="import_template"),
    path("imports/<slug:public_id>/", views.import_detail, name="import_detail"),
    path("imports/<slug:public_id>/columns/", views.import_columns, name="import_columns"),
    path("imports/<slug:public_id>/columns/match/", views.import_match, name="import_match"),
    path("imports/<slug:public_id>/sheet/", views.import_sheet, name="import_sheet"),
    path("imports/<slug:public_id>/words/", views.import_words, name="import_words"),
    path("imports/<slug:public_id>/commit/", views.import_commit, name="import_commit"),
    path("imports/<slug:public_id>/discard/", views.import_discard, name="import_discard"),
    path("imports/<slug:public_id>/retry/", views.import_retry, name="import_retry"),
    path("imports/<slug:public_id>/rejected/", views.import_rejected, name="import_rejected"),
    path("exports/lists/<slug:code>/", export_views.export_list, name="export_list"),
    path("exports/lists/<slug:code>/prepare/", export_views.export_prepare, name="export_prepare"),
    path("exports/<slug:public_id>/", export_views.export_detail, name="export_detail"),
    path("exports/<slug:public_id>/file/", export_views.export_file, name="export_file"),
]
