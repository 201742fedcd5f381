from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    """What a school can fill in alone."""

    name = "schools"
    label = "schools"
    verbose_name = _("Schools")

    def ready(self) -> None:
        from portal.accounts import memberships
        from portal.common import navigation
        from portal.common.due import register_due
        from portal.records.imports import kinds
        from portal.records.imports.exports import register_export
        from schools import exports, imports
        from schools.due import due_items
        from schools.models import SchoolMembership
        from schools.side_bar import LINKS

        memberships.register(SchoolMembership)
        navigation.register(*LINKS)
        register_due("school", due_items)
        register_export(*exports.KINDS)
        kinds.register(*imports.KINDS)
