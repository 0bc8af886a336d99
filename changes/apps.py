from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    name = "changes"
    verbose_name = _("Changes")

    def ready(self):
        from changes.tasks import nudge
        from pmhub.lib import operations

        operations.committed.append(nudge)
        autodiscover_modules("reactions")
