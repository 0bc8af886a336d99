"""Whose letter of the day is due: from the product's morning on, one a day for an address."""

from collections import defaultdict
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Min, Q
from django.db.models.functions import Lower

from feedback.models import Contact, CustomerLetter, News
from products.models import Product

HOUR = 9  # of the product's day: letters begin to go out


def local(product, at):
    return at.astimezone(ZoneInfo(product.time_zone))


def waiting_contacts(at):
    """Who is to hear something and has had no letter today, longest waiting first; nobody before the morning.

    A day has one letter for an address, also where several products know it: the others wait for the next one.
    """
    held = CustomerLetter.objects.held(at)
    news = News.objects.waiting().exclude(contact__in=held.values("contact")).order_by()
    ready = Q(pk=None)
    for day, products in mornings(Product.objects.filter(pk__in=news.values("product")), at).items():
        ready |= Q(product__in=products) & ~Q(address__in=addresses_told(day))
    due = news.annotate(address=Lower("contact__email")).filter(ready)
    order = [pk for pk, _since in due.values_list("contact").annotate(since=Min("id")).order_by("since")[:2000]]
    contacts = Contact.objects.select_related("product").in_bulk(order)
    return [contacts[pk] for pk in order]


def mornings(products, at):
    """`{day: products}` of those whose day has come to the hour of letters."""
    found = defaultdict(list)
    for product in products:
        if (here := local(product, at)).hour >= HOUR:
            found[here.date()].append(product.pk)
    return found


def addresses_told(day):
    """The addresses, in small letters, that have had their letter of a day, from whichever product."""
    out = CustomerLetter.objects.out().filter(day=day).exclude(address="")
    return out.annotate(known=Lower("address")).values("known")


def has_had_letter(letter):
    """Whether the address had its letter of the day from another product. Asked one after another for an address."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pmhub letter'), hashtext(lower(%s)))", [letter.address])
    return addresses_told(letter.day).filter(known=letter.address.lower()).exists()
