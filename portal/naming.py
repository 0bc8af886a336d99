"""What visitors may call themselves in public: nobody passes for the team, and no sign turns the text around it."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

WORDS = {
    "admin", "administrator", "employee", "mod", "moderator", "official", "owner", "staff", "support", "team",
}  # fmt: skip
SIGNS = re.compile("团队|團隊|官方|管理员|管理員|版主|客服|工作人员|工作人員|员工|員工|小编|小編|产品经理|產品經理")
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, signs that turn the text or join it, line ends


def refuse_name(name, product):
    """ValidationError where visitors of the portal of a product may not be called so."""
    if any(unicodedata.category(sign) in UNSEEN for sign in name):
        raise ValidationError(_("The name contains a sign that cannot be seen. Leave it out."))
    parts = parts_of(name)
    joined = "".join(parts)
    if WORDS & {*parts, joined} or SIGNS.search(joined):
        raise ValidationError(_("This name sounds as if it were the team's. Choose another one."))
    members = User.objects.filter(memberships__product=product).values_list("name", flat=True)
    if any(is_like(parts, joined, parts_of(member)) for member in members):
        raise ValidationError(_("Somebody of the team is called so. Choose another name."))


def parts_of(name):
    """The words of a name, whatever the case, the width, the accents and what stands between them."""
    signs = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in signs if unicodedata.category(sign) != "Mn")
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", plain).casefold())


def is_like(parts, joined, member):
    """Whether a name is a member's or contains all of it. One Latin word counts as a whole only."""
    whole = "".join(member)
    if not whole:
        return False
    if len(member) == 1:
        return joined == whole or (not whole.isascii() and len(whole) > 1 and whole in joined)
    return joined == whole or set(member) <= set(parts)
