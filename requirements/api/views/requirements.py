from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404

from changes.api.merging import lock
from pmhub.lib.api.answers import answer, created, nothing
from pmhub.lib.api.preconditions import not_modified, read_number, require, stale
from pmhub.lib.api.problems import invalid_parameters
from pmhub.lib.api.queries import FIELDS as CHOICE
from pmhub.lib.api.queries import chosen_fields, flag, listing, page_of
from pmhub.lib.api.views import Endpoint
from pmhub.lib.prepared import Prepared
from products.api.reach import COLUMNS, INTO, product_of, product_of_list, product_of_new
from products.models import Product
from products.models.membership import role_in
from requirements.across import AcrossProducts
from requirements.api.parameters import LIST
from requirements.api.references import resolved
from requirements.api.rows import ALL, IN_LIST, rows
from requirements.api.serializers import NewRequirement, RequirementFields, RequirementRow, RequirementShown
from requirements.api.views.past import AS_OF, list_as_of, one_as_of
from requirements.models import Requirement
from requirements.operations.authoring import Stale, create, delete, edit
from requirements.query import DEFAULT_SORT, filtered, sort_named

places = Prepared(
    lambda user, key: Requirement.objects.visible_to(user).filter(key=key).values_list("pk", "lock_version")
)


class RequirementsView(Endpoint):
    tag = "requirements"
    listed = True
    writes = {"post": NewRequirement}
    query = {"get": LIST | AS_OF, "post": INTO}

    @property
    def reads(self):
        return RequirementRow if self.request.method == "GET" else RequirementShown

    def get(self, request):
        """The requirements you may see, filtered and ordered. Long texts come only when `fields` names them."""
        if "as_of" in self.params:
            return list_as_of(request, self.params)
        names = chosen_fields(self.params, ALL) or IN_LIST
        product = product_of_list(request, self.params)
        try:
            sort = sort_named(self.params.get("sort") or DEFAULT_SORT, product)
            seen = product.requirements.all() if product else Requirement.objects.visible_to(request.user)
            found = filtered(seen, self.params, request.user, forgiving=False)
        except ValidationError as error:
            raise invalid_parameters(error.error_dict) from None
        ids = found.values_list("pk", sort.field, named=True)
        if not product and sort.field != "id":
            ids = AcrossProducts(Product.objects.visible_to(request.user), ids)
        page = page_of(request, ids, sort, self.params)
        shown = rows([row.pk for row in page.items], names)
        return listing(request, page, shown, count=found.count() if flag(self.params, "count") else None)

    def post(self, request):
        """Put a requirement into a product's pool."""
        product = product_of_new(request, self.params)
        self.may(create, product)
        values = self.body()
        values.pop("product", None)
        requirement = create(product, by=request.user, **resolved(product, values, request.user))
        location = f"/api/v1/requirements/{requirement.key}/"
        return created(rows([requirement.pk], ALL)[0], location, version=requirement.lock_version)


class RequirementView(Endpoint):
    tag = "requirements"
    reads = RequirementShown
    writes = {"patch": RequirementFields}
    query = {"get": CHOICE | AS_OF}
    versioned = True

    def get(self, request, requirement):
        """One requirement with all that hangs on it."""
        if "as_of" in self.params:
            return one_as_of(request, self.params, requirement)
        names = chosen_fields(self.params, ALL) or ALL
        for pk, version in places(request.user, requirement):
            return not_modified(request, version) or self.show(pk, version, names)
        raise Http404

    def show(self, pk, version, names=ALL):
        return answer(rows([pk], names)[0], version=version)

    def patch(self, request, requirement):
        """Change some fields. What others have changed meanwhile stays, unless it is the same field: then 412."""
        requirement = found(request.user, requirement)
        self.may(edit, requirement)
        values = self.body()
        read = read_number(request, requirement.lock_version, lambda: rows([requirement.pk], ALL)[0])
        try:
            changed = edit(
                requirement, by=request.user, lock_version=read, **resolved(requirement.product, values, request.user)
            )
        except Stale as clash:
            current = rows([clash.row.pk], ALL)[0]
            raise stale(clash.row.lock_version, current, clash.fields) from None
        return self.show(changed.pk, changed.lock_version)

    @transaction.atomic
    def delete(self, request, requirement):
        """Move a requirement to the trash with all that hangs on it."""
        requirement = found(request.user, requirement)
        self.may(delete, requirement)
        lock(requirement)
        require(request, requirement.lock_version, lambda: rows([requirement.pk], ALL)[0])
        delete(requirement, by=request.user)
        return nothing()


LOOKED_AT = {"id", "key", "author_id", "lock_version", "product_id"}
NEEDED = [field.attname for field in Requirement._meta.concrete_fields if field.attname in LOOKED_AT]


@Prepared
def requirements(user, key):
    seen = Requirement.objects.visible_to(user).filter(key=key)
    return seen.annotate(role=role_in("product", user)).values_list(
        *NEEDED, *(f"product__{name}" for name in COLUMNS), "role"
    )


def found(user, key):
    """The requirement with this key, without its texts, and its product; 404 when the person may see none."""
    for row in requirements(user, key):
        requirement = Requirement.from_db("default", NEEDED, row[: len(NEEDED)])
        requirement.product = product_of(user, row[len(NEEDED) :])
        return requirement
    raise Http404
