import structlog
from celery import shared_task
from kombu.exceptions import OperationalError

from integrations.models import Import
from integrations.operations import running

log = structlog.get_logger(__name__)


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


def send(pk):
    """Wake a worker. Redis is a hint: the sweep is what guarantees it."""
    try:
        work_on.apply_async([pk], retry=False)
    except OperationalError as error:
        log.warning("import not sent", id=pk, reason=str(error))
