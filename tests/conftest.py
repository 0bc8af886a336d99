"""What every test may use. The named world of people and products is in `world.py`."""

import os
import shutil
from urllib.parse import quote, urlencode

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation

pytest_plugins = ["tests.world"]
hypothesis.settings.register_profile("pmhub", deadline=None)  # how long an example takes is the machine's affair
hypothesis.settings.load_profile("pmhub")


def pytest_configure(config):
    """Keep the embedded servers for the whole run, so that parallel workers share them."""
    is_controller = not hasattr(config, "workerinput")
    if is_controller and getattr(config.option, "numprocesses", None) and settings.EMBEDDED:
        settings.EMBEDDED.hold()


@pytest.hookimpl(trylast=True)  # after they were shuffled
def pytest_collection_modifyitems(items):
    """Long tests come first: one that began last would be waited for alone."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_unconfigure(config):
    if hasattr(config, "workerinput"):
        return
    if settings.EMBEDDED:
        settings.EMBEDDED.release()
    home = os.environ.pop("PMHUB_TEMPORARY_HOME", None)
    if home:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The browser that `make test` found, else the machine's; best the one without windows."""
    named = os.environ.get("PMHUB_CHROMIUM")
    program = named or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    return {**browser_type_launch_args, "executable_path": program, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def is_drill(pytestconfig):
    """Whether this is `make drill`, which takes its time."""
    return pytestconfig.option.markexpr == "drill"


@pytest.fixture(autouse=True)
def first_language():
    """Every test begins in the installation's language, whoever was served in the one before."""
    translation.deactivate()


@pytest.fixture(scope="session")
def servers():
    """PostgreSQL and Valkey run, also where a test asks Valkey alone."""
    if settings.EMBEDDED:
        settings.EMBEDDED.hold()


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
