"""The steps of an import as a table of moves."""

from django.utils.translation import gettext_lazy as _

from portal.records.models import ImportBatch
from portal.records.workflow import Move, Workflow

S = ImportBatch.Status
MAY = "records.change_import"

IMPORT_STEPS = Workflow(
    "records.ImportBatch",
    (
        Move("show_columns", (S.READING,), S.MAPPING, _("Match columns"), MAY),
        Move("refuse", (S.READING, S.PLANNING, S.COMMITTING), S.REFUSED, _("Refuse the file"), MAY),
        Move("read_again", (S.MAPPING, S.PREVIEWED), S.READING, _("Read another sheet"), MAY),
        Move("compare", (S.MAPPING, S.PREVIEWED), S.PLANNING, _("Compare"), MAY),
        Move("preview", (S.PLANNING,), S.PREVIEWED, _("Preview"), MAY),
        Move("begin", (S.PREVIEWED,), S.COMMITTING, _("Import"), MAY),
        Move("give_back", (S.COMMITTING,), S.PREVIEWED, _("Check again"), MAY),
        Move("finish", (S.COMMITTING,), S.DONE, _("Imported"), MAY),
        Move("discard", (S.MAPPING, S.PREVIEWED), S.ABANDONED, _("Discard"), MAY),
    ),
)
