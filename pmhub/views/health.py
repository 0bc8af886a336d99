"""Whether the process lives, and whether it can serve."""

import time

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from pmhub.tasks import HEARTBEAT

HEARTBEAT_LIMIT = 90  # seconds


@login_not_required
@require_safe
def alive(request):
    """This process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def ready(request):
    """Database, migrations, Redis and the clock, each "ok" or the reason why not; 503 unless all are well."""
    found = {name: check() for name, check in CHECKS.items()}
    well = all(answer == "ok" for answer in found.values())
    return JsonResponse(found, status=200 if well else 503)


def database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "cannot be reached"
    return "ok"


def migrations():
    try:
        executor = MigrationExecutor(connection)
    except Error:
        return "unknown"
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if not plan else f"{len(plan)} not applied"


def broker():
    try:
        client = redis.from_url(settings.REDIS_URL, socket_timeout=0.8, socket_connect_timeout=0.8)
        client.ping()
    except redis.RedisError:
        return "cannot be reached"
    return "ok"


def beat():
    at = cache.get(HEARTBEAT)
    if at is None:
        return "no heartbeat yet"
    age = int(time.time() - at)
    return "ok" if age <= HEARTBEAT_LIMIT else f"last heartbeat {age} s ago"


CHECKS = {"database": database, "migrations": migrations, "redis": broker, "beat": beat}
