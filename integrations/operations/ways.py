"""What an import brings: requirements, feedback or customers, and what that means for each step of it."""

from collections.abc import Callable
from dataclasses import dataclass

from integrations.clientele.rows import CustomerBooks, CustomerTarget, customer_of, plan_customers, write_customers
from integrations.models import Into
from integrations.operations.comparing import plan
from integrations.operations.naming import Books
from integrations.operations.target import Target
from integrations.operations.wishes import wish_of
from integrations.operations.writing import write
from integrations.voices.books import VoiceBooks
from integrations.voices.rows import plan_voices, voice_of, write_voices
from integrations.voices.target import VoiceTarget


@dataclass(frozen=True)
class Way:
    """The product as the import sees it, a row's wish, what has to be looked up, comparing and writing."""

    target: Callable
    wish_of: Callable
    books: Callable
    plan: Callable
    write: Callable


WAYS = {
    Into.REQUIREMENTS: Way(Target, wish_of, Books, plan, write),
    Into.FEEDBACK: Way(VoiceTarget, voice_of, VoiceBooks, plan_voices, write_voices),
    Into.CUSTOMERS: Way(CustomerTarget, customer_of, CustomerBooks, plan_customers, write_customers),
}


def target_of(import_):
    """The product as this import sees it."""
    return WAYS[import_.into].target(import_.product, import_.source)
