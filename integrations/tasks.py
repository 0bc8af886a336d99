from celery import shared_task

from integrations.models import Import
from integrations.operations import running


@shared_task
def work_on(pk):
    """Check or run an import; long ones in several turns."""
    if running.work(pk):
        work_on.delay(pk)


@shared_task
def sweep_imports():
    """Go on with imports whose worker is gone."""
    for pk in Import.objects.abandoned().values_list("pk", flat=True):
        work_on.delay(pk)
