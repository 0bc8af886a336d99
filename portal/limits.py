"""How much one visitor may do in a while, by where they come from and by who they are."""

import structlog

from pmhub.lib.throttling import Throttle, client_of

log = structlog.get_logger(__name__)

HOUR = 3600
VOTES = Throttle("portal_vote", limit=60, seconds=60)
POSTS = Throttle("portal_post", limit=20, seconds=HOUR)
COMMENTS = Throttle("portal_comment", limit=40, seconds=HOUR)
CODES = Throttle("portal_code", limit=20, seconds=HOUR)
CODES_OF_ADDRESS = Throttle("portal_code_of_address", limit=5, seconds=HOUR)
GUESSES = Throttle("portal_guess", limit=30, seconds=900)


def wait_of(throttle, request, *, contact=None):
    """Count something that a visitor does: how many seconds they have to wait before they may do it, 0 for none."""
    waits = [throttle.claim(client_of(request))]
    if contact is not None:
        waits.append(throttle.claim(f"contact:{contact.pk}"))
    return told(throttle, max(waits))


def wait_of_address(product, email):
    """The same for an address that is asked for a code, whoever asks."""
    return told(CODES_OF_ADDRESS, CODES_OF_ADDRESS.claim(f"{product.pk}:{email.strip().lower()}"))


def told(throttle, wait):
    if wait:
        log.warning("too much at a portal", what=throttle.name, wait=wait)
    return wait
