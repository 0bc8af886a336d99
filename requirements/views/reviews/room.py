from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.calendar_file import Meeting
from pmhub.lib.markdown import render
from pmhub.lib.texts import number_in
from pmhub.lib.toasts import toast
from requirements.operations.reviewing import close_review, delete_review, open_review
from requirements.reviewing.agenda import agenda_of, version_of
from requirements.reviewing.minutes import minutes_of
from requirements.views.reviews.scoped import ReviewScoped


class ReviewView(ReviewScoped, View):
    """The meeting room. Whoever asks with what they have `seen` gets 204 while nothing has happened."""

    def get(self, request):
        self.item_pk = number_in(request.GET.get("item", ""))
        if request.htmx and "seen" in request.GET and request.GET["seen"] == version_of(self.review):
            return HttpResponse(status=204)
        return self.show()


class DeleteReviewView(ReviewScoped, View):
    """Deletes a review that decided nothing; the toast brings it back."""

    needs = "manage"

    def post(self, request):
        title = self.review.title
        try:
            delete_review(self.review, by=request.user)
        except ValidationError as error:
            self.load()
            return self.show(status=422, problems=error.messages)
        toast(request, _("“%s” is deleted.") % title)
        return self.away(reverse("review_list", args=[self.product.key]))


class OpenReviewView(ReviewScoped, View):
    needs = "manage"

    def post(self, request):
        return self.attempt(lambda: open_review(self.review, by=request.user), _("The review has begun."))


class CloseReviewView(ReviewScoped, View):
    needs = "manage"

    def post(self, request):
        return self.attempt(lambda: close_review(self.review, by=request.user), _("The review is closed."))


class CalendarView(ReviewScoped, View):
    """The meeting for one's own calendar."""

    def get(self, request):
        address = request.build_absolute_uri(self.url)
        agenda = [f"{item.requirement.key} {item.requirement.title}" for item in agenda_of(self.review)]
        review = self.review
        meeting = Meeting(
            uid=f"review-{review.pk}@{request.get_host()}", title=f"{review.title} · {self.product.name}",
            starts_at=review.starts_at, time_zone=review.time_zone, minutes=review.minutes,
            place=review.place or review.link, text="\n".join([review.note, *agenda, review.link]).strip(),
            url=address, sequence=review.lock_version,
        )  # fmt: skip
        response = HttpResponse(meeting.written(now=timezone.now()), content_type="text/calendar; charset=utf-8")
        name = slugify(f"{self.product.key}-review-{review.pk}")
        response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
        return response


class MinutesView(ReviewScoped, View):
    """What was agreed, to print or to copy as Markdown."""

    template_name = "reviews/minutes.html"

    def get(self, request):
        text = minutes_of(self.review, ZoneInfo(self.review.time_zone))
        return self.page(markdown=text, html=render(text))
