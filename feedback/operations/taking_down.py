"""Writing down what a customer said to one of us."""

from feedback import policies
from feedback.models import Customer
from feedback.operations.contacts import contact_named
from feedback.operations.customers import create_customer
from feedback.operations.reporting import report
from pmhub.lib.operations import operation


@operation(policies.can_report)
def take_down(product, *, by, customer="", contact_name="", contact_email="", **fields):
    """Take in an item with the names of whose it is: the customer and the contact are found, or kept as new ones.

    Takes what `report` takes besides. ValidationError by field names what is wrong.
    """
    company = customer_named(product, customer, by)
    contact = contact_named(product, contact_name.strip(), contact_email.strip(), company, by)
    if contact and not company:
        company = contact.customer
    return report(product, by=by, customer=company, contact=contact, **fields)


def customer_named(product, name, by):
    name = name.strip()
    if not name:
        return None
    known = Customer.objects.of(product).filter(name__iexact=name).select_related("merged_into").order_by("id").first()
    if known:
        return known.merged_into or known
    return create_customer(product, by=by, name=name)
