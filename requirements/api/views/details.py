"""What hangs on a requirement: acceptance criteria, links, comments."""

from django.db.models import Q

from accounts.api.views import person_of
from pmhub.lib.api.queries import COUNTED, FIELDS
from pmhub.lib.api.views import Endpoint
from pmhub.lib.paging import Sort
from products.api.things import Kind, Thing
from requirements.api import serializers
from requirements.api.references import requirement_referred
from requirements.api.views.requirements import found
from requirements.models import Comment, Criterion, Link, Requirement
from requirements.operations import details


class Details(Kind, Endpoint):
    """All of one requirement; POST adds one."""

    listed = True
    query = {"get": COUNTED | FIELDS}
    sort = Sort("id")

    def get(self, request, requirement):
        return self.page(request, self.of(found(request.user, requirement)), self.sort)

    def of(self, requirement):
        return self.rows(self.request.user).filter(requirement=requirement)

    def post(self, request, requirement):
        return self.add(found(request.user, requirement))


class CriterionKind(Kind):
    tag = "criteria"
    reads = serializers.CriterionShown
    address = "/api/v1/criteria/{}/"
    sort = Sort("position")
    create, edit, remove = details.add_criterion, details.edit_criterion, details.remove_criterion

    def rows(self, user):
        seen = Requirement.objects.visible_to(user)
        return Criterion.objects.filter(requirement__in=seen).select_related("requirement__product")

    @staticmethod
    def shown(row):
        return {"id": row.pk, "text": row.text, "done": row.done, "position": row.position}

    def home_of(self, row):
        return row.requirement


class LinkKind(Kind):
    tag = "links"
    reads = serializers.LinkShown
    address = "/api/v1/links/{}/"
    create, remove = details.link, details.unlink

    def rows(self, user):
        seen = Requirement.objects.visible_to(user)
        return Link.objects.filter(source__in=seen, target__in=seen).select_related("source__product", "target")

    @staticmethod
    def shown(row):
        return {"id": row.pk, "kind": row.kind, "source": row.source.key, "target": row.target.key}

    def home_of(self, row):
        return row.source

    def resolved(self, home, values):
        target = requirement_referred("target", home.product, values["target"], self.request.user)
        return {**values, "target": target}


class CommentKind(Kind):
    tag = "comments"
    reads = serializers.CommentShown
    address = "/api/v1/comments/{}/"
    create, edit, remove = details.comment, details.edit_comment, details.remove_comment

    def rows(self, user):
        return Comment.objects.visible_to(user).select_related("requirement__product", "author")

    @staticmethod
    def shown(row):
        return {
            "id": row.pk,
            "requirement": row.requirement.key,
            "author": person_of(row.author),
            "body": row.body,
            "created_at": row.created_at,
            "edited_at": row.edited_at,
            "lock_version": row.lock_version,
        }

    def home_of(self, row):
        return row.requirement


class CriteriaView(CriterionKind, Details):
    """What must be true before the requirement counts as done."""

    writes = {"post": serializers.NewCriterion}


class CriterionView(CriterionKind, Thing):
    """One acceptance criterion; `done` checks it off."""

    writes = {"patch": serializers.CriterionFields}


class LinksView(LinkKind, Details):
    """Links from and to the requirement: `source` blocks, relates to or duplicates `target`."""

    writes = {"post": serializers.NewLink}

    def of(self, requirement):
        return self.rows(self.request.user).filter(Q(source=requirement) | Q(target=requirement))


class LinkView(LinkKind, Thing):
    """One link."""

    http_method_names = ["get", "head", "delete"]


class CommentsView(CommentKind, Details):
    """What people said about the requirement, oldest first."""

    writes = {"post": serializers.CommentFields}


class CommentView(CommentKind, Thing):
    """One comment. Its author may change it; its author and managers may delete it."""

    writes = {"patch": serializers.CommentFields}
