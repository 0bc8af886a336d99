"""A backup restored into an empty installation is the same installation."""

import pytest

from tests.platform.processes import Home

pytestmark = [pytest.mark.slow, pytest.mark.drill]
COUNTS = (
    "SELECT table_name, (xpath('/row/c/text()', query_to_xml(format('select count(*) as c from %I', table_name), "
    "false, true, '')))[1]::text FROM information_schema.tables WHERE table_schema = 'public' AND "
    "table_type = 'BASE TABLE' ORDER BY 1"
)


@pytest.fixture
def homes(migrated_home):
    homes = migrated_home.copy(), Home()
    yield homes
    for home in homes:
        home.clean()


def done(process):
    output = process.communicate()[0]
    return process.returncode, output


def test_a_backup_goes_into_an_empty_home_and_nowhere_else(homes, tmp_path):
    first, second = homes
    (first.path / "media").mkdir()
    (first.path / "media" / "plan.txt").write_text("计划")
    status, said = done(first.command("backup", str(tmp_path / "kept")))
    assert status == 0, said
    status, said = done(second.command("restore", str(tmp_path / "kept")))
    assert status == 0, said
    assert (second.path / "media" / "plan.txt").read_text() == "计划"
    assert done(second.ask(COUNTS)) == done(first.ask(COUNTS))
    status, said = done(second.command("restore", str(tmp_path / "kept")))
    assert (status, "The database is not empty" in said) == (1, True)


def test_a_damaged_backup_is_refused(homes, tmp_path):
    first, second = homes
    assert done(first.command("backup", str(tmp_path / "kept")))[0] == 0
    with open(tmp_path / "kept" / "database.dump", "ab") as file:
        file.write(b"x")
    status, said = done(second.command("restore", str(tmp_path / "kept")))
    assert (status, "database.dump is not as the backup's manifest says" in said) == (1, True)


def test_a_folder_that_exists_is_never_overwritten(homes, tmp_path):
    status, said = done(homes[0].command("backup", str(tmp_path)))
    assert (status, "exists already" in said) == (1, True)
