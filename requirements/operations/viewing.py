"""How a person looks at a product's requirements."""

from pmhub.lib.operations import operation
from requirements import policies
from requirements.models import ChosenColumns


@operation(policies.can_read)
def choose_columns(product, *, by, names):
    """Show me these columns in this product's list, in the list's own order."""
    longest = ChosenColumns._meta.get_field("names").base_field.max_length
    names = [name for name in names if len(name) <= longest and "\x00" not in name]  # others are of no column
    ChosenColumns.objects.update_or_create(product=product, user=by, defaults={"names": names})
