"""The moves of an activity: logged by one side, confirmed or disputed by the other."""

from django.utils.translation import gettext_lazy as _

from partnerships.activities.models import Activity
from portal.records.workflow import Move, Workflow

State = Activity.Status

ACTIVITY = Workflow(
    "activities.Activity",
    (
        Move(
            "confirm",
            (State.LOGGED, State.DISPUTED),
            State.CONFIRMED,
            _("Confirm"),
            "activities.confirm_activity",
        ),
        Move(
            "dispute",
            (State.LOGGED, State.CONFIRMED),
            State.DISPUTED,
            _("Not so…"),
            "activities.confirm_activity",
            needs_reason=True,
        ),
        Move(
            "offer_again",
            (State.DISPUTED,),
            State.LOGGED,
            _("Put to the other side again"),
            "activities.change_activity",
        ),
        Move(
            "withdraw",
            (State.LOGGED, State.DISPUTED),
            State.WITHDRAWN,
            _("Withdraw…"),
            "activities.change_activity",
            needs_reason=True,
        ),
    ),
)
