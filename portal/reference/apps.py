"""The room that holds what standards and catalogues say."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferenceConfig(AppConfig):
    """Regions, industries, clusters, majors, forms of cooperation and holidays, read by every other room."""

    name = "portal.reference"
    label = "reference"
    verbose_name = _("Reference data")
