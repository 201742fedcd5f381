"""The Celery application. Tasks are found by name in every installed room."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("ronghe")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
