from django.conf import settings


def sign_up(request):
    """Whether people may sign up by themselves; templates offer it only then."""
    return {"sign_up_is_open": settings.SIGNUP == "open"}
