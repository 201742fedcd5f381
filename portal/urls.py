"""Addresses of the site. Rooms are joined by name: the ground imports none of them."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from portal.api import router
from portal.common.views import api_docs, components
from portal.records import health

# Wrapped before `admin.site.urls` is read, or /admin/login/ would bypass the limits on sign-in.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("portal.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("bureaus/", include("portal.accounts.bureau_urls")),
    path("i18n/", include("portal.accounts.language_urls")),
    path("admin/", admin.site.urls),
    path("api/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("api/docs/", api_docs, name="api_docs"),
    path("api/v1/", include(router.urls)),
    path("components/", components, name="components"),
    path("", include("portal.records.urls")),
    path("", include("schools.urls")),
    path("", include("enterprises.urls")),
    path("", include("partnerships.agreements.urls")),
    path("", include("partnerships.activities.urls")),
    path("", include("partnerships.depth.urls")),
    path("", include("partnerships.matching.urls")),
    path("", include("partnerships.demo.urls")),
    path("", include("partnerships.dashboards.urls")),
]

handler404 = "portal.common.refusals.not_found"
handler500 = "portal.common.refusals.server_error"
handler429 = "portal.accounts.views.limits.too_many"
