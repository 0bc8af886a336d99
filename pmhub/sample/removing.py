"""Taking the sample workspace away when the real work begins."""

from accounts import policies
from accounts.models import User
from accounts.operations.people import disable
from pmhub.lib.operations import operation
from pmhub.sample.building import remove
from pmhub.sample.people import DOMAIN
from products.models import Product


@operation(policies.runs_the_installation)
def remove_sample(administrator, *, by):
    """Delete the sample's products; close the door for its people who are in no other. Returns the products' keys.

    Never touches a product that people have made, and never whoever asks for it.
    """
    products = Product.objects.samples()
    keys = list(products.values_list("key", flat=True))
    if not keys:
        return []
    remove(products)
    people = User.objects.people().filter(email__endswith=f"@{DOMAIN}", is_active=True, memberships=None)
    for person in people.exclude(pk=by.pk):
        disable(person, by=by)
    return keys
