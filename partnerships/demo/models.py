"""Loading the demo is a job like others: visible, restartable, done once."""

from portal.common.jobs import Job


class DemoLoad(Job):
    """One loading of an invented world."""

    def __str__(self) -> str:
        return f"demo {self.state}"
