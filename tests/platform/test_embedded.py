"""The embedded servers serve any number of processes and leave with the last one."""

import os
import signal
import stat

import pytest

from tests.platform.processes import Home, eventually

pytestmark = pytest.mark.drill
WAIT = "import signal, sys; sys.stdout.flush(); signal.pause()"


@pytest.fixture
def home():
    home = Home()
    yield home
    home.clean()


def servers(home):
    return sorted(process.name() for process in home.living() if process.name() in ("postgres", "valkey-server"))


def test_the_servers_stop_with_the_last_process_that_uses_them(home):
    first = home.ask("SELECT 1", WAIT)
    assert first.stdout.readline() == "[(1,)]\n"
    second = home.ask("SELECT 2")
    assert second.communicate()[0] == "[(2,)]\n"
    assert "valkey-server" in servers(home)
    first.send_signal(signal.SIGINT)
    first.wait(60)
    assert eventually(lambda: not servers(home))


def test_many_processes_may_start_at_once(home):
    answers = [process.communicate()[0] for process in [home.ask("SELECT 1") for _ in range(4)]]
    assert answers == ["[(1,)]\n"] * 4
    assert not servers(home)


def test_servers_left_by_a_killed_process_are_used_and_stopped_by_the_next(home):
    killed = home.ask("SELECT 1", WAIT)
    killed.stdout.readline()
    killed.kill()
    killed.wait()
    left = (home.path / "postgres" / "postmaster.pid").read_text()
    same = home.ask("SELECT 1", f"print(open({str(home.path)!r} + '/postgres/postmaster.pid').read() == {left!r})")
    assert same.communicate()[0] == "[(1,)]\nTrue\n"
    assert not servers(home)


def test_data_outlives_the_servers(home):
    home.ask("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7); SELECT 0").communicate()
    assert home.ask("SELECT n FROM kept").communicate()[0] == "[(7,)]\n"


def test_a_home_with_a_long_path_has_its_sockets_elsewhere_and_private(home):
    deep = Home(home.path / ("long" * 30))
    folder = deep.ask("SELECT 1", "print(c.settings_dict['HOST'])").communicate()[0].splitlines()[1]
    found = os.stat(folder)
    assert len(folder) < 60
    assert stat.S_IMODE(found.st_mode) == 0o700
    os.rmdir(folder)


def test_chinese_text_has_trigrams_and_sorting_is_by_code_point(home):
    sql = "CREATE EXTENSION pg_trgm; SELECT array_length(show_trgm('结算'), 1), 'a' < 'B'"
    assert home.ask(sql).communicate()[0] == "[(3, False)]\n"


def test_the_product_is_no_superuser_and_listens_to_no_port(home):
    sql = "SELECT rolsuper, current_setting('listen_addresses') FROM pg_roles WHERE rolname = current_user"
    assert home.ask(sql).communicate()[0] == "[(False, '')]\n"


def test_nobody_else_may_enter_the_home(home):
    home.ask("SELECT 1").communicate()
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
    assert stat.S_IMODE((home.path / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE((home.path / "sockets").stat().st_mode) == 0o700


def test_a_home_of_somebody_else_is_refused_with_a_reason(home):
    (home.path / "sockets").mkdir(mode=0o755)
    answer = home.ask("SELECT 1").communicate()[0]
    assert "sockets is not a private folder of the user number" in answer
    assert not servers(home)
