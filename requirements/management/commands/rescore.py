"""`manage.py rescore`: compute scores here and now."""

from django.core.management.base import BaseCommand, CommandError

from products.models import Product
from requirements.operations.rescoring import rescore


class Command(BaseCommand):
    help = "Computes the scores of all products, or of one."

    def add_arguments(self, parser):
        parser.add_argument("--product", metavar="KEY", help="only this product")

    def handle(self, *, product, **options):
        products = Product.objects.all()
        if product:
            products = products.filter(key=product.upper())
            if not products:
                raise CommandError(f"There is no product {product}.")
        for one in products:
            done = rescore(one)
            self.stdout.write(f"{one.key}: {done.rows} rows in {done.seconds:.2f} s")
