"""Sign-in and its safety: django-allauth's own pages. Nothing here reaches another person's data."""

from tests.access.rows import EVERYBODY, NOBODY, SIGNED_IN, TheirRow, who

FOR_ALL = ["account_login", "account_signup", "account_reset_password"]
READ_BY_ALL = [
    "account_inactive", "account_reset_password_done", "account_reset_password_from_key_done",
    "account_email_verification_sent",
]  # fmt: skip
FOR_ONESELF = [
    "account_reauthenticate", "account_email", "account_change_password", "account_set_password",
    "mfa_reauthenticate", "mfa_activate_totp", "mfa_generate_recovery_codes", "usersessions_list",
]  # fmt: skip
LEADS_TO_SIGN_IN = who("login login login login login login login")

ROWS = [
    *(TheirRow(name, get=EVERYBODY, post=EVERYBODY) for name in FOR_ALL),
    *(TheirRow(name, get=EVERYBODY) for name in READ_BY_ALL),
    *(TheirRow(name, get=SIGNED_IN, post=SIGNED_IN) for name in FOR_ONESELF),
    TheirRow("account_logout", get=SIGNED_IN, post=LEADS_TO_SIGN_IN),
    TheirRow("account_confirm_login_code", get=SIGNED_IN),
    TheirRow("account_confirm_email", {"key": "forged"}, get=EVERYBODY),
    TheirRow("account_reset_password_from_key", {"uidb36": "1", "key": "forged"}, get=EVERYBODY),
    TheirRow("mfa_index", get=SIGNED_IN),
    TheirRow("mfa_authenticate", get=SIGNED_IN),
    # there is nothing to see before two-step sign-in is on
    TheirRow("mfa_deactivate_totp", get=NOBODY, post=NOBODY),
    TheirRow("mfa_view_recovery_codes", get=NOBODY),
    TheirRow("mfa_download_recovery_codes", get=NOBODY),
]
