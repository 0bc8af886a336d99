"""The columns in which people and CRMs keep customers, Chinese and English."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.models.customer import NAME_LENGTH
from pmhub.lib.tabular import values
from pmhub.lib.tabular.headers import fold
from pmhub.lib.tabular.mapping import Suggestion
from pmhub.lib.tabular.problems import BadValue

MOST_VALUE, MOST_PEOPLE = Decimal(10) ** 12, 2**31
LABELS = {
    "name": _("Name"),
    "external_id": _("Identifier in the other system"),
    "tier": _("Tier"),
    "value": _("Value per year"),
    "size": _("People"),
    "owner": pgettext_lazy("customer", "Owner"),
    "domain": _("Mail domain"),
    "note": _("Note"),
}
NAMES = {
    "name": "名称 客户 客户名称 客户名 公司 公司名称 企业 企业名称 name customer customername company "
    "companyname account accountname organization organisation",
    "external_id": "编号 客户编号 客户id 标识 id externalid customerid accountid crmid key reference",
    "tier": "等级 级别 客户等级 客户级别 分级 tier level segment class grade plan",
    "value": "价值 客户价值 年价值 年度价值 合同额 年合同额 年收入 年费 value arr acv mrr revenue annualvalue "
    "valueperyear contractvalue",
    "size": "人数 规模 员工数 员工人数 企业规模 size employees people headcount seats",
    "owner": "负责人 客户经理 销售 归属人 owner accountowner accountmanager csm responsible",
    "domain": "域名 邮箱域名 网站 domain maildomain emaildomain website",
    "note": "备注 说明 描述 note notes description remark remarks comment",
}
KNOWN = {fold(name): field for field, names in NAMES.items() for name in names.split()}


def no_less_than_nothing(most, whole=False):
    """Reads a number from 0 to below `most`; what is none is a problem of the row."""

    def read(value):
        number = values.number(value)
        if number is None:
            return None
        number = Decimal(str(number))
        if not 0 <= number < most or (whole and number != int(number)):
            raise BadValue("number_range", fatal=False, value=str(value)[:60], low=0, high=f"{most - 1:f}")
        return int(number) if whole else round(number, 2)

    return read


def domain(value):
    """A mail domain out of an address or a site, however it is written."""
    host = values.text(value).strip().lower().rpartition("//")[2].partition("/")[0].rpartition("@")[2]
    return host.removeprefix("www.")[:253]


READERS = {
    "name": lambda value: values.name(value, NAME_LENGTH),
    "external_id": values.external_id,
    "tier": lambda value: values.name(value, 40),
    "value": no_less_than_nothing(MOST_VALUE),
    "size": no_less_than_nothing(MOST_PEOPLE, whole=True),
    "owner": values.name,
    "domain": domain,
    "note": values.limited(10_000),
}


def suggest(headers):
    """A field for every column by its name, each field once. A single column is the name."""
    used, found = set(), []
    for header in headers:
        field = KNOWN.get(fold(header), "")
        sure = field and field not in used
        found.append(Suggestion(header, field if sure else "", 1.0 if sure else 0.0))
        used.add(field)
    if len(headers) == 1 and not found[0].target:
        return [Suggestion(headers[0], "name", 0.5)]
    return found
