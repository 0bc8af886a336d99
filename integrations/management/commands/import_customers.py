from integrations.management.commands import import_issues
from integrations.models import Into


class Command(import_issues.Command):
    into = Into.CUSTOMERS
    help = (
        "Imports customers from CSV, TSV, XLSX or JSON. A second run updates. The last line says:"
        " read R = created C + updated U + unchanged N + failed F"
    )
