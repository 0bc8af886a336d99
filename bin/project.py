"""What `make` does: install what is missing, then run, test, measure or photograph PMHub.

python3 bin/project.py run|test|bench|shots|drill|messages|schema|tidy|lock [arguments]
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "PMHub needs Python 3.11 or newer; this is {}.{}. Name a newer one: make PYTHON=python3.12 …".format(
            *sys.version_info[:2]
        )
    )

import os
import shutil
import subprocess
import tempfile
import time

import browser
import installing
from installing import ROOT, VENV, VENV_PYTHON, fail, python

LINT_PATHS = [
    "accounts", "changes", "feedback", "integrations", "notifications", "pmhub", "portal", "products", "requirements",
    "roadmaps", "tests", "bench", "bin", "manage.py", "gunicorn.conf.py",
]  # fmt: skip

DJADE = [str(VENV / "bin" / "djade"), "--target-version", "5.2"]


def run(arguments):
    """Start PMHub, which takes this process's place."""
    installing.everything()
    os.chdir(ROOT)
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), "manage.py", "up", *arguments])


def test(arguments):
    """Every check there is; all of them run, then the first failure decides the exit status."""
    installing.everything(test=True)
    environment = testing_environment()
    failed = []
    for name, command in steps(arguments):
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
        verdict = "ok" if done.returncode == 0 else "FAILED"
        print(f"— {name}: {verdict} in {time.monotonic() - began:.1f} s", flush=True)
        if done.returncode:
            failed.append(name)
    shutil.rmtree(environment["PMHUB_HOME"], ignore_errors=True)
    if failed:
        fail("Failed: " + ", ".join(failed))


def steps(arguments):
    """(name, command) of everything `make test` does."""
    yield "lint", python("-m", "ruff", "check", *lint_paths())
    yield "format", python("-m", "ruff", "format", "--check", *lint_paths())
    yield "templates", [*DJADE, "--check", *templates()]
    yield "imports", python("-c", "from importlinter.cli import lint_imports_command as c; c()")
    yield "missing migrations", python("manage.py", "makemigrations", "--check", "--dry-run")
    yield "migrations", python("manage.py", "lintmigrations", "--quiet", "ok", "ignore")
    yield "messages", python("bin/messages.py", "check")
    parallel = ["-n", "2", "--dist", "worksteal"] if not arguments else []
    yield "tests", python("-m", "pytest", "-q", "--durations=10", *parallel, *arguments)


def lint_paths():
    return [path for path in LINT_PATHS if (ROOT / path).exists()]


def templates():
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / "templates").glob("**/*.html"))]


def testing_environment():
    """The tests' own home, settings and browser."""
    return {
        **os.environ,
        "PMHUB_HOME": tempfile.mkdtemp(prefix="pmhub-test-"),
        "PMHUB_TEST": "1",
        "PMHUB_LOG_LEVEL": "WARNING",
        "PMHUB_CHROMIUM": browser.find_or_install(),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }


def bench(arguments):
    """The benchmarks, on servers of their own."""
    installing.everything(test=True)
    finish(subprocess.run(python("-m", "bench", *arguments), cwd=ROOT, check=False))


def drill(arguments):
    """The tests that kill, stop or starve something, one after the other."""
    installing.everything(test=True)
    environment = {**os.environ, "PMHUB_TEST": "1"}
    words = ["-m", "pytest", "-m", "drill", "-v", "-p", "no:randomly", "--durations=0", *arguments]
    finish(subprocess.run(python(*words), cwd=ROOT, env=environment, check=False))


def shots(arguments):
    """Screenshots of every page."""
    installing.everything(test=True)
    environment = {**os.environ, "PMHUB_CHROMIUM": browser.find_or_install()}
    finish(subprocess.run(python("bin/shots.py", *arguments), cwd=ROOT, env=environment, check=False))


def messages(arguments):
    """Bring the translation catalogues up to date with the source, then compile them."""
    installing.everything()
    finish(subprocess.run(python("bin/messages.py", "update"), cwd=ROOT, check=False))


def schema(arguments):
    """Write docs/openapi.yaml anew, after the REST interface changed."""
    installing.everything()
    finish(subprocess.run(python("manage.py", "openapi"), cwd=ROOT, check=False))


def tidy(arguments):
    """Format Python and templates in place."""
    installing.everything(test=True)
    subprocess.run(python("-m", "ruff", "format", *lint_paths()), cwd=ROOT, check=False)
    fixed = subprocess.run(python("-m", "ruff", "check", "--fix", *lint_paths()), cwd=ROOT, check=False)
    subprocess.run([*DJADE, *templates()], cwd=ROOT, check=False)
    finish(fixed)


def lock(arguments):
    """Choose the newest allowed versions and write them down with their hashes."""
    installing.virtual_environment()
    installing.write_locks(upgrade="--upgrade" in arguments)


def finish(done):
    sys.exit(done.returncode)


COMMANDS = [run, test, bench, drill, shots, messages, schema, tidy, lock]

if __name__ == "__main__":
    chosen = [command for command in COMMANDS if sys.argv[1:2] == [command.__name__]]
    if not chosen:
        sys.exit(__doc__)
    try:
        chosen[0](sys.argv[2:])
    except KeyboardInterrupt:
        sys.exit(130)
