import hashlib
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import get_language

from accounts.api.authentication import BasicTokenAuthentication, CookieAuthentication, TokenAuthentication
from pmhub.lib.api.views import Endpoint
from pmhub.lib.markdown import render
from pmhub.lib.texts import NOT_IN_XML
from products.models import Product
from roadmaps.releasing.changelog import SHOWN, TAGS, changed_at, entries, language_of, lasting_id, latest

ATOM = "http://www.w3.org/2005/Atom"
XML = "{http://www.w3.org/XML/1998/namespace}"


class ChangelogFeed(Endpoint):
    """The changelog as Atom (RFC 4287), for whoever may read the product: signed in, or with a token.

    Readers of feeds send the token as the password of HTTP Basic; it never stands in an address.
    """

    schema = None
    authentication_classes = (BasicTokenAuthentication, TokenAuthentication, CookieAuthentication)
    query = {"get": {"lang": "en or zh."}}

    def get(self, request, key):
        product = get_object_or_404(Product.objects.visible_to(request.user), key=key)
        language = language_of(self.params.get("lang"), request.user.language or get_language() or "")
        notes = entries(product, request.user, language)[:SHOWN]
        body, changed = written(product, language, notes), int(latest(product, notes).timestamp())
        tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        headers = {"ETag": tag, "Last-Modified": http_date(changed), "Cache-Control": "private, no-cache"}
        response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8", headers=headers)
        patch_vary_headers(response, ["Accept-Language"])
        return get_conditional_response(request._request, tag, changed, response)


def written(product, language, notes):
    """The document. Authors are named as the product: nobody's address is in it."""
    site = settings.PMHUB_URL.rstrip("/")
    page = site + reverse("changelog", args=[product.key]) + f"?lang={language}"
    feed = Element("feed", {"xmlns": ATOM, XML + "lang": TAGS[language], XML + "base": site + "/"})
    add(feed, "id", lasting_id(product, "changelog", language))
    add(feed, "title", product.name)
    add(feed, "updated", latest(product, notes).isoformat())
    SubElement(
        feed,
        "link",
        {
            "rel": "self",
            "type": "application/atom+xml",
            "href": site + reverse("changelog_feed", args=[product.key]) + f"?lang={language}",
        },
    )
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": page})
    for note in notes:
        feed.append(entry(product, note, page))
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="utf-8")


def entry(product, note, page):
    made = Element("entry", {XML + "lang": TAGS[note.language]})
    add(made, "id", lasting_id(product, "note", note.pk))
    add(made, "title", note.title)
    add(made, "published", max(note.published_at, note.version.released_at).isoformat())
    add(made, "updated", changed_at(note).isoformat())
    add(SubElement(made, "author"), "name", note.published_by.name)
    SubElement(made, "link", {"rel": "alternate", "type": "text/html", "href": f"{page}#version-{note.version_id}"})
    add(made, "content", render(note.body), type="html")
    return made


def add(parent, name, text, **attributes):
    child = SubElement(parent, name, attributes)
    child.text = NOT_IN_XML.sub("", str(text))
    return child
