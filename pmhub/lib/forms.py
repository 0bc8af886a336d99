"""What forms of all apps share."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError


@contextmanager
def refusals_on(form):
    """Let an operation's refusal inside stand on the form, at the field it names; the form is invalid afterwards."""
    try:
        yield
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            form.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
