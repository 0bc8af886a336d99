"""`manage.py sample_workspace`: a product with people and history, to look around in."""

import os
import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from pmhub.sample.building import KEYS, build, remove
from pmhub.sample.people import DOMAIN, PEOPLE
from products.models import Product

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
SIGN_INS = settings.PMHUB_HOME / "sample-sign-ins.txt"


def new_password():
    """Three groups of five letters: 74 random bits that can be typed."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(5)) for _group in range(3))


class Command(BaseCommand):
    help = "Makes the sample workspace where nobody is yet, and prints how to sign in."

    def add_arguments(self, parser):
        parser.add_argument(
            "--again", action="store_true", help="remove the sample's products and make them anew, with a new password"
        )

    def handle(self, *, again, **options):
        if User.objects.people().exists():
            if not again:
                self.stdout.write("There are people already: nothing was made. (--again makes the sample anew.)")
                return
            self.refuse_foreign_products()
            remove(Product.objects.filter(key__in=KEYS))
        password = new_password()
        build(password)
        self.write_sign_ins(password)
        self.stdout.write(SIGN_INS.read_text())

    def refuse_foreign_products(self):
        """Never remove a product that only happens to have the key of one of the sample's."""
        ours = Product.objects.filter(memberships__user__email__endswith=f"@{DOMAIN}")
        foreign = Product.objects.filter(key__in=KEYS, is_sample=False).exclude(pk__in=ours)
        if foreign:
            raise CommandError(f"{', '.join(product.key for product in foreign)} is no sample product: not touched.")

    def write_sign_ins(self, password):
        width = max(len(person.email) for person in PEOPLE)
        lines = [f"  {person.email:{width}}  {person.name}: {person.what}" for person in PEOPLE]
        text = "\n".join(["Sample sign-ins, all with the password " + password, *lines, ""])
        SIGN_INS.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(SIGN_INS, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
