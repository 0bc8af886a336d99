"""The promises of an instant beside those of today."""

from dataclasses import dataclass

from roadmaps.ledger.moves import Ledger
from roadmaps.ledger.past import Stood, promises_as_of


@dataclass(frozen=True)
class Pair:
    """What stood then beside what stands now; either is None where the thing was not there."""

    then: Stood | None
    now: Ledger | None

    @property
    def days(self):
        """From the last day of then to the last day of now, None where one is missing."""
        if self.then and self.then.release and self.now and self.now.current:
            return (self.now.current.end - self.then.release.end).days
        return None

    @property
    def distance(self):
        return abs(self.days or 0)


def compared(product, ledgers, instant):
    """Pairs of then and now: what existed then by its date of then, then what came since."""
    stood = promises_as_of(product, instant)
    present = {(ledger.type, ledger.thing.pk): ledger for ledger in ledgers if not ledger.gone_at}
    pairs = [Pair(then, present.get(key)) for key, then in stood.items()]
    pairs.sort(key=lambda pair: (pair.then.release is None, pair.then.release and pair.then.release.end, pair.then.id))
    return [*pairs, *(Pair(None, ledger) for key, ledger in present.items() if key not in stood)]
