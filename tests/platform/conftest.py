import pytest

from tests.platform.processes import Home


@pytest.fixture(scope="session")
def migrated_home():
    """A home with an up-to-date empty database, to be copied: nothing runs in it."""
    home = Home()
    migrating = home.command("migrate", "-v", "0")
    said = migrating.communicate()[0]
    assert migrating.returncode == 0, said
    yield home
    home.clean()
