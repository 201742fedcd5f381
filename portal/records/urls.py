"""/l/...: acts without an account. /tokens/...: keys to the API."""

from django.urls import include, path

from portal.records.views import links, tokens

urlpatterns = [
    path("", include("portal.records.imports.urls")),
    path("l/<str:token>/", links.signed_link, name="signed_link"),
    path("l/<str:token>/qr.svg", links.signed_link_qr, name="signed_link_qr"),
    path("l/<str:token>/files/<slug:key>/", links.signed_link_file, name="signed_link_file"),
    path("l/<str:token>/<slug:answer>/", links.signed_link_answer, name="signed_link_answer"),
    path("tokens/new/", tokens.token_create, name="token_create"),
    path("tokens/<str:public_id>/revoke/", tokens.token_revoke, name="token_revoke"),
]
