"""The living style guide: every component in every state. Mounted only while developing."""

from datetime import date
from types import SimpleNamespace

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

STATUSES = [
    ("new", "", _("New")),
    ("review", "", _("In review")),
    ("planned", "", _("Planned")),
    ("active", "", _("In progress")),
    ("done", "", _("Done")),
    ("declined", "", _("Declined")),
]
ROWS = [
    ("SHOP-142", "结算页一步完成：地址、优惠、支付同屏", "planned", 0, 86.4, "陈牧", 210, "2.4"),
    ("SHOP-97", "搜索支持拼音首字母与错别字纠正", "active", 1, 79.1, "Zoe Park", 150, "2.4"),
    ("SHOP-203", "Invoice in one step from the order page", "review", 1, 74.8, "", 0, ""),
    ("SHOP-118", "Guest checkout without an account", "planned", 2, 71.0, "Mara Lind", 15, "2.5"),
    ("SHOP-64", "退款进度实时推送", "done", 2, 66.3, "陈牧", 210, "2.3"),
    (
        "SHOP-151",
        "Export orders to Excel with custom columns, grouped by shop and by season",
        "new",
        3,
        55.2,
        "",
        0,
        "",
    ),
    ("SHOP-12", "直播间优惠券自动领取", "declined", 4, 18.6, "", 0, ""),
]


class SampleForm(forms.Form):
    title = forms.CharField(label=_("Title"), help_text=_("One sentence that a customer would understand."))
    count = forms.IntegerField(label=_("People reached"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("user", _("User")), ("business", _("Business"))])
    text = forms.CharField(label=_("Description"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label=_("Tell the people who watch"), required=False)


@login_not_required
def styleguide(request):
    form = SampleForm({"count": "many", "kind": "user"} if "errors" in request.GET else None)
    names = ["key", "title", "category", "priority", "score", "owner", "hue", "version"]
    context = {
        "form": form,
        "statuses": STATUSES,
        "rows": [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in ROWS],
        "hues": range(0, 360, 15),
        "person": SimpleNamespace(name="陈牧", hue=210, initial="陈"),
        "outsider": SimpleNamespace(name="Jira: marge", hue=330, initial="M", source="jira"),
        "day": date(2026, 12, 11),
        "product": SimpleNamespace(key="SHOP", name="拾光商城"),
        "section": "requirement",
        "plain": "plain" in request.GET,
    }
    return render(request, "styleguide.html", context)
