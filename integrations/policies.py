"""Who may bring data in."""

from products.policies import can_manage

can_import = can_manage
