"""`manage.py reckon_demand`: count votes and reckon how much requirements are asked for, here and now."""

from django.core.management.base import BaseCommand, CommandError

from feedback.operations.voting import recount
from feedback.operations.weighing import reckon
from products.models import Product


class Command(BaseCommand):
    help = "Reckons the demand for the requirements of all products, or of one. Run `rescore` afterwards, or a worker."

    def add_arguments(self, parser):
        parser.add_argument("--product", metavar="KEY", help="only this product")

    def handle(self, *, product, **options):
        products = Product.objects.all()
        if product:
            products = products.filter(key=product.upper())
            if not products:
                raise CommandError(f"There is no product {product}.")
        for one in products:
            recount(one)
            done = reckon(one)
            self.stdout.write(f"{one.key}: {done.rows} rows in {done.seconds:.2f} s")
