import time
import uuid
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from changes.operations.undoing import undo_batch
from integrations.models import BESIDE, Import, Into, State
from integrations.operations import imports, running
from pmhub.lib.operations import source
from pmhub.lib.tabular.inspection import FORMATS
from pmhub.lib.tabular.problems import Unreadable
from products.models import Product

LABELS = {
    "versions_created": "versions created",
    "versions_updated": "versions updated",
    "parents_created": "parents created",
    "parents_updated": "parents updated",
    "people_created": "external people created",
    "tags_created": "tags created",
    "customers_created": "customers created",
    "contacts_created": "contacts created",
    "contacts_matched": "contacts known already",
    "tiers_created": "tiers created",
}


class Command(BaseCommand):
    into = Into.REQUIREMENTS
    help = (
        "Imports requirements from CSV, TSV, XLSX or the JSON of GitLab's, GitHub's and Jira's issue lists. A second"
        " run updates. The last line says: read R = created C + updated U + unchanged N + failed F"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--product", metavar="KEY")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who imports: a manager of the product")
        parser.add_argument("--format", choices=FORMATS, help="what the file is, if it is not recognised")
        parser.add_argument("--source", default="", help="what the other system is called (default: by the format)")
        parser.add_argument("--encoding", help="overrules what is detected")
        parser.add_argument("--map", action="append", default=[], metavar="HEADER=FIELD", help="where a column goes")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--undo", type=uuid.UUID, metavar="BATCH", help="take an import back")

    def handle(self, *, file, product, by, undo, dry_run, **options):
        person = User.objects.people().filter(email__iexact=by, is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody signs in with the address {by}.")
        try:
            with source("import"):
                if undo:
                    self.undo(undo, person)
                else:
                    self.bring(file, self.product(product, person), person, dry_run, options)
        except Unreadable as error:
            raise CommandError(error.message) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except PermissionDenied:
            raise CommandError(f"{by} may not import here; that takes a manager of the product.") from None

    def product(self, key, person):
        found = Product.objects.visible_to(person).filter(key=key).first()
        if found is None:
            raise CommandError(f"There is no product {key}." if key else "Say which --product.")
        return found

    def bring(self, path, product, person, dry_run, options):
        if path is None or not path.is_file():
            raise CommandError(f"There is no file {path}." if path else "Say which file.")
        settings = {name: options[name] for name in ("source", "format", "encoding")}
        with path.open("rb") as file:
            import_ = imports.upload(product, file, by=person, filename=path.name, into=self.into, **settings)
        try:
            imports.map_columns(import_, by=person, mapping=import_.mapping_with(self.given(options["map"])))
        except Unreadable:
            imports.discard(import_, by=person)
            raise
        begin = imports.begin_check if dry_run else imports.begin_run
        begin(import_, by=person, here=True)
        self.finish(import_)
        self.report(import_, dry_run)

    def given(self, words):
        """{header: field} of the --map options; HEADER alone leaves the column out."""
        return dict(word.rsplit("=", 1) if "=" in word else (word, "") for word in words)

    def finish(self, import_):
        """Work here; should a worker have been faster, wait for it."""
        while import_.is_at_work:
            if not running.work(import_.pk):
                time.sleep(0.2)
            import_.refresh_from_db()
        if import_.state == State.FAILED:
            raise CommandError(import_.error)

    def report(self, import_, dry_run):
        for problem in import_.problems:
            self.stdout.write(problem.message)
        if (hidden := import_.problem_count - len(import_.problems)) > 0:
            self.stdout.write(f"… and {hidden} more")
        for name in BESIDE:
            if count := import_.counts.get(name):
                self.stdout.write(f"{LABELS[name]}: {count}")
        if dry_run:
            self.stdout.write("dry run: nothing was written")
        else:
            self.stdout.write(f"batch {import_.batch}")
        self.stdout.write(import_.reconciliation)

    def undo(self, batch, person):
        import_ = Import.objects.visible_to(person).filter(batch=batch).first()
        undone = imports.undo_import(import_, by=person) if import_ else undo_batch(batch, by=person)
        self.stdout.write(f"undone {undone} changes of batch {batch}")
