"""The release notes of a version."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View

from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast
from requirements.rich_text import RichText
from roadmaps.forms.releasing import NoteForm
from roadmaps.models import ReleaseNote
from roadmaps.models.release_note import Language
from roadmaps.operations.notes import NoteChanged, delete_note, publish_note, write_note
from roadmaps.releasing.drafting import GROUPINGS, drafted_body, drafted_title
from roadmaps.views.releasing.scoped import ReleaseScoped


class NoteScoped(ReleaseScoped):
    """Mixin: the note of one language, whether there is one or not."""

    template_name = "roadmaps/release_note.html"

    def note(self, language):
        if language not in Language.values:
            raise Http404
        rows = ReleaseNote.objects.visible_to(self.request.user).filter(version=self.plan, language=language)
        note = rows.select_related("published_by").first()
        if note:
            note.product = self.product
        return note

    def back(self):
        return redirect("version_release", self.product.key, self.plan.pk)


class NoteView(NoteScoped, View):
    """Writes a note; `?by=` drafts it from what has shipped. Who does not plan reads it."""

    def get(self, request, pk, language):
        note = self.note(language)
        if not self.can.manage:
            return self.read(note, language)
        by = request.GET.get("by", "kind" if note is None else "")
        initial = {"title": note.title, "body": note.body, "lock_version": note.lock_version} if note else {}
        if by in GROUPINGS or note is None:
            drafted = drafted_body(self.plan, request.user, language, by if by in GROUPINGS else "kind")
            initial = {"title": drafted_title(self.plan, language), "lock_version": 0, **initial, "body": drafted}
        return self.edit(note, language, NoteForm(initial=initial), by)

    def post(self, request, pk, language):
        if not self.can.manage:
            raise PermissionDenied
        form, note = NoteForm(request.POST), self.note(language)
        if form.is_valid():
            with refusals_on(form):
                try:
                    write_note(self.plan, by=request.user, language=language, **form.cleaned_data)
                except NoteChanged as error:
                    return self.conflict(form, error, language)
                toast(request, _("The release note is saved."), undo=note is not None)
                return self.back()
        return self.edit(note, language, form, status=422)

    def conflict(self, form, error, language):
        form.add_error(None, error)
        form.data = {**form.data.dict(), "lock_version": str(error.note.lock_version if error.note else 0)}
        return self.edit(error.note, language, form, status=422, theirs=error.note)

    def edit(self, note, language, form, by="", status=200, **more):
        label = Language(language).label
        context = {"note": note, "code": language, "label": label, "form": form, "by": by, **more}
        return self.page(version=self.plan, status=status, **context)

    def read(self, note, language):
        if note is None:
            raise Http404
        html = RichText(self.product, self.request.user, [note.body]).html(note.body)
        return self.page(version=self.plan, note=note, code=language, html=html)


class PublishNoteView(NoteScoped, View):
    """Publishes a note in the changelog, or takes it back."""

    needs = "manage"

    def post(self, request, pk, language):
        if (note := self.note(language)) is None:
            raise Http404
        publish_note(note, by=request.user, published=request.POST.get("published") != "no")
        if not note.published_at:
            text = _("The release note is a draft again.")
        elif self.plan.released_at:
            text = _("The release note is published in the changelog.")
        else:
            text = _("The release note will stand in the changelog once the version is released.")
        toast(request, text)
        return self.back()


class DeleteNoteView(NoteScoped, View):
    """Deletes a note; the toast brings it back."""

    needs = "manage"

    def post(self, request, pk, language):
        if (note := self.note(language)) is None:
            raise Http404
        delete_note(note, by=request.user)
        toast(request, _("The release note is deleted."))
        return self.back()
