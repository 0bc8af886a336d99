"""Backups: one folder with the database in PostgreSQL's own format, the media, and a manifest that proves both."""

import hashlib
import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from pmhub.lib.embedded.postgres import EmbeddedPostgres

DATABASE, MEDIA, MANIFEST = "database.dump", "media", "manifest.json"


class ArchiveError(Exception):
    """The backup cannot be made, or is not what its manifest says."""


def make(folder):
    """Write a backup into a new folder and return its manifest. The database is read at one moment in time."""
    folder.mkdir(mode=0o700, parents=True)
    _postgres("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={folder / DATABASE}")
    if settings.MEDIA_ROOT.exists():
        shutil.copytree(settings.MEDIA_ROOT, folder / MEDIA)
    manifest = {"made": datetime.now(UTC).isoformat(), "migrations": _applied(), "files": _hashes(folder)}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True))
    return manifest


def verify(folder):
    """The manifest of a backup whose every file is as it was written; ArchiveError else."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise ArchiveError(f"{folder} is no complete backup: {error}") from None
    found = _hashes(folder)
    for name in sorted(manifest["files"].keys() | found.keys()):
        if manifest["files"].get(name) != found.get(name):
            raise ArchiveError(f"{name} is not as the backup's manifest says.")
    return manifest


def restore(folder):
    """Put a verified backup into the empty database and media folder of this installation."""
    manifest = verify(folder)
    if connection.introspection.table_names():
        raise ArchiveError("The database is not empty. Restore into a new one: nothing was changed.")
    if settings.MEDIA_ROOT.exists() and any(settings.MEDIA_ROOT.iterdir()):
        raise ArchiveError(f"{settings.MEDIA_ROOT} is not empty. Restore into a new one: nothing was changed.")
    connection.close()
    quiet = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _postgres("pg_restore", *quiet, f"--dbname={_parameters()['dbname']}", str(folder / DATABASE))
    if (folder / MEDIA).exists():
        shutil.copytree(folder / MEDIA, settings.MEDIA_ROOT, dirs_exist_ok=True)
    return manifest


def _parameters():
    return {name: str(value) for name, value in connection.get_connection_params().items()}


def _postgres(name, *words):
    """Run one of PostgreSQL's programs against our database; the password travels in the environment only."""
    if settings.EMBEDDED:
        settings.EMBEDDED.hold()
    program = EmbeddedPostgres.program(name)
    given = _parameters()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    names |= {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    env = {**os.environ, **{variable: given[key] for key, variable in names.items() if key in given}}
    done = subprocess.run([program, *words], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ArchiveError(f"{name} failed: {done.stderr.strip()}")


def _applied():
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def _hashes(folder):
    files = (path for path in Path(folder).rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): _hash(path) for path in files}


def _hash(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
