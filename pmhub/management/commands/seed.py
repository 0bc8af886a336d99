"""`manage.py seed --size N`: many believable requirements, to measure with."""

import time

from django.core.management.base import BaseCommand

from pmhub.sample.seeding import seed


class Command(BaseCommand):
    help = "Adds requirements with tags, assignees, drivers and dates to a product, through all triggers."

    def add_arguments(self, parser):
        parser.add_argument("--size", type=int, required=True, help="how many requirements to add")
        parser.add_argument("--product", default="SEED", metavar="KEY", help="the product, made when new")

    def handle(self, *, size, product, **options):
        began = time.monotonic()
        seed(product, size, lambda done: self.stdout.write(f"{done} of {size}, {time.monotonic() - began:.1f} s"))
        self.stdout.write(f"Seeded {size} requirements into {product} in {time.monotonic() - began:.1f} s")
