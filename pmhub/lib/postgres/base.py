from django.conf import settings
from django.db.backends.postgresql import base
from django.db.backends.postgresql.client import DatabaseClient


class EmbeddedClient(DatabaseClient):
    """`manage.py dbshell` with the psql of the wheel."""

    def runshell(self, parameters):
        settings.EMBEDDED.hold()
        self.executable_name = str(settings.EMBEDDED.postgres.program("psql"))
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """Every command that needs the database finds it running, whether or not `up` runs beside it."""

    client_class = EmbeddedClient

    def get_new_connection(self, conn_params):
        settings.EMBEDDED.hold()
        return super().get_new_connection(conn_params)
