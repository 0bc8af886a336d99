"""A worker's round with the mail: at most once, late rather than never.

What is sent goes through three short transactions, with the mail server between them:

1. *claim*: its row is leased (see `letters.free`). What it tells waits still.
2. *mark*: the server has agreed to the address and has got all of the mail but the line that ends it. What it tells is
   checked once more, and it is noted that it is being sent: the point of no return. Only now that line goes over.
3. *sent*, after the server has confirmed.

A worker that dies before 2 has done nothing; when the lease is over the next one begins again, with whatever is due by
then. A worker that dies between 2 and 3, or a connection that breaks there, leaves open whether the mail went out. We
choose *at most once*: such a mail is never sent again by itself, it is `unclear`, and people see that. As nothing but
the last line is sent after 2, nearly all such mails did arrive.
"""

from time import monotonic

import structlog
from django.conf import settings

from pmhub.lib.courier import Courier, NotSent, ServerAway, Unclear

LONGEST_RUN = 90  # seconds; the next sweep goes on

log = structlog.get_logger(__name__)


def round_of_mail(now, *, due, claim, send):
    """Lease with `claim(it, at)` whatever `due(at)` names, and hand it over with `send(leased, courier, now)`, which
    returns 1 for what the server took. Returns how many; ends early when there is no server to talk to.
    """
    taken, began = 0, monotonic()
    with Courier() as courier:
        for waiting in due(now()):
            if monotonic() - began > LONGEST_RUN:
                break
            if (leased := claim(waiting, now())) is None:
                continue
            try:
                taken += send(leased, courier, now)
            except ServerAway:
                break
    return taken


def hand_over(row, courier, address, *, draft, mark, sent, unclear, put_off):
    """Steps 2 and 3 for the mail of a leased row; returns 1 when the server took it. Each way it may end is told, but
    for that nothing was handed over after all: then it waits still.
    """
    try:
        went = courier.post(settings.DEFAULT_FROM_EMAIL, address, draft, mark)
    except Unclear as error:
        unclear(error)
        return 0
    except NotSent as error:
        log.warning("mail not sent", of=row._meta.label, id=row.pk, reason=str(error))
        put_off(error)
        if isinstance(error, ServerAway):
            raise
        return 0
    return sent() if went else 0
