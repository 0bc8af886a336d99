"""Ids of what a file only names: versions, milestones, tags, people, epics. Missing ones are made, once."""

from collections import Counter
from itertools import count

from django.db.models.functions import Lower
from django.utils import timezone

from integrations.operations.target import fold
from integrations.operations.writing import create_requirements
from products.models import Tag
from products.models.status import OPEN
from requirements.models import ExternalPerson, ExternalReference, Requirement
from requirements.models.plans import refusal
from roadmaps.models import Milestone, Version
from roadmaps.models.version import State, presumed


class Book:
    """Ids by key of one kind of thing. `learn` finds what is there and makes what is not; a check only counts it."""

    counted = ""

    def __init__(self, target, writer, counts):
        self.target, self.writer, self.counts = target, writer, counts
        self.ids = {}
        self._imaginary = count(-1, -1)

    def learn(self, wanted):
        """`wanted` is {key: what it is}; afterwards every key has an id (a negative one in a check)."""
        unknown = {key: thing for key, thing in wanted.items() if key not in self.ids}
        if not unknown:
            return
        self.ids.update(self.find(unknown))
        missing = {key: thing for key, thing in unknown.items() if key not in self.ids}
        if not missing:
            return
        if self.counted:
            self.counts[self.counted] += len(missing)
        if self.writer is None:
            self.ids.update((key, next(self._imaginary)) for key in missing)
        else:
            self.make(missing)
            self.ids.update(self.find(missing))

    def find(self, wanted):
        raise NotImplementedError

    def make(self, missing):
        raise NotImplementedError


class Tags(Book):
    counted = "tags_created"

    def find(self, wanted):
        rows = Tag.objects.of(self.target.product).annotate(low=Lower("name")).filter(low__in=list(wanted))
        return {name.lower(): pk for pk, name in rows.values_list("pk", "name")}

    def make(self, missing):
        tags = [Tag(product=self.target.product, name=name) for name in missing.values()]
        Tag.objects.bulk_create(tags, ignore_conflicts=True)


class People(Book):
    counted = "people_created"

    def find(self, wanted):
        if self.target.is_own:
            everybody = ExternalPerson.objects.of(self.target.product).order_by("-pk").values_list("name", "pk")
            return {low: pk for name, pk in everybody if (low := fold(name)) in wanted}
        rows = ExternalPerson.objects.of(self.target.product).filter(source=self.target.source)
        return dict(rows.filter(external_id__in=list(wanted)).values_list("external_id", "pk"))

    def make(self, missing):
        people = [
            ExternalPerson(
                product=self.target.product,
                source=self.target.source,
                external_id=person.external_id,
                name=person.name,
                username=person.username,
            )
            for person in missing.values()
        ]
        ExternalPerson.objects.bulk_create(people, ignore_conflicts=True)


class Versions(Book):
    """Versions by name. Dates and goal that the file brings are written to versions that have others."""

    counted = "versions_created"

    def __init__(self, *args):
        super().__init__(*args)
        self.closed = {}

    def find(self, wanted):
        rows = Version.objects.of(self.target.product).filter(name__in=list(wanted))
        if self.writer is not None:
            rows = rows.select_for_update(no_key=True).order_by("pk")
        found = {}
        for version in rows:
            found[version.name] = version.pk
            if why := refusal(version):
                self.closed[version.pk] = why
            changed = different(version, version_fields(wanted[version.name], version))
            if wanted[version.name].closed and version.is_open:
                changed += different(version, {"state": State.RELEASED, "released_at": timezone.now()})
            if changed and version.name not in self.ids:
                self.counts["versions_updated"] += 1
                if self.writer is not None:
                    version.save(update_fields=changed)
        return found

    def make(self, missing):
        versions = []
        for release in missing.values():
            version = Version(product=self.target.product, **version_fields(release))
            if release.closed:
                version.state, version.released_at = State.RELEASED, presumed(version.release, self.target.zone.key)
            versions.append(version)
        Version.objects.bulk_create(versions, ignore_conflicts=True)

    def refused_in(self, plan):
        """`(wish, code, params)` of the open rows of people's own files that come into a released or archived version.

        Another system's file is history: there, what was open when its version was closed is taken as it is.
        """
        if not (self.closed and self.target.is_own):
            return
        coming = [(wish, wish.values) for wish in plan.creates]
        coming += [(edit.wish, edit.known.values | edit.values) for edit in plan.edits if "version_id" in edit.values]
        for wish, values in coming:
            category = self.target.category_of[values.get("status_id", self.target.first_status.pk)]
            if category in OPEN and (why := self.closed.get(values.get("version_id"))):
                yield wish, "version_closed", {"why": why}


