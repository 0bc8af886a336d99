"""What every test may use. The named world of people and products is in `world.py`."""

import os
import shutil
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.utils import translation

pytest_plugins = ["tests.world"]


def pytest_configure(config):
    """Keep the embedded servers for the whole run, so that parallel workers share them."""
    is_controller = not hasattr(config, "workerinput")
    if is_controller and getattr(config.option, "numprocesses", None) and settings.EMBEDDED:
        settings.EMBEDDED.hold()


def pytest_unconfigure(config):
    if hasattr(config, "workerinput"):
        return
    if settings.EMBEDDED:
        settings.EMBEDDED.release()
    home = os.environ.pop("PMHUB_TEMPORARY_HOME", None)
    if home:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(autouse=True)
def first_language():
    """Every test begins in the installation's language, whoever was served in the one before."""
    translation.deactivate()


@pytest.fixture
def process_env(transactional_db):
    """The environment for a real process (worker, command) that works on this test's database."""
    config = settings.DATABASES["default"]
    query = urlencode({"host": config["HOST"], **({"port": config["PORT"]} if config.get("PORT") else {})})
    password = f":{quote(config['PASSWORD'])}" if config.get("PASSWORD") else ""
    url = f"postgres://{config['USER']}{password}@/{quote(config['NAME'])}?{query}"
    inherited = {
        name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"
    }  # the browser's
    return {
        **inherited,
        "DJANGO_SETTINGS_MODULE": "pmhub.settings",
        "DATABASE_URL": url,
        "REDIS_URL": settings.REDIS_URL,
        "NO_COLOR": "1",
        "PMHUB_LOG_LEVEL": "INFO",
    }
