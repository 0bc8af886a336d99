"""The key that signs sessions and links: made once per home folder."""

import os
import secrets
import tempfile


def of_home(home):
    """The key kept in the home folder, readable by its owner only. Several processes may ask at the same time."""
    path = home / "secret_key"
    try:
        return path.read_text()
    except FileNotFoundError:
        pass
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=home)  # made with mode 0600
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)  # the first one wins
    except FileExistsError:
        pass
    os.unlink(draft)
    return path.read_text()
