from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views import View

from feedback.customers.named import still_naming
from feedback.forms.customers import ContactForm
from feedback.models import Contact
from feedback.operations.contacts import add_contact, edit_contact, erase_contact
from feedback.views.customers import CustomerScoped
from pmhub.lib.forms import refusals_on


class ContactsView(CustomerScoped, View):
    """Adds somebody to a customer."""

    needs = "contribute"

    def post(self, request):
        form = ContactForm(request.POST)
        if form.is_valid():
            with refusals_on(form):
                contact = add_contact(self.product, by=request.user, customer=self.customer, **form.cleaned_data)
                return self.saved(_("%s is a contact now.") % contact)
        return self.show(contact_form=form, status=422)


class ContactScoped(CustomerScoped):
    """Mixin: the views of one contact of a customer."""

    needs = "contribute"

    def contact(self, contact):
        seen = Contact.objects.visible_to(self.request.user).of(self.product).filter(erased_at=None)
        of_customer = Q(customer=self.pk) | Q(customer__merged_into=self.pk)
        found = get_object_or_404(seen.filter(of_customer), pk=contact)
        found.product = self.product
        return found


class ContactView(ContactScoped, View):
    """Changes a contact."""

    template_name = "feedback/customers/contact.html"

    def get(self, request, contact):
        found = self.contact(contact)
        return self.page(contact=found, form=ContactForm(thing=found))

    def post(self, request, contact):
        found = self.contact(contact)
        form = ContactForm(request.POST, thing=found)
        if form.is_valid():
            with form.merging():
                edit_contact(found, by=request.user, lock_version=form.read, **form.edited())
                return self.saved(_("%s is saved.") % found, undo=False)
        return self.page(contact=found, form=form, status=422)


class EraseContactView(ContactScoped, View):
    """Removes a person after having asked; what they said stays."""

    template_name = "feedback/customers/erase.html"
    needs = "manage"

    def get(self, request, contact):
        found = self.contact(contact)
        return self.page(contact=found, texts=still_naming(found, request.user))

    def post(self, request, contact):
        erase_contact(self.contact(contact), by=request.user)
        return self.saved(_("The person is erased. What they said stays."), undo=False)
