from django.db import models


class StalePlan(models.Model):
    """What the running transaction has changed that reminders depend on. Empty between transactions.

    Triggers write the rows and a deferred trigger takes them at the commit: see the migration `keep_the_plan`.
    """

    SCOPES = [(name, name) for name in ("milestone", "version", "product", "person")]

    transaction = models.BigIntegerField()
    scope = models.CharField(max_length=10, choices=SCOPES)
    target = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transaction", "scope", "target"], name="stale_once")]

    def __str__(self):
        return f"{self.scope} {self.target}"
