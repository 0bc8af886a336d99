"""The web application for gunicorn or any other WSGI server."""

import os
from importlib import import_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmhub.settings")
os.environ.setdefault("PMHUB_STATEMENT_TIMEOUT", "30")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

if settings.EMBEDDED:
    settings.EMBEDDED.hold()
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # now, for all workers, rather than in each of them at its first request
