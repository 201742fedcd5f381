"""/bureaus/...: the register of bureaus."""

from django.urls import path

from portal.accounts.views import bureaus

urlpatterns = [
    path("", bureaus.bureau_list, name="bureau_list"),
    path("<str:public_id>/", bureaus.bureau_detail, name="bureau_detail"),
    path("<str:public_id>/edit/", bureaus.bureau_edit, name="bureau_edit"),
]
