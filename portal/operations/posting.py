"""What visitors write, and what the team makes public of what it was told elsewhere."""

from datetime import timedelta

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from changes.merging import held
from feedback.models import Contact, FeedbackFile
from feedback.models.feedback import Channel
from feedback.operations.filing import belong, put_away
from feedback.operations.reporting import report
from feedback.operations.telling import ask_for_news
from feedback.operations.voting import follow, stop_following, take_vote_back, vote
from feedback.operations.wording import headline
from pmhub.lib.mail_addresses import refuse_mistakable
from pmhub.lib.operations import operation
from pmhub.lib.texts import plain, refuse_nul
from pmhub.lib.uploads import clean_name, kind_of
from portal import policies
from portal.models import Picture, Portal, Post, PublicComment
from portal.models.display import Display
from portal.models.portal import Moderation
from portal.waiting import count_anew

AGAIN = timedelta(minutes=5)
MOST_PICTURES = 5


@operation(policies.can_report)
def submit(product, *, by, title, body="", language="", contact=None, email="", form="", pictures=()):
    """Take in what a visitor wrote, as an item and its post. Returns the post.

    A `contact` has proved their address: they vote for their own idea and follow it. What anybody else wrote waits for
    the team, whatever the portal says, and no name stands with it; their `email` is nothing but a way to answer.
    `pictures` are open files, which are seen by whoever sees the post.
    Saying the same twice within AGAIN is saying it once; of somebody without an address, where it is the same `form`.
    """
    writer = contact or contact_of(product, email, language)
    body, pictures = plain(body), drawn_anew(product, pictures)  # before anything is held that others wait for
    if same := sent_just_now(product, writer, headline(title), body, form):
        return same
    feedback = report(
        product, by=by, title=title, body=body, channel=Channel.PORTAL if contact else Channel.FORM, contact=writer,
        customer=contact.customer if contact else None,
    )  # fmt: skip
    at_once = contact and product.portal.posts_moderated == Moderation.AFTER
    post = Post.objects.create(
        product=product, feedback=feedback, title=feedback.title, body=body, language=language,
        state=Display.SHOWN if at_once else Display.HELD,
    )  # fmt: skip
    illustrate(post, pictures, by)
    count_anew(product)
    if form:
        cache.set(name_of(form), post.pk, AGAIN.total_seconds())
    if contact:
        vote(feedback, contact, by=by)
        hear(feedback, contact, by)
    return post


def drawn_anew(product, pictures):
    """Files of no item yet with these pictures, encoded anew. ValidationError where one of them is none."""
    if len(pictures) > MOST_PICTURES:
        raise ValidationError({"pictures": _("At most %d pictures.") % MOST_PICTURES})
    for picture in pictures:
        name = clean_name(picture.name or "")
        if not kind_of(name, picture).is_picture:
            raise ValidationError({"pictures": _("“%s” is not a picture.") % name})
    return [put_away(FeedbackFile(product=product), picture) for picture in pictures]


def illustrate(post, files, by):
    """Let a new post, and its item, have these pictures."""
    belong(files, post.feedback, by=by)
    Picture.objects.bulk_create(Picture(product=post.product, post=post, file=file) for file in files)


def sent_just_now(product, writer, title, body, form):
    """The post of a first click on the button, for which the second one waits; None without one."""
    Portal.objects.select_for_update(no_key=True).get(product=product)
    fresh = Post.objects.of(product).exclude(state=Display.HIDDEN).filter(created_at__gt=timezone.now() - AGAIN)
    if writer is None:
        fresh = fresh.filter(pk=cache.get(name_of(form)) if form else None)
    return fresh.filter(feedback__contact=writer, feedback__title=title, body=body).first()


def name_of(form):
    """What the post that came with a form is remembered as."""
    return f"portal_form:{form}"


def hear(feedback, contact, by):
    """Who says something hears what becomes of it, unless they once had enough of all news."""
    act = follow if contact.muted_at else ask_for_news
    act(feedback, contact, by=by)


def contact_of(product, email, language):
    """Whom an address belongs to, made where it is new; None without one."""
    if not email:
        return None
    refuse_mistakable(email)
    known = Contact.objects.of(product).with_address(email)
    contact, _is_new = known.get_or_create(defaults={"product": product, "email": email, "language": language})
    return contact


@operation(policies.can_moderate)
def publish(feedback, *, by, title, body="", language="", chosen_status=""):
    """Show an item in public, under a text of its own. The item itself stays among the team."""
    refuse_nul({"title": title, "body": body})
    feedback = held(feedback)
    if Post.objects.filter(feedback=feedback).exists():
        raise ValidationError(_("This is in public already."))
    post = Post(
        product=feedback.product, feedback=feedback, title=headline(title), body=plain(body), language=language,
        chosen_status=chosen_status, state=Display.SHOWN, decided_by=by,
    )  # fmt: skip
    post.full_clean(exclude=["product", "feedback", "decided_by"], validate_constraints=False)
    post.save(force_insert=True)
    return post


@operation(policies.can_report)
def say(post, contact, *, by, body):
    """Take in what a contact says about a post; they follow it from then on."""
    at_once = post.product.portal.comments_moderated == Moderation.AFTER
    comment = PublicComment(post=post, contact=contact, state=Display.SHOWN if at_once else Display.HELD)
    hear(post.feedback, contact, by)
    return written(comment, body)


@operation(policies.can_moderate)
def answer_in_public(post, *, by, body, signed=""):
    """Say something in the team's name, signed with a name that is meant for outside, or with none."""
    refuse_nul({"signed": signed})
    comment = PublicComment(post=post, member=by, signed=headline(signed), state=Display.SHOWN, decided_by=by)
    return written(comment, body)


@operation(policies.can_report)
def withdraw(post, contact, *, by):
    """Take an idea away from outsiders, as its author wants, while it is nobody else's. The item stays with the team.

    The team reads why in its queue, and may show it again.
    """
    feedback = held(post.feedback)  # before its post
    post = held(post)
    if not Post.objects.of_nobody_but(contact).filter(pk=post.pk).exists():
        raise ValidationError(_("It is not only yours any more: others want it, or have said something about it."))
    take_vote_back(feedback, contact, by=by)
    stop_following(feedback, contact, by=by)
    post.state, post.reason, post.decided_by = Display.HIDDEN, _("Withdrawn by its author."), by
    post.save(update_fields=["state", "reason", "decided_by"])
    count_anew(post.product)


def written(comment, body):
    refuse_nul({"body": body})
    comment.product_id, comment.body = comment.post.product_id, plain(body)
    comment.full_clean(exclude=["product", "post", "contact", "member", "decided_by"], validate_constraints=False)
    comment.save(force_insert=True)
    count_anew(comment.post.product)
    return comment
