"""What reviews ask of one person, across products."""

from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from products.models import Membership, Product, Role
from requirements.models import AgendaItem, Attendance, Decision, Resurfaced, SealedScore
from requirements.models.attendance import Answer, Part

SHOWN = 20


def invitations_of(user):
    """This person's invitations to reviews that are not over, with `unscored`: how many scores they still owe."""
    silent = AgendaItem.objects.filter(review=OuterRef("review"), revealed_at=None).order_by()
    decided = Exists(Decision.objects.filter(item=OuterRef("pk")))
    scored = Exists(SealedScore.objects.filter(item=OuterRef("pk"), reviewer=user))
    owed = silent.exclude(decided).exclude(scored).values("review").annotate(n=Count("pk")).values("n")
    rows = Attendance.objects.visible_to(user).filter(user=user, review__closed_at=None).exclude(answer=Answer.NO)
    rows = rows.select_related("review__product").annotate(unscored=Coalesce(Subquery(owed), 0))
    found = list(rows.order_by(F("review__starts_at"), "pk")[:SHOWN])
    for row in found:
        row.unscored = row.unscored if row.part == Part.REVIEWER else 0
    return found


def resurfaced_for(user):
    """What has resurfaced in the products that this person manages."""
    managed = Membership.objects.filter(user=user, role__gte=Role.MANAGER).values("product")
    seen = Product.objects.visible_to(user)
    rows = Resurfaced.objects.unanswered().filter(product__in=managed).filter(product__in=seen)
    return rows.select_related("requirement__status", "product", "threshold__decision")[:SHOWN]
