"""Signs the sample's product owner in, following the browser's language; prints the cookie and the error page."""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmhub.settings")

import django

django.setup()

from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from accounts.models import User
from pmhub.sample.people import OWNER

User.objects.filter(email=OWNER.email).update(language="")
client = Client()
client.force_login(User.objects.get(email=OWNER.email))
cookie = client.cookies[settings.SESSION_COOKIE_NAME]
ready = {"cookies": [{"name": cookie.key, "value": cookie.value}], "error_500": render_to_string("500.html")}
print(json.dumps(ready))
