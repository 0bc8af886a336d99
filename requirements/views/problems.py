"""What was not understood in a query string, in sentences."""

from django.utils.html import format_html

from requirements.query import QueryError

AROUND = 60  # characters of the text before and after what is at fault


def sentence(label, error):
    """The message of one error. Of a query the part at fault is marked, within what stands around it."""
    message = error.messages[0]
    if not isinstance(error, QueryError):
        return f"{label}: {message}"
    text, start, end = error.text, error.start, min(error.end, error.start + AROUND)
    before, after = shortened(text[:start], start - AROUND), text[end : end + AROUND]
    return format_html("{} <code>{}<mark>{}</mark>{}</code>", message, before, text[start:end] or "\u2038", after)


def shortened(text, at):
    """The end of the text from `at` on, or rather from the word after it."""
    if at <= 0:
        return text
    return "… " + (text[at:].partition(" ")[2] or text[at:])