class Milestones(Book):
    def find(self, wanted):
        rows = Milestone.objects.of(self.target.product).filter(name__in=list(wanted))
        return dict(rows.values_list("name", "pk"))

    def make(self, missing):
        made = []
        for release in missing.values():
            day, precision = release.due or (None, "day")
            stone = Milestone(product=self.target.product, name=release.name, due_on=day, due_precision=precision)
            stone.done_at = presumed(stone.due, self.target.zone.key) if release.closed else None
            made.append(stone)
        Milestone.objects.bulk_create(made, ignore_conflicts=True)


class Epics(Book):
    """Parents that the file brings along with their title: requirements of the level initiative."""

    counted = "parents_created"

    def find(self, wanted):
        rows = ExternalReference.objects.of(self.target.product).filter(
            source=self.target.source, external_id__in=list(wanted)
        )
        found = {}
        for external_id, pk, title in rows.values_list("external_id", "requirement", "requirement__title"):
            found[external_id] = pk
            if title != wanted[external_id].title and external_id not in self.ids:
                self.counts["parents_updated"] += 1
                if self.writer is not None:
                    Requirement.objects.filter(pk=pk).update(title=wanted[external_id].title)
        return found

    def make(self, missing):
        status = self.target.first_status
        made = [
            {"title": epic.title, "level": epic.level, "status_id": status.pk, "external_id": key, "url": epic.url}
            for key, epic in missing.items()
        ]
        create_requirements(self.target, self.writer, made)


class Books:
    """All that a run has looked up; `counts` says what was made since it was last emptied."""

    def __init__(self, target, writer=None):
        self.counts = Counter()
        self.tags, self.people, self.versions, self.milestones, self.epics = (
            book(target, writer, self.counts) for book in (Tags, People, Versions, Milestones, Epics)
        )
        self.target, self.writer = target, writer

    def learn(self, wishes):
        """Find or make everything that these wishes name."""
        tags, people, versions, milestones, epics = {}, {}, {}, {}, {}
        for wish in wishes:
            fields = wish.fields
            tags.update((name.lower(), name) for name in fields.get("tags", ()))
            people.update(self.outsiders([*fields.get("assignees", ()), fields.get("requester")]))
            for key, found in (("version", versions), ("milestone", milestones)):
                if release := fields.get(key):
                    found[release.name] = release
            parent = fields.get("parent")
            if parent and parent.title:
                epics[parent.external_id] = parent
        wanted = (tags, people, versions, milestones, epics)
        for book, things in zip(
            (self.tags, self.people, self.versions, self.milestones, self.epics), wanted, strict=True
        ):
            book.learn(things)

    def outsiders(self, people):
        """(id in the file, person) of those who are no members. People with accounts elsewhere are never members."""
        return [
            (person.external_id, person)
            for person in people
            if person and (person.username or not self.target.member(person))
        ]

    def who(self, person):
        """(user id, None) for a member, (None, external person id) for everybody else."""
        member = None if person.username else self.target.member(person)
        return (member.pk, None) if member else (None, self.people.ids[person.external_id])


def version_fields(release, version=None):
    """A version's fields as a release of the file has them; what the file leaves open stays as it is."""
    fields = {"name": release.name}
    for name, span in (("start", release.start), ("release", release.due)):
        if span:
            fields[f"{name}_on"], fields[f"{name}_precision"] = span
    start = fields.get("start_on") or (version and version.start_on)
    due = fields.get("release_on") or (version and version.release_on)
    if start and due and start > due:
        fields.pop("start_on", None)
        fields.pop("start_precision", None)
    if release.description:
        fields["goal"] = release.description
    return fields


def different(thing, fields):
    """Set the fields on the instance; the names of those that were others."""
    changed = [name for name, value in fields.items() if getattr(thing, name) != value]
    for name in changed:
        setattr(thing, name, fields[name])
    return changed
