"""The address of a list: its query string is the view, and every control is a link one step away."""

from django.http import QueryDict


class Address:
    """A path with parameters, and the addresses next to it. A step never keeps the cursor: it starts a new list.

    Without parameters it asks for everything (`?q=`): a path alone opens with the person's default view.
    """

    def __init__(self, path, params):
        self.path, self.params = path, params

    def __str__(self):
        query = self.params.urlencode()
        return f"{self.path}?{query or 'q='}"

    def values(self, name):
        return [value for value in self.params.getlist(name) if value.strip()]

    def having(self, name, values):
        """With exactly these values of `name`; none removes it."""
        params = self.params.copy()
        params.pop("cursor", None)
        params.pop(name, None)
        if values:
            params.setlist(name, values)
        return Address(self.path, params)

    def toggled(self, name, value):
        values = self.values(name)
        return self.having(name, [v for v in values if v != value] if value in values else [*values, value])

    @property
    def bare(self):
        """The list itself: without the place that has been scrolled to and the item beside it."""
        return self.without("cursor").without("peek")

    def without(self, name):
        return self.having(name, [])

    def only(self, *names):
        """With the parameters named and no others."""
        params = QueryDict(mutable=True)
        for name in names:
            if self.values(name):
                params.setlist(name, self.values(name))
        return Address(self.path, params)

    def pairs(self, *, but=()):
        """Everything as `(name, value)` for hidden fields of a form."""
        return [(name, value) for name in self.params if name not in but for value in self.values(name)]
