from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts import policies
from accounts.forms import InviteForm
from accounts.models import Invitation, User
from accounts.operations.inviting import link_for
from accounts.operations.people import appoint, disable, enable, invite
from pmhub.lib.forms import refusals_on
from pmhub.lib.toasts import toast

SHOWN = 300


class ForAdministrators:
    """Mixin for what only those see who run the installation."""

    def dispatch(self, request, *args, **kwargs):
        if not policies.runs_the_installation(request.user, request.user):
            raise PermissionDenied(_("Only administrators manage people."))
        return super().dispatch(request, *args, **kwargs)


class PeopleView(ForAdministrators, View):
    """Everybody who may sign in, and the form that asks somebody in."""

    def get(self, request):
        return self.page(InviteForm())

    def post(self, request):
        form = InviteForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                person = invite(request.user, by=request.user, **form.cleaned_data)
                joined = person.has_usable_password()
                text = _("%s has an account already.") if joined else _("%s gets a mail with a link.")
                toast(request, text % person.email, undo=False)
                return redirect("people")
        return self.page(form, status=422)

    def page(self, form, status=200):
        wanted = self.request.GET.get("q", "").replace("\x00", "").strip()
        unsent = Invitation.objects.filter(person=OuterRef("pk"), sent_at=None)
        people = User.objects.people().annotate(mail_waits=Exists(unsent)).order_by("-is_active", "name", "pk")
        if wanted:
            people = people.filter(Q(name__icontains=wanted) | Q(email__icontains=wanted))
        rows = [(person, self.link(person)) for person in people[:SHOWN]]
        facts = {"rows": rows, "form": form, "wanted": wanted, "count": people.count(), "shown": SHOWN}
        return render(self.request, "accounts/people.html", facts, status=status)

    def link(self, person):
        """The invitation link of somebody who has not come in yet: where no mail is set up it is handed over."""
        return link_for(person) if person.is_active and not person.has_usable_password() else ""


class DisableView(ForAdministrators, View):
    """Closes the door for a person, after asking."""

    def get(self, request, pk):
        person = get_object_or_404(User.objects.people(), pk=pk, is_active=True)
        tokens, sessions = person.api_tokens.count(), person.usersession_set.count()
        return render(
            request, "accounts/person_disable.html", {"person": person, "tokens": tokens, "sessions": sessions}
        )

    def post(self, request, pk):
        person = get_object_or_404(User.objects.people(), pk=pk, is_active=True)
        try:
            disable(person, by=request.user)
        except ValidationError as error:
            toast(request, " ".join(error.messages), error=True)
        else:
            toast(request, _("%s can no longer sign in.") % person.name, undo=False)
        return redirect("people")


class EnableView(ForAdministrators, View):
    """Opens the door again."""

    def post(self, request, pk):
        person = get_object_or_404(User.objects.people(), pk=pk, is_active=False)
        enable(person, by=request.user)
        toast(request, _("%s can sign in again.") % person.name, undo=False)
        return redirect("people")


class AppointView(ForAdministrators, View):
    """Makes a person an administrator, or no longer."""

    def post(self, request, pk):
        person = get_object_or_404(User.objects.people(), pk=pk, is_active=True)
        admin = request.POST.get("admin") == "yes"
        try:
            appoint(person, by=request.user, admin=admin)
        except ValidationError as error:
            toast(request, " ".join(error.messages), error=True)
        else:
            text = _("%s is an administrator now.") if admin else _("%s is no longer an administrator.")
            toast(request, text % person.name, undo=False)
        return redirect("people" if request.user != person or admin else "home")
