"""Whose letter of the day is due: from the product's morning on, one a day for an address."""

from collections import defaultdict
from datetime import datetime, time, timedelta
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


def leaving_times(product, contacts, at):
    """`{id: moment}`: when the next letter to each of these contacts of a product goes; `at` stands for the next round.

    Who had the letter of the day gets the next one in the morning, and what the server has put off waits as long.
    """
    here = local(product, at)
    today = max(at, here.replace(hour=HOUR, minute=0, second=0, microsecond=0))
    tomorrow = datetime.combine(here.date() + timedelta(days=1), time(HOUR), here.tzinfo)
    addresses = [contact.email.lower() for contact in contacts]
    told = set(addresses_told(here.date()).filter(known__in=addresses).values_list("known", flat=True))
    put_off = CustomerLetter.objects.waiting().filter(contact__in=contacts, not_before__gt=at)
    held = dict(put_off.values_list("contact", "not_before"))
    times = {contact.pk: tomorrow if contact.email.lower() in told else today for contact in contacts}
    return {pk: max(moment, held.get(pk, moment)) for pk, moment in times.items()}


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
