from tests.access.rows import ADMINS, EVERYBODY, MANAGERS, READERS, SIGNED_IN, Row, who
from tests.access.table.products import page, thing

RULE = {"is_on": "on", "offsets": "7, 1", "to_owner": "on", "in_app": "on"}
THE_VIEWERS_OWN = who("login 404 ok 404 404 404 404")


def about(name):
    return lambda world: {"kind": name, "pk": getattr(world, name).pk}


def thing_of(name):
    return lambda world: {"pk": getattr(world, name).pk}


ROWS = [
    Row("inbox", get=SIGNED_IN, post=SIGNED_IN, send=lambda w: {"post": {"act": "done", "id": w.notification.pk}}),
    Row("reminder_mute", about("milestone"), get=READERS, post=READERS),
    Row("reason_mute", {"kind": "owner"}, get=SIGNED_IN, post=SIGNED_IN),
    Row("reminder_preferences", get=SIGNED_IN, post=SIGNED_IN, send={"post": {"hour": "7", "in_app": "on"}}),
    Row("reminder_unmute", lambda w: {"pk": w.mute.pk}, post=THE_VIEWERS_OWN),
    Row("unsubscribe", lambda w: {"secret": w.unsubscribing}, get=EVERYBODY, post=EVERYBODY),
    Row("outbox", get=ADMINS),
    Row("letter_again", lambda w: {"pk": w.letter.pk}, post=ADMINS),
    Row("api_notifications", get=SIGNED_IN, json=True),
    Row(
        "api_notification",
        lambda w: {"pk": w.notification.pk},
        get=THE_VIEWERS_OWN,
        patch=THE_VIEWERS_OWN,
        json=True,
        send={"patch": {"done": True}},
    ),
    Row("api_reminders", get=READERS, query="?product=SHOP", json=True),
    *[
        Row(name, args, get=READERS, put=MANAGERS, delete=MANAGERS, json=True, send={"put": {"offsets": [7, 1]}})
        for name, args in [
            ("api_reminder_rule", lambda w: {"product": w.key}),
            ("api_milestone_reminder_rule", thing_of("milestone")),
            ("api_version_reminder_rule", thing_of("version")),
        ]
    ],
    page("reminder_forecast", READERS),
    page("product_reminders", READERS, MANAGERS, RULE),
    Row("version_reminders", thing("version"), get=READERS, post=MANAGERS, send={"post": RULE}),
    Row("milestone_reminders", thing("milestone"), get=READERS, post=MANAGERS, send={"post": RULE}),
]
