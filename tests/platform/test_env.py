"""Wrong environment values stop the start and say what would have been right."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from pmhub.lib import env


@pytest.mark.parametrize(
    "read,value,message",
    [
        (lambda: env.flag("X"), "perhaps", "X is 'perhaps'; expected 1, true, yes, on or 0, false, no, off."),
        (lambda: env.number("X", 1, at_most=9), "10", "X is '10'; expected a whole number from 0 to 9."),
        (lambda: env.number("X", 1), "١", "X is '١'; expected a whole number from 0 to 2147483647."),
        (lambda: env.choice("X", "a", ["a", "b"]), "c", "X is 'c'; expected one of a, b."),
        (lambda: env.database("X"), "sqlite:///secret", "X is 'sqlite:…'; expected a URL such as postgres://"),
        (lambda: env.database("X"), "postgres://host", "X is 'a URL without a database name'; expected"),
        (lambda: env.email("X"), "pop3://u:secret@h", "X is 'pop3:…'; expected a URL such as smtp+tls://"),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(monkeypatch, read, value, message):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured) as refused:
        read()
    assert str(refused.value).startswith(message)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("value,expected", [("1", True), ("Yes", True), ("off", False), ("", True), ("  ", True)])
def test_a_flag_reads_words_and_an_empty_one_is_not_set(monkeypatch, value, expected):
    monkeypatch.setenv("X", value)
    assert env.flag("X", default=True) is expected


def test_words_are_split_at_commas(monkeypatch):
    monkeypatch.setenv("X", "a, b,,c ")
    assert env.words("X") == ["a", "b", "c"]


def test_a_path_is_absolute(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("X", "here")
    assert env.path("X", "/elsewhere") == tmp_path / "here"


def test_a_database_url_over_a_unix_socket(monkeypatch):
    monkeypatch.setenv("X", "postgres://ann@/pm?host=/run/sockets")
    config = env.database("X")
    assert (config["USER"], config["NAME"], config["OPTIONS"]["host"]) == ("ann", "pm", "/run/sockets")
