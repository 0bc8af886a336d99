"""The mails that came in, what became of them, and those that somebody has to look at."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from feedback.models import Feedback, IncomingMail, Mailbox
from feedback.operations.receiving import take_after_all
from feedback.operations.sources import source_of
from feedback.receiving.addressing import mailboxes_of
from pmhub.lib.toasts import toast
from products.views.scoped import ProductScoped

SHOWN = 100


class MailsView(ProductScoped, View):
    """Newest first; first of all what was set aside."""

    template_name = "feedback/talk/mails.html"
    needs = "contribute"

    def get(self, request):
        seen = IncomingMail.objects.visible_to(request.user).of(self.product).select_related("feedback")
        named = mailboxes_of(self.product)
        boxes = Mailbox.objects.visible_to(request.user).of(self.product).filter(name__in=[box.name for box in named])
        return self.page(
            aside=seen.set_aside()[:SHOWN], mails=seen[:SHOWN], boxes=boxes, named=named, section="feedback"
        )  # fmt: skip


class MailView(ProductScoped, View):
    """One mail: its source to look at, and taking it in after all."""

    needs = "contribute"

    def mail(self, pk):
        seen = IncomingMail.objects.visible_to(self.request.user).of(self.product).select_related("product")
        return get_object_or_404(seen, pk=pk)

    def get(self, request, pk):
        mail = self.mail(pk)
        try:
            source = source_of(mail)
        except OSError:
            raise Http404 from None
        answer = HttpResponse(source, content_type="application/octet-stream")
        answer["Content-Disposition"] = f'attachment; filename="{self.product.key}-mail-{mail.pk}.eml"'
        return answer

    def post(self, request, pk):
        try:
            mail = take_after_all(self.mail(pk), by=request.user)
        except (ValidationError, FileNotFoundError) as error:
            toast(request, getattr(error, "message", _("The source of this mail is not kept any more.")), undo=False)
            return redirect("feedback_mails", self.product.key)
        item = Feedback.objects.visible_to(request.user).filter(pk=mail.feedback_id).first()
        return (
            redirect("feedback", self.product.key, item.number)
            if item
            else redirect("feedback_mails", mail.product.key)
        )
