"""`manage.py restore FOLDER`"""

import time
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from pmhub.lib import archive


class Command(BaseCommand):
    help = "Puts a backup into an empty installation (a new PMHUB_HOME or DATABASE_URL), then applies newer migrations."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder, **options):
        began = time.monotonic()
        try:
            manifest = archive.restore(folder.absolute())
        except archive.ArchiveError as error:
            raise CommandError(error) from None
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"Restored the backup of {manifest['made']} in {time.monotonic() - began:.1f} s")
