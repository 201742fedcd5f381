"""The ground of the house: the site and the rooms that everybody shares."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
