"""`manage.py backup [FOLDER]`"""

import time
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pmhub.lib import archive


class Command(BaseCommand):
    help = "Writes the database and all uploaded files into a new folder. People may go on working."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, help="default: a dated folder in PMHUB_HOME/backups")

    def handle(self, *, folder, **options):
        began = time.monotonic()
        folder = folder or settings.BACKUPS / datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        try:
            manifest = archive.make(folder.absolute())
        except FileExistsError:
            raise CommandError(f"{folder} exists already.") from None
        except archive.ArchiveError as error:
            raise CommandError(error) from None
        self.stdout.write(f"{folder}: {len(manifest['files'])} files in {time.monotonic() - began:.1f} s")
