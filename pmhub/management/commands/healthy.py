"""`manage.py healthy`: the same answers as /readyz, for health checks without HTTP."""

from django.core.management.base import BaseCommand, CommandError

from pmhub.views.health import CHECKS


class Command(BaseCommand):
    help = "Says what is well and what is not; the exit status is 1 unless all of it is well."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("what", nargs="*", help="only these: " + ", ".join(CHECKS))

    def handle(self, *, what, **options):
        unknown = set(what) - set(CHECKS)
        if unknown:
            raise CommandError(f"Unknown: {', '.join(sorted(unknown))}. Choose from {', '.join(CHECKS)}.")
        answers = {name: CHECKS[name]() for name in what or CHECKS}
        for name, answer in answers.items():
            self.stdout.write(f"{name}: {answer}")
        if any(answer != "ok" for answer in answers.values()):
            raise CommandError("not well")
