"""The one-process mode: web server, worker and beat in one process, stopped together within 5 seconds."""

import os
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from celery.beat import Scheduler, Service
from django.core.management.base import BaseCommand
from waitress.server import create_server

from portal.celery import app
from portal.wsgi import application

STOP_WITHIN_SECONDS = 4.0


class Command(BaseCommand):
    """`python manage.py serve`: the whole portal in one process, for one laptop without servers."""

    help = "Serve pages, run the jobs and keep the clock in one process (SQLite, no Redis)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--threads", type=int, default=8)

    def handle(self, *args: Any, **options: Any) -> None:
        # The broker lives in this process's memory, which a check forbids everywhere else.
        worker = app.WorkController(pool="threads", concurrency=2, without_gossip=True, without_mingle=True)
        beat = Service(app, scheduler_cls=Scheduler)
        server = create_server(
            application, host=options["host"], port=options["port"], threads=options["threads"]
        )
        for run in (worker.start, beat.start):
            threading.Thread(target=run, daemon=True).start()

        def stop(signum: int, frame: object) -> None:
            threading.Timer(STOP_WITHIN_SECONDS, os._exit, args=[0]).start()
            raise SystemExit(0)

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        self.stdout.write(f"Ronghe 融合: http://{options['host']}:{options['port']}/  (Ctrl-C stops)")
        try:
            server.run()
        finally:
            beat.stop(wait=False)
            worker.stop()
            server.close()
            self.stdout.write("Stopped.")
            self.stdout.flush()
            os._exit(0)
