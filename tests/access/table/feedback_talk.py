from tests.access.rows import CONTRIBUTORS, EVERYBODY, READERS, Row
from tests.access.table.products import of_product


def the_mail(world):
    return {"key": world.key, "pk": world.mail.pk}


def drafts(world):
    return {"post": {"draft": [world.news.pk], f"text_{world.news.pk}": "It is there.", "act": "send"}}


ROWS = [
    Row("feedback_closing", of_product, get=CONTRIBUTORS, post=CONTRIBUTORS, send=drafts),
    Row("feedback_digest", of_product, get=READERS),
    Row("feedback_mails", of_product, get=CONTRIBUTORS),
    Row("feedback_mail", the_mail, get=CONTRIBUTORS, post=CONTRIBUTORS),
    Row("feedback_news", lambda w: {"secret": w.news_secret}, get=EVERYBODY, post=EVERYBODY, is_link=True),
    Row(
        "feedback_verdict", lambda w: {"secret": w.verdict_secret}, get=EVERYBODY, post=EVERYBODY,
        send={"post": {"solved": "yes", "score": "5"}}, is_link=True,
    ),
]  # fmt: skip
