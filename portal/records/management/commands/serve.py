"""The one-process mode: web server, worker and beat in one process, stopped together within 5 seconds."""

import os
import signal
import threading
from argparse import ArgumentParser
from typing import Any, NoReturn

from celery.beat import Scheduler, Service
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone
from waitress.server import create_server

from portal.celery import app
from portal.common.jobs import Job, job_kinds
from portal.records.nightly import catch_up
from portal.records.tasks import beat_heartbeat, sweep
from portal.wsgi import application

STOP_WITHIN_SECONDS = 4.0
DEMO_COMMAND = "load_demo"


class Command(BaseCommand):
    """`python manage.py serve`: the whole portal in one process, for one laptop without servers."""

    help = "Serve pages, run the jobs and keep the clock in one process (SQLite, no Redis)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")
        parser.add_argument("--threads", type=int, default=8, help="requests answered at once")
        parser.add_argument("--demo", action="store_true", help="queue the demo province if nothing is there")

    def handle(self, *args: Any, **options: Any) -> None:
        # The broker lives in this process's memory, which a check forbids everywhere else.
        server = _listen(options["host"], options["port"], options["threads"])
        worker = app.WorkController(pool="threads", concurrency=2, without_gossip=True, without_mingle=True)
        beat = Service(app, scheduler_cls=Scheduler)
        release_jobs_of_the_last_process()
        _be_found_at(options["host"], options["port"])
        for run in (worker.start, beat.start):
            threading.Thread(target=run, daemon=True).start()
        for task in (beat_heartbeat, sweep):
            task.delay()
        catch_up()
        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGINT, _stop)
        self.stdout.write(f"Ronghe 融合: http://{options['host']}:{options['port']}/  (Ctrl-C stops)")
        if options["demo"] and DEMO_COMMAND in get_commands():
            threading.Thread(target=self._queue_demo, daemon=True).start()
        self.stdout.flush()
        try:
            server.run()
        finally:
            beat.stop(wait=False)
            worker.stop()
            server.close()
            self.stdout.write("Stopped.")
            self.stdout.flush()
            os._exit(0)

    def _queue_demo(self) -> None:
        """The command makes a job row where the database is empty, and prints the demo accounts."""
        try:
            call_command(DEMO_COMMAND, if_empty=True, stdout=self.stdout)
            self.stdout.flush()
        finally:
            connections.close_all()


def _listen(host: str, port: int, threads: int) -> Any:
    try:
        return create_server(application, host=host, port=port, threads=threads)
    except OSError as error:
        raise CommandError(
            f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port (make run PORT=...)",
            returncode=2,
        ) from error


def _be_found_at(host: str, port: int) -> None:
    """Links in mails and QR codes begin with the address that is served, unless PUBLIC_URL names another."""
    if not os.environ.get("PUBLIC_URL"):
        settings.PUBLIC_URL = f"http://{host}:{port}"


def _stop(signum: int, frame: object) -> NoReturn:
    threading.Timer(STOP_WITHIN_SECONDS, os._exit, args=[0]).start()
    raise SystemExit(0)


def release_jobs_of_the_last_process() -> int:
    """Let the leases of running jobs end now: in one-process mode their worker died with the last process.

    Their attempts count anew: that somebody stopped the portal is no fault of the job.
    """
    now = timezone.now()
    return sum(
        kind.model._base_manager.filter(state=Job.State.RUNNING, lease_until__gt=now).update(
            lease_until=now, attempts=0
        )
        for kind in job_kinds()
    )
