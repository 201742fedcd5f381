"""How many queries a page costs: lists are tested at 1 and at 3 rows against one literal number.

The side bar and the panels of other rooms are left out: their rooms test what they cost.
"""

from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.common import navigation, panels


def queries_of(client: Any, url: str) -> int:
    """Queries of a GET that answers 200, after a first one has filled what is read once per process."""
    with patch.object(navigation, "_links", []), patch.object(panels, "_panels", []):
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
    return len(captured)
