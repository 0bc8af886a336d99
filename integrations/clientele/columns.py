"""The columns in which people and CRMs keep customers, Chinese and English."""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.models.customer import NAME_LENGTH
from pmhub.lib.tabular import mapping, values
from pmhub.lib.tabular.amounts import amount
from pmhub.lib.tabular.headers import fold
from pmhub.lib.tabular.problems import BadValue

MOST_VALUE, MOST_PEOPLE = Decimal(10) ** 12, 2**31
LABELS = {
    "name": _("Name"),
    "external_id": _("Identifier in the other system"),
    "tier": _("Tier"),
    "value": _("Value per year"),
    "size": pgettext_lazy("customer", "People"),
    "owner": pgettext_lazy("customer", "Owner"),
    "domain": _("Mail domain"),
    "note": _("Note"),
    "contact": _("Contact"),
    "email": _("E-mail address of the contact"),
    "first_name": _("First name of the contact"),
    "last_name": _("Last name of the contact"),
}
NAMES = {
    "name": "客户名称 客户名 客户 公司名称 公司 企业名称 企业 单位名称 单位 名称 customername customer companyname "
    "company accountname account organization organisation name",
    "external_id": "客户编号 客户id crm编号 crmid 外部编号 编号 标识 customerid accountid externalid id key reference",
    "tier": "客户等级 等级 客户级别 级别 客户分级 分级 tier level segment class grade plan",
    "value": "年度价值 年价值 客户价值 价值 年度合同额 年合同额 合同额 合同金额 年金额 金额 年收入 年消费 年费 "
    "annualvalue valueperyear contractvalue arr acv mrr revenue value amount",
    "size": "员工人数 员工数 人数 企业规模 公司规模 员工规模 规模 employees headcount people size seats",
    "owner": "客户经理 客户负责人 负责人 销售 归属人 accountowner accountmanager owner csm responsible",
    "domain": "邮箱域名 邮箱后缀 域名 网站 官网 网址 maildomain emaildomain domain website",
    "note": "备注 说明 描述 notes note description remarks remark comment",
    "contact": "联系人姓名 联系人名称 客户联系人 主要联系人 首要联系人 联系人 姓名 contactname contactperson "
    "primarycontact maincontact contact fullname person",
    "email": "联系人邮箱 联系人电子邮箱 联系人邮件 联系邮箱 电子邮箱 电子邮件 邮箱地址 邮箱 contactemail emailaddress "
    "primaryemail workemail email mail",
    "first_name": "名 名字 firstname givenname forename",
    "last_name": "姓 姓氏 lastname familyname surname",
}
KNOWN = {fold(name): field for field, names in NAMES.items() for name in names.split()}
HEADS = re.compile(r"\s*(?:人|名|员工|people|persons|employees|seats)\s*$", re.IGNORECASE)


def in_range(most, number, value):
    """The number, if it is from 0 to below `most`; what is none is left out and named."""
    if not 0 <= number < most:
        raise BadValue("number_range", fatal=False, value=str(value)[:60], low=0, high=f"{most - 1:f}")
    return number


def worth(currency, times=1):
    """Reads an amount in this currency; in another the number is taken too, and that is said."""

    def read(value):
        if not (said := values.text(value).strip()):
            return None
        found = amount(value, times)
        number = round(in_range(MOST_VALUE, found.number, said), 2)
        if not found.is_in(currency):
            other = {"value": said[:60], "found": found.currency, "expected": currency}
            raise BadValue("currency_other", fatal=False, kept=number, **other)
        return number

    return read


def heads(value):
    """How many people: 320, 1,200 or 320人."""
    if not (said := HEADS.sub("", values.text(value)).strip()):
        return None
    number = in_range(MOST_PEOPLE, amount(said).number, said)
    if number != int(number):
        raise BadValue("not_amount", fatal=False, value=said[:60])
    return int(number)


def domain(value):
    """A mail domain out of an address or a site, however it is written."""
    host = values.text(value).strip().lower().rpartition("//")[2].partition("/")[0].rpartition("@")[2]
    return host.removeprefix("www.")[:253]


READERS = {
    "name": lambda value: values.name(value, NAME_LENGTH),
    "external_id": values.external_id,
    "tier": lambda value: values.name(value, 40),
    "value": worth(""),
    "size": heads,
    "owner": values.name,
    "domain": domain,
    "note": values.limited(10_000),
    "contact": values.name,
    "email": values.address,
    "first_name": values.name,
    "last_name": values.name,
}


def suggest(headers):
    """A field for every column by its name, each field once. A single column is the name."""
    return mapping.suggest_among(headers, KNOWN, alone="name", exact=("external_id", "first_name", "last_name"))
