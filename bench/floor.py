"""The floor: a bare Django view that runs the statements PMHub ran, and answers with as many bytes.

No middleware, no sign-in, no models; the same database, the same gunicorn. What PMHub takes longer is PMHub.
"""

import itertools
import json
import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["*"],
    DEBUG_PROPAGATE_EXCEPTIONS=True,
    DATABASES={"default": json.loads(os.environ["BENCH_DATABASE"])},
    ROOT_URLCONF=__name__,
    SECRET_KEY="nothing here is secret",
    USE_TZ=True,
)
recorded = json.loads(Path(os.environ["BENCH_STATEMENTS"]).read_text())
counters = {}  # by process: gunicorn forks after this module has been loaded


def replay(request, place):
    """Run the statements of one recorded request. Places that a write varies get a new number, row or key."""
    record = recorded[place]
    number = next(counters.setdefault(os.getpid(), itertools.count(os.getpid() % 1_000 * 100_000 + 1_000_000)))
    values = {"§new§": str(number), "§row§": str(number % 9_000 + 1_000)}
    with connection.cursor() as cursor:
        for statement in record["statements"]:
            for name, value in values.items():
                statement = statement.replace(name, value)
            cursor.execute(statement)
            if cursor.description:
                rows = cursor.fetchall()
                if statement.startswith('INSERT INTO "requirements_requirement" '):
                    values["§pk§"] = str(rows[0][0])
    length = record["bytes"]
    return HttpResponse(b"x" * length, content_type="application/json", headers={"Content-Length": str(length)})


urlpatterns = [path("<int:place>/", replay)]
application = get_wsgi_application()
