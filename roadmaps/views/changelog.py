from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views import View

from pmhub.lib.texts import number_in
from products.views.scoped import ProductScoped
from requirements.rich_text import RichText
from roadmaps.models import ReleaseNote
from roadmaps.models.release_note import Language
from roadmaps.releasing.changelog import SHOWN, TAGS, entries, language_of


class ChangelogView(ProductScoped, View):
    """What each release brought, the latest first; `?before=` goes on after a note."""

    template_name = "roadmaps/changelog.html"

    def get(self, request):
        language = language_of(request.GET.get("lang"), get_language() or "")
        found = entries(self.product, request.user, language, self.before(language))
        shown = found[:SHOWN]
        rich = RichText(self.product, request.user, [note.body for note in shown])
        for note in shown:
            note.html, note.tag = rich.html(note.body), TAGS[note.language]
        more = shown[-1].pk if len(found) > SHOWN else None
        return self.page(notes=shown, more=more, chosen=language, languages=Language.choices)

    def before(self, language):
        if "before" not in self.request.GET:
            return None
        notes = ReleaseNote.objects.visible_to(self.request.user).of(self.product).in_changelog(language)
        return get_object_or_404(notes, pk=number_in(self.request.GET["before"]) or 0)
