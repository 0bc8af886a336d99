"""A mail that came for a product, a draft to whoever wrote it, and the links in their letters."""

from feedback.models import Contact, News
from feedback.operations.receiving import receive
from feedback.sending.links import news_link, verdict_link
from tests.feedback.mails import mail


def talked(product, by):
    row = receive(product, mail("Secret words of a mail"), by=by)
    contact = Contact.objects.get(pk=row.feedback.contact_id)
    return {
        "mail": row,
        "news": News.objects.create(
            product=product, contact=contact, feedback=row.feedback, what="shipped", state="draft", version_number=1,
            version_name="2.4",
        ),
        "news_secret": secret_in(news_link(contact)),
        "verdict_secret": secret_in(verdict_link(contact, row.feedback)),
    }  # fmt: skip


def secret_in(link):
    return link.rstrip("/").rpartition("/")[2]
