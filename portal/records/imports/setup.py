"""What AppConfig.ready tells the site about imports and exports."""

from django.utils.translation import gettext_lazy as _

from portal.common import navigation
from portal.common.due import register_due
from portal.common.jobs import register_job
from portal.records.imports import exports, permissions, work
from portal.records.imports.due import due_items
from portal.records.models import ExportJob, ImportBatch

ORGANISATIONS = ("school", "enterprise", "bureau")


def ready() -> None:
    """Register the two kinds of job and the link of the side bar; rights come with the module of permissions."""
    assert permissions.edits_owner
    register_job(ImportBatch, work.run)
    register_job(ExportJob, exports.run_export)
    for kind in ORGANISATIONS:
        register_due(kind, due_items)
    navigation.register(
        *(
            navigation.Link(kind, "data", _("Import and export"), "import_list", order=10)
            for kind in ORGANISATIONS
        )
    )
