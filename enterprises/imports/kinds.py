"""The kinds of import that this room offers."""

from django.utils.translation import gettext_lazy as _

from enterprises.imports import enterprises, openings
from portal.records.imports.kinds import ImportKind

KINDS = (
    ImportKind(
        code="enterprises",
        label=_("Enterprises"),
        note=_("By credit code, or by ticker or register number until the code is known"),
        organisations=("bureau", "school"),
        spec=enterprises.spec,
        existing=enterprises.REGISTER.existing,
        commit=enterprises.REGISTER.commit,
        effects=enterprises.effects,
        list_url_name="enterprise_list",
        order=50,
    ),
    ImportKind(
        code="openings",
        label=_("Openings"),
        note=_("Post, seats, period, tasks and accepted majors"),
        organisations=("enterprise", "bureau"),
        spec=openings.spec,
        existing=openings.REGISTER.existing,
        commit=openings.REGISTER.commit,
        effects=openings.effects,
        list_url_name="opening_list",
        order=60,
    ),
)
