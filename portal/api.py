"""The router of the API, filled by the rooms named in settings.API_MODULES.

Django REST framework exempts its views from LoginRequiredMiddleware and does its own authentication: 401, no redirect.
"""

from django.conf import settings
from django.utils.module_loading import import_string
from rest_framework.routers import DefaultRouter

router = DefaultRouter()
router.include_format_suffixes = False
for module in settings.API_MODULES:
    import_string(f"{module}.register")(router)
