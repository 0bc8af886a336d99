from django.apps import AppConfig


class PmhubConfig(AppConfig):
    name = "pmhub"

    def ready(self):
        from pmhub import celery  # noqa: F401  binds @shared_task; Django must be set up before it is imported
