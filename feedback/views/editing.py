"""The parts of an item in their editors: a page of their own, or a fragment where they stand."""

from django.http import Http404
from django.utils.translation import gettext as _

from feedback.forms.editing import BodyForm, ContactForm, ReceivedForm, TitleForm
from feedback.operations.editing import edit, set_contact
from feedback.views.decision import DecisionView
from pmhub.lib.forms import refusals_on
from requirements.operations.authoring import Stale
from requirements.operations.details import Overtaken


class EditorView(DecisionView):
    """What two people may have in their editors at once: the second sees both texts, and nothing typed is lost.

    Below it `texts` are the texts as they stand now, by field; `slot` is where the editor stands in the item's page.
    """

    slot = ""
    place = ""  # its address below the item's

    def get(self, request):
        return self.editor(self.form(None))

    def post(self, request):
        form = self.form(request.POST)
        if "settle" in request.POST and form.is_of_texts:
            if not form.settle(self.texts):
                return self.editor(form, status=422)
            form = self.form(form.data)
        return self.store(form)

    def store(self, form):
        """What the form says, saved; or the form again, with what stands in its way."""
        if form.is_valid():
            try:
                with refusals_on(form):
                    self.write(form)
            except (Stale, Overtaken) as error:
                self.load()
                self.meet(form, error)
                if not (form.clashes or form.theirs):
                    return self.store(self.form(form.data))
        return self.editor(form, status=422) if form.errors or form.clashes or form.theirs else self.done()

    def write(self, form):
        """Call the operation."""
        raise NotImplementedError

    def meet(self, form, error):
        """Let the form show what others have written meanwhile."""
        raise NotImplementedError

    def editor(self, form, *, status=200):
        shown = {
            "form": form, "slot": self.slot, "place": self.url + self.place, "url": self.url, "feedback": self.feedback
        }  # fmt: skip
        template = "feedback/part.html"
        if not self.request.htmx:
            return self.page(template=template, status=status, **shown)
        response = self.fragment("editor", template=template, status=status, **shown)
        if status == 422:
            response["HX-Retarget"], response["HX-Reswap"] = f"#{self.slot}", "innerHTML"
        return response


class PartView(EditorView):
    """One part of what was written down."""

    forms = {"title": TitleForm, "body": BodyForm, "received_at": ReceivedForm}

    def dispatch(self, request, *args, part, **kwargs):
        if part not in self.forms:
            raise Http404
        self.part_name, self.slot, self.place = part, f"slot-{part}", f"parts/{part}/"
        return super().dispatch(request, *args, **kwargs)

    def form(self, data):
        return self.forms[self.part_name](self.feedback, self.request.user, data, auto_id=f"{self.part_name}-%s")

    @property
    def texts(self):
        return {self.part_name: getattr(self.feedback, self.part_name)}

    def write(self, form):
        edit(self.feedback, by=self.request.user, **form.cleaned_data)

    def meet(self, form, error):
        form.meet(self.feedback, error.was)

    def told(self):
        return _("Saved: %s") % self.form(None).label


class ContactView(PartView):
    """Who spoke: somebody known, or somebody new."""

    forms = {"contact": ContactForm}

    def dispatch(self, request, *args, **kwargs):
        return super().dispatch(request, *args, part="contact", **kwargs)

    def write(self, form):
        set_contact(self.feedback, by=self.request.user, **form.cleaned_data)
