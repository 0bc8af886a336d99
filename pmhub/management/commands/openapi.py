from django.conf import settings
from django.core.management.base import BaseCommand

from pmhub.views.api_docs import as_yaml

FILE = settings.BASE_DIR / "docs" / "openapi.yaml"


class Command(BaseCommand):
    """Write the committed OpenAPI document anew; a test compares it with what the views declare."""

    help = __doc__

    def handle(self, **options):
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(as_yaml(), encoding="utf-8")
        self.stdout.write(f"Wrote {FILE.relative_to(settings.BASE_DIR)}.")
