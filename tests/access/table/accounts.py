from tests.access.rows import ADMINS, ANYTHING, EVERYBODY, SIGNED_IN, Row, TheirRow, who

JOIN = {"name": "Ida Invited", "password": "A sentence that is long enough"}
PERSON = {
    "name": "New name", "language": "en", "time_zone": "UTC", "theme": "dark", "density": "compact",
    "text_size": "large", "contrast": "more", "motion": "reduced",
}  # fmt: skip
THE_VIEWERS_OWN = who("login 404 ok 404 404 404 404")

ROWS = [
    TheirRow("healthz", get=EVERYBODY),
    TheirRow("readyz", get=ANYTHING),
    Row("setup", get=EVERYBODY, post=EVERYBODY),
    Row("invitation", lambda w: {"secret": w.invitation}, get=EVERYBODY, post=EVERYBODY, send={"post": JOIN}),
    Row("personal_settings", get=SIGNED_IN, post=SIGNED_IN, send={"post": PERSON}),
    Row("sample_remove", post=ADMINS),
    Row("looks", post=SIGNED_IN, send={"post": {"theme": "dark"}}),
    Row("palette", get=SIGNED_IN, query="?q=one&at=/p/SHOP/requirements/1/"),
    Row("token_list", get=SIGNED_IN),
    Row("token_create", get=SIGNED_IN, post=SIGNED_IN, send={"post": {"name": "t", "scopes": ["read"]}}),
    Row("token_revoke", lambda w: {"pk": w.token.pk}, get=THE_VIEWERS_OWN, post=THE_VIEWERS_OWN),
    Row("people", get=ADMINS, post=ADMINS, send={"post": {"email": "new@sample.pmhub.example"}}),
    Row("person_disable", lambda w: {"pk": w.people.maya.pk}, get=ADMINS, post=ADMINS),
    Row("person_admin", lambda w: {"pk": w.people.maya.pk}, post=ADMINS, send={"post": {"admin": "yes"}}),
    Row("person_enable", lambda w: {"pk": w.disabled.pk}, post=ADMINS),
]
