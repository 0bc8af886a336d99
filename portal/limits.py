"""How much one visitor may do in a while, by where they come from and by who they are."""

import structlog

from pmhub.lib.throttling import Throttle, client_of

log = structlog.get_logger(__name__)

HOUR = 3600
VOTES = Throttle("portal_vote", limit=60, seconds=60)
POSTS = Throttle("portal_post", limit=20, seconds=HOUR)
COMMENTS = Throttle("portal_comment", limit=40, seconds=HOUR)
NAMES = Throttle("portal_name", limit=15, seconds=HOUR)  # those that are refused tell something
CODES = Throttle("portal_code", limit=20, seconds=HOUR)
CODES_OF_ADDRESS = Throttle("portal_code_of_address", limit=5, seconds=HOUR)  # of one visitor
MAILS_TO_ADDRESS = Throttle("portal_mails_to_address", limit=5, seconds=HOUR)  # of all visitors together
NEW_CODES_OF_ADDRESS = Throttle("portal_new_codes_of_address", limit=30, seconds=HOUR)
GUESSES = Throttle("portal_guess", limit=30, seconds=900)


def wait_of(throttle, request, *, contact=None):
    """Count something that a visitor does: how many seconds they have to wait before they may do it, 0 for none."""
    waits = [throttle.claim(client_of(request))]
    if contact is not None:
        waits.append(throttle.claim(f"contact:{contact.pk}"))
    return told(throttle, max(waits))


def wait_of_address(product, email, request):
    """The same for a visitor who asks for codes for one address. Others who ask for it do not wait for them."""
    return told(CODES_OF_ADDRESS, CODES_OF_ADDRESS.claim(f"{named(product, email)}:{client_of(request)}"))


def is_written_enough(product, email):
    """Count a question for a code for an address, whoever asks: whether it got many mails of late."""
    return bool(told(MAILS_TO_ADDRESS, MAILS_TO_ADDRESS.claim(named(product, email))))


def may_have_new_code(product, email):
    """Count a new code for an address: whether it may have one more, since each can be guessed at."""
    return not told(NEW_CODES_OF_ADDRESS, NEW_CODES_OF_ADDRESS.claim(named(product, email)))


def named(product, email):
    return f"{product.pk}:{email.strip().lower()}"


def told(throttle, wait):
    if wait:
        log.warning("too much at a portal", what=throttle.name, wait=wait)
    return wait
