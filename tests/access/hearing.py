"""A voice, what was said about it, and what it speaks for, for the access table."""

from django.core.files.uploadedfile import SimpleUploadedFile

from feedback.operations.answering import add_note
from feedback.operations.filing import keep_file
from feedback.operations.linking import link
from feedback.operations.reporting import report

SAID = "Secret words of a customer"


def heard(requirement, people):
    """An item with a note of the engineer and a link, and another one of the same product."""
    shop = requirement.product
    voice = report(shop, by=people.engineer, body=f"{SAID}\nThe checkout has too many pages.")
    return {
        "voice": voice,
        "other_voice": report(shop, by=people.engineer, body="Another secret of a customer"),
        "enclosed": keep_file(voice, SimpleUploadedFile("secret.txt", b"Secret"), by=people.engineer),
        "turn": add_note(voice, by=people.engineer, body="A note of the engineer."),
        "evidence": link(voice, requirement, by=people.engineer, passage="too many pages"),
    }
