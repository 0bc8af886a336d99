from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PmhubConfig(AppConfig):
    name = "pmhub"

    def ready(self):
        from pmhub import celery, checks  # noqa: F401  binds @shared_task and the checks once Django is set up

        autodiscover_modules("panels")
