"""A week of feedback in words: what the page, the text of it and the letter say alike."""

from django.template.loader import render_to_string

from feedback.digest.week import digest_of


def facts_of(product, user, week):
    """All figures and lists of a week, as this person may see them."""
    digest = digest_of(product, user, week)
    return {
        "week": week, "total": digest.total, "kinds": digest.by_kind(), "channels": digest.by_channel(),
        "clock": digest.clock(), "topics": digest.topics(), "proposals": digest.proposals(),
    }  # fmt: skip


def text_of(facts, product=None):
    """The week as plain text; with a product under its name."""
    return render_to_string("feedback/mail/digest.txt", {**facts, "product": product}).strip() + "\n"
