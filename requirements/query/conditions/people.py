"""Conditions on people: of this installation, or from outside."""

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from products.models import Membership
from requirements.models import Assignment, ExternalPerson, Watching
from requirements.query.conditions.values import ME, NONE, SOME, any_of, folded, number, only_equal


def by_person(field):
    """`me`, `none`, a user's id, or an address."""

    def build(values, user):
        def condition(value):
            if value == "none":
                return Q(**{field: None})
            if value == "me":
                return Q(**{field: user})
            return Q(**{f"{field}__email__iexact": value}) if "@" in value else Q(**{field: number(value)})

        return any_of(values, condition)

    return build


def by_assignee(values, user):
    """As `by_person`; somebody from outside is `person:ID`."""
    rows = Assignment.objects.filter(requirement=OuterRef("pk"))

    def condition(value):
        if value == "none":
            return ~Q(Exists(rows))
        if value.startswith("person:"):
            return Q(Exists(rows.filter(person=number(value.removeprefix("person:")))))
        return Q(Exists(rows.filter(by_person("user")([value], user))))

    return any_of(values, condition)


def named(value, user):
    """The ids of users and of outside people whom the reader may know of: by id, address or name.

    Whoever is hidden is refused with the words for those who do not exist.
    """
    value = value.lstrip("@＠").strip()
    if folded(value) in ME:
        return [user.pk], []
    if value.startswith("person:"):
        return [], [number(value.removeprefix("person:"))]
    if value.isdecimal():
        return [number(value)], []
    known = User.objects.filter(Q(pk__in=Membership.objects.visible_to(user).values("user")) | Q(pk=user.pk))
    if "@" in value:
        ids, outside = list(known.filter(email__iexact=value).values_list("pk", flat=True)), []
    else:
        ids = list(known.filter(called(value)).values_list("pk", flat=True)[:200])
        people = ExternalPerson.objects.visible_to(user).filter(called(value) | Q(username__iexact=value))
        outside = list(people.values_list("pk", flat=True)[:500])
    if not ids and not outside:
        raise ValidationError(_("Nobody you can see is called “%s”.") % value[:60])
    return ids, outside


def called(value):
    """The whole name, or a part of it that begins like this; Chinese names have no parts."""
    return Q(name__iexact=value) | Q(name__istartswith=value) | Q(name__icontains=f" {value}")


def person(field, outside=None):
    """A term on a column for people; `outside` is the column for outside people, where there is one."""

    def build(term, user):
        only_equal(term)
        nobody = Q(**{field: None}) & (Q(**{outside: None}) if outside else Q())

        def condition(value):
            if folded(value) in NONE:
                return nobody
            if folded(value) in SOME:
                return ~nobody
            ids, strangers = named(value, user)
            found = Q(**{f"{field}__in": ids})
            return found | Q(**{f"{outside}__in": strangers}) if outside and strangers else found

        return any_of(term.values, condition)

    return build


def assignee(term, user):
    only_equal(term)
    rows = Assignment.objects.filter(requirement=OuterRef("pk"))

    def condition(value):
        if folded(value) in NONE | SOME:
            return ~Q(Exists(rows)) if folded(value) in NONE else Q(Exists(rows))
        ids, strangers = named(value, user)
        return Q(Exists(rows.filter(Q(user__in=ids) | Q(person__in=strangers) if strangers else Q(user__in=ids))))

    return any_of(term.values, condition)


def watcher(term, user):
    only_equal(term)
    rows = Watching.objects.filter(requirement=OuterRef("pk"))
    return any_of(term.values, lambda value: Q(Exists(rows.filter(user__in=named(value, user)[0]))))


owner, author = person("owner"), person("author")
requester = person("requester", "outside_requester")
