"""What this app offers on every page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models.user import Theme
from pmhub.lib.palette import Entry, offer

GLYPHS = {Theme.SYSTEM: "monitor", Theme.LIGHT: "sun", Theme.DARK: "moon"}


@offer
def own_things(asked):
    """Looks, settings, and the people of the installation for its administrators."""
    for theme in Theme:
        if theme != asked.user.theme:
            yield Entry(
                "actions", _("Theme: %s") % theme.label, GLYPHS[theme], post=reverse("looks"),
                values={"theme": theme.value}, words="theme light dark appearance", ident=f"theme:{theme}", seldom=True,
            )  # fmt: skip
    yield Entry(
        "actions", _("Undo the last change"), "undo-2", press="mod+z", hint="Ctrl Z", words="undo revert", seldom=True
    )
    yield Entry(
        "actions",
        _("Keyboard shortcuts"),
        "keyboard",
        press="?",
        hint="?",
        words="keyboard shortcuts help",
        seldom=True,
    )
    yield page(_("Your settings"), "settings", "personal_settings", "preferences language time zone density settings")
    yield page(_("API tokens"), "key-round", "token_list", "api token")
    yield page(_("Password"), "key-round", "account_change_password", "password")
    yield page(_("Devices"), "monitor", "usersessions_list", "devices sessions")
    if asked.user.is_admin:
        yield page(_("People"), "users", "people", "people invite users")


def page(title, icon, name, words):
    return Entry("pages", title, icon, href=reverse(name), words=words, seldom=True)
