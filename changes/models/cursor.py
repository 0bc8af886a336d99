from django.db import models


class Cursor(models.Model):
    """How far a consumer has read. It moves in the same transaction as the consumer's own rows."""

    consumer = models.CharField(max_length=60, primary_key=True)
    seq = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"{self.consumer} at {self.seq}"
