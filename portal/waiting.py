"""How many ideas and comments wait for the team: on every page of a product, so it is remembered for a moment."""

from django.core.cache import cache
from django.db import transaction

from portal.models import Post, PublicComment

MOST = 99
REMEMBERED = 60  # seconds; what is undone or goes otherwise counts anew at the latest then


def waiting_in(key, user):
    """The figure for who may moderate the product with this key, "99+" at most and "" where nothing waits."""
    return cache.get_or_set(name_of(key), lambda: counted(key, user), REMEMBERED)


def counted(key, user):
    few = [
        model.objects.visible_to(user).filter(product__key=key).held().order_by().values("pk")[: MOST + 1]
        for model in (Post, PublicComment)
    ]
    count = few[0].union(few[1], all=True).count()
    return f"{MOST}+" if count > MOST else count or ""


def count_anew(product):
    """Forget what was counted: now, and for others when the change is committed."""
    name = name_of(product.key)
    cache.delete(name)
    transaction.on_commit(lambda: cache.delete(name))


def name_of(key):
    return f"portal_waiting:{key}"
