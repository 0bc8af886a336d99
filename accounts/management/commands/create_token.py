from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.operations.tokens import issue_token


class Command(BaseCommand):
    help = "Create an API token for a person and print its secret, once."

    def add_arguments(self, parser):
        parser.add_argument("--user", required=True, metavar="EMAIL")
        parser.add_argument("--name", required=True)
        parser.add_argument("--scopes", default="read", help="comma-separated: read,write,admin")

    def handle(self, *, user, name, scopes, **options):
        person = User.objects.people().filter(email__iexact=user, is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody signs in with the address {user}.")
        wanted = [scope.strip() for scope in scopes.split(",") if scope.strip()]
        try:
            _token, secret = issue_token(person, by=person, name=name, scopes=wanted)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(secret)
