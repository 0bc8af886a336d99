"""In which language people outside are written to."""

import re
from collections import Counter
from itertools import chain

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import Left

from feedback.models import Contact, Feedback, Message
from feedback.models.message import MessageKind

HAN = re.compile("[\u4e00-\u9fff]")
LETTERS = re.compile(r"[^\W\d_]")
READ = 500  # characters of each text
LATELY = 20  # items, and messages, of each person

of_products = []  # functions that know the language of a product


def language_of_product(function):
    """Register `function(product)`: the code of its language, "" where it does not say."""
    of_products.append(function)
    return function


def language_in(text):
    """The language of a text by its script, "" where it has no letters."""
    if HAN.search(text):
        return "zh-hans"
    return "en" if LETTERS.search(text) else ""


def language_of(contact):
    return languages_of([contact])[contact.pk]


def languages_of(contacts):
    """`{id: code}`: what they chose, else what they wrote in, else what their product speaks."""
    known = {contact.pk: contact.language for contact in contacts if contact.language in dict(settings.LANGUAGES)}
    unknown = [contact for contact in contacts if contact.pk not in known]
    if not unknown:
        return known
    said = languages_written({contact.pk for contact in unknown})
    products = {contact.product_id: contact.product for contact in unknown if contact.pk not in said}
    spoken = {pk: spoken_in(product) for pk, product in products.items()}
    return {**known, **{contact.pk: said.get(contact.pk) or spoken[contact.product_id] for contact in unknown}}


def languages_written(contacts):
    """`{id: code}` of those who wrote anything, by what they wrote most in of late; Chinese where both are as much."""
    items = Feedback.objects.filter(contact=OuterRef("pk")).order_by("-id")
    turns = Message.objects.filter(contact=OuterRef("pk"), kind=MessageKind.INCOMING).order_by("-id")
    begin = Left("body", READ)
    written = Contact.objects.filter(pk__in=contacts).values_list(
        "pk",
        ArraySubquery(items.values("title")[:LATELY]),
        ArraySubquery(items.values(begin=begin)[:LATELY]),
        ArraySubquery(turns.values(begin=begin)[:LATELY]),
    )
    balance = Counter()
    for contact, *texts in written:
        for code in filter(None, map(language_in, chain(*texts))):
            balance[contact] += 1 if code == "zh-hans" else -1
    return {contact: "zh-hans" if more >= 0 else "en" for contact, more in balance.items()}


def spoken_in(product):
    """The language of a product's portal, else the script of its Chinese name, else the installation's."""
    for ask in of_products:
        if code := ask(product):
            return code
    return "zh-hans" if HAN.search(product.name) else settings.LANGUAGE_CODE
