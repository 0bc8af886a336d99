"""What visitors may call themselves in public: nobody passes for the team, and no sign turns the text around it."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from portal.models import PublicComment

WORDS = {
    "admin", "administrator", "employee", "mod", "moderator", "official", "owner", "staff", "support", "team",
}  # fmt: skip
SIGNS = re.compile("团队|團隊|官方|管理员|管理員|版主|客服|工作人员|工作人員|员工|員工|小编|小編|产品经理|產品經理")
ALPHABETS = ("LATIN", "GREEK", "CYRILLIC")
LOOK_LIKE = {  # capital and small signs of the other alphabets, and figures, by the Latin letter that they look like
    "a": "АаΑα", "b": "ВвΒβ", "c": "Сс", "d": "Ԁԁ", "e": "ЕеΕε", "h": "НнΗһ", "i": "ІіΙιı", "j": "Јј", "k": "КкΚκ",
    "l": "Ӏӏł1|", "m": "МмΜμ", "n": "Νη", "o": "ОоΟοø0", "p": "РрΡρ", "q": "Ԛԛ", "s": "Ѕѕ", "t": "ТтΤτ", "u": "υ",
    "v": "Ѵѵν", "w": "Ԝԝ", "x": "ХхΧχ", "y": "УуΥ", "z": "Ζζ",
}  # fmt: skip
ALIKE = {ord(sign): latin for latin, signs in LOOK_LIKE.items() for sign in signs}
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, signs that turn the text or join it, line ends


def refuse_name(name, product):
    """ValidationError where visitors of the portal of a product may not be called so."""
    if "@" in unicodedata.normalize("NFKC", name):
        raise ValidationError(_("This looks like an address, which everybody would see. Choose a name."))
    if any(unicodedata.category(sign) in UNSEEN for sign in name):
        raise ValidationError(_("The name contains a sign that cannot be seen. Leave it out."))
    if any(len(alphabets_of(word)) > 1 for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", name))):
        raise ValidationError(_("The name mixes letters of several alphabets in one word. Write each word in one."))
    parts = parts_of(name)
    joined = "".join(parts)
    is_a_word = {"".join(parts_of(word)) for word in WORDS} & {*parts, joined} or SIGNS.search(joined)
    if is_a_word or any(is_like(parts, joined, parts_of(taken)) for taken in names_of_team(product)):
        raise ValidationError(_("This name sounds as if it were the team's. Choose another one."))


def names_of_team(product):
    """What the product, its members and those who answered in public are called. None is told apart."""
    members = User.objects.filter(memberships__product=product).values_list("name", flat=True)
    signed = PublicComment.objects.of(product).exclude(member=None).exclude(signed="").order_by()
    return [product.name, *members, *signed.values_list("signed", flat=True).distinct()]


def parts_of(name):
    """The words of a name as they look, whatever the case, the width, the accents and what stands between them."""
    signs = unicodedata.normalize("NFKD", name)
    plain = "".join(sign for sign in signs if unicodedata.category(sign) != "Mn").translate(ALIKE)
    folded = unicodedata.normalize("NFKC", plain).casefold().replace("i", "l")
    return re.findall(r"[^\W_]+", folded)


def alphabets_of(word):
    """Those of the alphabets that look alike which a word has letters of."""
    return {start for sign in word for start in ALPHABETS if unicodedata.name(sign, "").startswith(start)}


def is_like(parts, joined, member):
    """Whether a name is a member's or contains all of it. One Latin word counts as a whole only."""
    whole = "".join(member)
    if not whole:
        return False
    if len(member) == 1:
        return joined == whole or (not whole.isascii() and len(whole) > 1 and whole in joined)
    return joined == whole or set(member) <= set(parts)
