"""What an item is called to people outside: who brought it knows its own title, others what they see in public."""

from django.db.models.fields.json import KT

from changes.models import Change
from changes.models.change import Action

AT_A_TIME = 1_000
public_names = []  # functions that know by which titles items are public


def names_in_public(function):
    """Register `function(items)`: `{id: title}` of those items (ids) that are public, as outsiders see them."""
    public_names.append(function)
    return function


def titles_for(pairs):
    """`{(contact id, item id): title}` for pairs of a contact's id and an item, whatever their number at one go.

    Who brought an item knows it by the title under which it came in. Whoever is to hear nothing of an item, since they
    did not bring it and nobody outside sees it, is left out.
    """
    pairs = list(pairs)
    own = said_titles(item for contact, item in pairs if item.contact_id == contact)
    shown = shown_titles([item for contact, item in pairs if item.contact_id != contact])
    found = {}
    for contact, item in pairs:
        first = shown.get(item.pk) or shown.get(item.duplicate_of_id)
        if title := own.get(item.key, item.title) if item.contact_id == contact else first:
            found[contact, item.pk] = " ".join(title.split())
    return found


def said_titles(items):
    """`{key: title}` of items as they came in: what the team makes of a title is the team's."""
    came = Change.objects.filter(type="feedback", action=Action.INSERT, undoes=None).annotate(said=KT("diff__title__1"))
    keys, titles = sorted({item.key for item in items}), {}
    for start in range(0, len(keys), AT_A_TIME):
        titles.update(came.filter(key__in=keys[start : start + AT_A_TIME]).values_list("key", "said"))
    return titles


def shown_titles(items):
    """The titles in public of these items and of those that they are part of."""
    ids = {item.pk for item in items} | {item.duplicate_of_id for item in items} - {None}
    return {pk: title for names in public_names for pk, title in names(ids).items()} if ids else {}


def title_for(contact, item):
    """The same for one contact and one item; "" where there is nothing to tell."""
    return titles_for([(contact.pk, item)]).get((contact.pk, item.pk), "")
