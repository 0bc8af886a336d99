"""Queries that Django writes once. For a look-up by key that every request makes, writing costs more than running."""

import copy

from django.db import connection

PERSON, PRODUCT, VALUE = -9_000_000_001, -9_000_000_002, "\ue000"  # stand for what differs from call to call


class Prepared:
    """`build(user, value)` gives a queryset of values; called with both, this returns its rows.

    Of the user the SQL may depend only on what `visible_to` looks at: whether they see everything, and whether their
    token reaches but one product.
    """

    def __init__(self, build):
        self.build, self.statements = build, {}

    def __call__(self, user, value):
        product = user.token.product_id if user.token else None
        shape = (user.is_admin or user.is_system, product is None)
        if shape not in self.statements:
            self.statements[shape] = self.written_for(user)
        sql, params = self.statements[shape]
        given = {PERSON: user.pk, PRODUCT: product, VALUE: value}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(param, param) for param in params])
            return cursor.fetchall()

    def written_for(self, user):
        user = copy.copy(user)
        user.pk = PERSON
        if user.token and user.token.product_id:
            user.token = copy.copy(user.token)
            user.token.product_id = PRODUCT
        return self.build(user, VALUE).order_by().query.sql_with_params()
