"""/livez and /readyz: is the process alive, and can it serve?"""

import shutil
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.exceptions import RedisError

from portal.records.models import Heartbeat

HEARTBEAT_AGE = timedelta(seconds=60)
MIN_FREE_BYTES = 200 * 1024 * 1024


@login_not_required
@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 `ready` or `degraded` (Redis or worker away: pages work, jobs wait), 503 where pages cannot work."""
    try:
        parts = {"database": _database(), "migrations": _migrations(), "disk": _disk(), **_heartbeats()}
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "away"}, status=503)
    parts["redis"] = _redis()
    vital = parts["migrations"] == "ok" and parts["disk"] == "ok"
    healthy = vital and all(value in {"ok", "not used"} for value in parts.values())
    status = "ready" if healthy else "degraded" if vital else "unavailable"
    return JsonResponse({"status": status, **parts}, status=200 if vital else 503)


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    return "pending" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else "ok"


def _disk() -> str:
    return "ok" if shutil.disk_usage(settings.VAR_DIR).free > MIN_FREE_BYTES else "full"


def _heartbeats() -> dict[str, str]:
    alive = set(
        Heartbeat.objects.filter(at__gte=timezone.now() - HEARTBEAT_AGE).values_list("part", flat=True)
    )
    return {part: "ok" if part in alive else "silent" for part in ("worker", "beat")}


def _redis() -> str:
    if not settings.REDIS_URL:
        return "not used"
    try:
        Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5).ping()
    except RedisError:
        return "away"
    return "ok"
