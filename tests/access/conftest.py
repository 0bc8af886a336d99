"""A product with one thing of every kind, for the access table."""

from http.cookies import SimpleCookie
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models.invitation import secret_for
from accounts.operations.people import confirm_email, disable, invite
from accounts.operations.tokens import issue_token
from changes.models import Change
from feedback.operations.bulk import begin as decide_later
from integrations.operations.imports import upload
from notifications.models import Letter, Mute, Notification
from notifications.operations.writing import secret_for as secret_of_mail
from pmhub.lib.operations import one_batch
from products.operations.goals import create_goal
from products.operations.workflow import add_field, add_status, tags_named
from requirements.operations.attaching import attach
from requirements.operations.baselines import create_baseline
from requirements.operations.carrying_out import begin
from requirements.operations.details import add_criterion, comment, link
from requirements.operations.saving_views import save_view
from requirements.operations.templates import add_template
from roadmaps.operations.calendars import make_calendar
from roadmaps.operations.planning import create_version
from roadmaps.operations.risks import add_risk
from roadmaps.operations.roadmapping import create_roadmap
from roadmaps.operations.sharing import share
from tests.access.asking import COMPANY, PERSON, customers
from tests.access.hearing import SAID, heard
from tests.access.promised import NAMED, promised
from tests.access.promising import slipped
from tests.access.releasing import NOTE, prepared
from tests.access.reviewing import TITLE, reviewed
from tests.access.talking import talked
from tests.access.visiting import opened


@pytest.fixture
def personas(people):
    """The users of the table's personas; `anonymous` is None."""
    return {
        "anonymous": None,
        "outsider": people.outsider,
        "viewer": people.support,
        "contributor": people.engineer,
        "manager": people.manager,
        "owner": people.owner,
        "admin": people.admin,
    }


@pytest.fixture
def media(settings, tmp_path):
    """Uploads of this test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def doors(personas):
    """`doors(persona)`: the browser of that persona, always freshly signed in. One client that changes its cookies."""
    client, jars = Client(raise_request_exception=False), {}
    for persona, user in personas.items():
        client.cookies = SimpleCookie()
        if user:
            client.force_login(user)
        jars[persona] = client.cookies.output(header="", sep=";")

    def browser(persona):
        client.cookies = SimpleCookie(jars[persona])
        return client

    return browser


def reminded(person, milestone):
    """A row of a person's inbox, a thing they have muted, a letter to them, and the secret in its link."""
    shared = {"product": milestone.product, "target_on": "2026-12-01", "day": "2026-11-24"}
    return {
        "notification": Notification.objects.create(
            user=person, milestone=milestone, name=milestone.name, reason="owner", **shared
        ),
        "mute": Mute.objects.create(user=person, reason="watcher"),
        "letter": Letter.objects.create(recipient=person, address=person.email, state="failed"),
        "unsubscribing": secret_of_mail(person),
    }


def upload_of():
    """A file as a browser sends it."""
    return SimpleUploadedFile("notes.txt", b"What was said")


@pytest.fixture
def world(people, media, shop, requirement, make_requirement, version, milestone, other_product):
    """Everything a URL can name, by plain names. Extend it when a new kind of thing gets a URL."""
    by = people.manager
    for person in vars(people).values():
        confirm_email(person)  # as signing in does
    other = make_requirement("Another one of the same product", assignees=[people.engineer])
    with one_batch() as batch:
        create_version(shop, by=by, name="To be undone")
    invited = invite(people.admin, by=people.admin, email="invited@sample.pmhub.example")
    disabled = disable(
        invite(people.admin, by=people.admin, email="disabled@sample.pmhub.example"), by=people.admin
    )  # fmt: skip
    declined = make_requirement("A third one, declined")
    link_to_all = share(shop, by=by, name="Board", audience="public", granularity="quarter")
    return SimpleNamespace(
        secrets=[shop.name, requirement.title, "Another one of the same product", "Code freeze", "To be undone",
                 TITLE, NOTE, SAID, COMPANY, PERSON, NAMED],
        people=people, product=shop, key=shop.key, requirement=requirement, other=other, version=version,
        milestone=milestone, batch=batch, invited=invited, disabled=disabled, invitation=secret_for(invited),
        status=add_status(shop, by=by, name="Unused step", category="active"),
        field=add_field(shop, by=by, key="market", name="Market", kind="text"),
        tag=tags_named(shop, ["a tag"], by=by)[0],
        membership=shop.memberships.get(user=people.designer),
        token=issue_token(people.support, by=people.support, name="a token", scopes=["read"])[0],
        comment=comment(requirement, by=people.engineer, body="A comment of the engineer."),
        criterion=add_criterion(requirement, by=by, text="It works"),
        link=link(requirement, other, by=by, kind="relates"),
        shared_roadmap=create_roadmap(shop, by=people.engineer, name="Ours", shared=True),
        goal=create_goal(shop, by=by, name="Lift conversion"),
        shared_view=save_view(shop, by=people.engineer, name="Ours", query="status=open", shared=True),
        share_link=link_to_all, **opened(shop, link_to_all, people),
        calendar=make_calendar(shop, by=people.support)[1],
        baseline=create_baseline(shop, by=by, name="Before the launch"),
        revision=Change.objects.filter(key=requirement.key, type="requirement").latest("id").pk,
        upload=upload_of, attachment=attach(requirement, upload_of(), by=people.owner),
        bulk_decision=decide_later(shop, [1], by=by, act="accept", data={}),
        bulk_edit=begin(shop, [other.pk], by=by, part="priority", data={}, changes={}),
        **heard(requirement, people), **talked(shop, by), **customers(shop, by), **promised(shop, by),
        **reviewed(requirement, declined, people), **prepared(version, people),
        risk=add_risk(version, by=by, text="The supplier could be late"),
        template=add_template(shop, by=by, name="Bug report", body="## Steps"),
        slip=slipped(shop, by),
        **reminded(people.support, milestone),
        import_=upload(shop, BytesIO(b"title,due\na,2026\n"), by=by, filename="rows.csv"),
    )  # fmt: skip
