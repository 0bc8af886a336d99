"""The words for all letters that somebody typed and has not put into the drafts: theirs, until all drafts are gone."""

from feedback.closing.drafts import templates

KEPT = "words_for_all"


def kept_words(session, product):
    """The words, by language."""
    return session.get(KEPT, {}).get(str(product.pk), {})


def keep_words(session, product, typed):
    """Keep what differs from the words that one begins with."""
    first = templates()
    theirs = {code: said for code, said in typed.items() if said != first[code]}
    if theirs != kept_words(session, product):
        session[KEPT] = {**session.get(KEPT, {}), str(product.pk): theirs}


def forget_words(session, product):
    keep_words(session, product, {})
