"""Topics that rise: words that a greater share of people used than in the weeks before. Nothing leaves this machine."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from math import log

from pmhub.lib.chinese import simplified
from requirements.search.terms import PIECES, folded, is_chinese

LOOKED_AT = 600  # characters of a text
SIGNIFICANT = 10.83  # of the chi-squared distribution with one degree of freedom, p < 0.001
FEWEST = 3  # items with a term
SAME = 0.6  # share of items from which on two terms are one topic
SHORTEST_WORD, LONGEST_WORD = 3, 30
LONGEST_TERM, NEARLY_ALL = 10, 0.8
FUNCTION = frozenset(  # what begins or ends with one of these is no term
    "的了是我你他她它们这那就都也很和与或在个吗呢吧啊呀着过把被给让对从到还又才再只但而且并么什之其为以"
)
COMMON = """
the and for but not you your are was were has have had with this that these those they from our out can could would
should will just its it's been being all any into than then them there their what when where which who how why about
after again also because before does doesn don't more most much now only other over same some such too very get got one
two use used using
"""
STOP = frozenset(COMMON.split())


@dataclass(frozen=True)
class Topic:
    """A term, how many items have it in the week and before, G², and the ids of the week's items, newest first."""

    term: str
    now: int
    before: int
    strength: float
    ids: tuple


def terms_of(text):
    """The set of terms in a text: Chinese pairs and triples, Latin words."""
    found = set()
    for piece in PIECES.findall(simplified(folded(text[:LOOKED_AT]))):
        if not is_chinese(piece):
            if SHORTEST_WORD <= len(piece) <= LONGEST_WORD and piece not in STOP and not piece.isdigit():
                found.add(piece)
            continue
        for size in (2, 3):
            for at in range(len(piece) - size + 1):
                term = piece[at : at + size]
                if term[0] not in FUNCTION and term[-1] not in FUNCTION:
                    found.add(term)
    return found


def log_likelihood(now, of_now, before, of_before):
    """G² of a term in `now` of `of_now` texts against `before` of `of_before`.

    Dunning, T. (1993), Accurate Methods for the Statistics of Surprise and Coincidence, Computational Linguistics
    19(1), 61–74: twice the sum of O·ln(O/E) over the four cells (has the term or not, now or before).
    """
    whole, having = of_now + of_before, now + before
    cells = [
        (now, of_now * having / whole), (before, of_before * having / whole),
        (of_now - now, of_now * (whole - having) / whole), (of_before - before, of_before * (whole - having) / whole),
    ]  # fmt: skip
    return 2 * sum(observed * log(observed / expected) for observed, expected in cells if observed)


def rising(now, before, limit=10):
    """The topics that rose, strongest first. `now` and `before` are `(id, text)` of the week and of those before."""
    holding, earlier = defaultdict(list), Counter()
    for pk, text in now:
        for term in terms_of(text):
            holding[term].append(pk)
    of_before = 0
    for _pk, text in before:
        of_before += 1
        earlier.update(terms_of(text) & holding.keys())
    if not now or not of_before:
        return []
    topics = [
        Topic(term, len(ids), earlier[term], log_likelihood(len(ids), len(now), earlier[term], of_before), tuple(ids))
        for term, ids in holding.items()
        if len(ids) >= FEWEST and len(ids) / len(now) > earlier[term] / of_before
    ]
    said = dict(now)
    chosen = distinct([topic for topic in topics if topic.strength >= SIGNIFICANT], limit)
    return [replace(topic, term=grown(topic.term, [said[pk] for pk in topic.ids])) for topic in chosen]


def grown(term, texts):
    """A Chinese term with its neighbours that nearly all of the texts have: 不能叠 is 优惠券不能叠加 everywhere."""
    if not is_chinese(term):
        return term
    read = [simplified(folded(text[:LOOKED_AT])) for text in texts]
    while len(term) < LONGEST_TERM:
        around = Counter()
        for text in read:
            at = text.find(term)
            if at > 0 and is_chinese(text[at - 1]):
                around[text[at - 1] + term] += 1
            if 0 <= at < len(text) - len(term) and is_chinese(text[at + len(term)]):
                around[term + text[at + len(term)]] += 1
        wider, count = max(around.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0))
        if count < NEARLY_ALL * len(read):
            break
        term = wider
    return term


def distinct(topics, limit):
    """The strongest of those that stand for the same items; of equally strong ones the longest."""
    chosen = []
    for topic in sorted(topics, key=lambda topic: (-topic.strength, -len(topic.term), topic.term)):
        own = set(topic.ids)
        if all(len(own & set(other.ids)) / len(own | set(other.ids)) < SAME for other in chosen):
            chosen.append(topic)
        if len(chosen) == limit:
            break
    return chosen
