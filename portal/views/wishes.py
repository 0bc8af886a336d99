"""What somebody sent before they had signed in: carried along in the forms of the sign-in, done with the code.

It goes in the bodies of POSTs alone, which no other site can send. No address holds a wish, so no link makes one.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import QueryDict
from django.urls import resolve

LASTS = timedelta(hours=2)


def salt_of(product):
    """What was signed for one portal says nothing at another."""
    return f"portal.wish:{product.pk}"


@dataclass(frozen=True)
class Wish:
    """A POST to `path` with the fields `sent`; `signed` is what the forms carry."""

    path: str
    sent: dict
    signed: str

    @property
    def promise(self):
        """What becomes of it, for who is about to sign in."""
        return "" if self.sent.get("wanted") == "no" else resolve(self.path).func.view_class.promise

    def answer(self, request):
        """The answer to it, now that the request says who wants it."""
        sent = QueryDict(mutable=True)
        sent.update(self.sent)
        request.POST = sent
        view, args, kwargs = resolve(self.path)
        return view(request, *args, **kwargs)


def kept(product, request, names):
    """What a request sent of the fields with these names, as a wish."""
    sent = {name: request.POST[name] for name in names if name in request.POST}
    signed = signing.dumps([request.path_info, sent], salt=salt_of(product), compress=True)
    return Wish(request.path_info, sent, signed)


def wish_in(product, request):
    """The wish that a form of the sign-in carries, or None."""
    signed = request.POST.get("wish", "")
    try:
        path, sent = signing.loads(signed, salt=salt_of(product), max_age=LASTS)
    except signing.BadSignature:
        return None
    return Wish(path, sent, signed)
