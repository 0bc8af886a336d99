"""`manage.py receive_mail --product KEY`: a mail server hands a mail over on standard input."""

import os
import sys

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError

from accounts.models import User
from feedback.models import Feedback
from feedback.operations.receiving import take_in
from products.models import Product

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = (
        "Takes in one mail from standard input as feedback. Its exit codes are those of sysexits.h, which mail"
        " servers know: 0 taken (or known already), 65 too large, 67 no such product, 75 not now: keep it, try again."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--product", required=True, metavar="KEY", help="the product it is for")

    def handle(self, *, product, **options):
        raw = sys.stdin.buffer.read(settings.MAIL_LIMIT + 1)
        if len(raw) > settings.MAIL_LIMIT:
            self.refuse(os.EX_DATAERR, f"This mail is larger than {settings.MAIL_LIMIT >> 20} MB.")
        try:
            found = Product.objects.filter(key=product.upper()).first()
            if found is None:
                self.refuse(os.EX_NOUSER, f"There is no product {product}.")
            row = take_in(found, raw, by=User.objects.system())
        except (OperationalError, InterfaceError, OSError) as error:
            self.refuse(os.EX_TEMPFAIL, f"Not now: {error}")
        item = Feedback.objects.filter(pk=row.feedback_id).first()
        self.stdout.write(f"{row.get_outcome_display()}: {item.key if item else row.mail_id}")

    def refuse(self, code, sentence):
        log.warning("mail refused", reason=sentence, code=code)
        self.stderr.write(sentence)
        sys.exit(code)
