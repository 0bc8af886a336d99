"""Customers from files, as people and CRMs keep them: what a row becomes, and what a second run does."""

import io
from decimal import Decimal

import pytest
from django.core.management import call_command

from feedback.models import Customer, Tier
from feedback.operations.customers import create_customer
from integrations.clientele.columns import suggest
from integrations.models import Into
from integrations.operations import imports, running
from pmhub.lib.tabular.problems import Unreadable

TABLE = (
    "客户编号,客户名称,客户等级,年合同额,员工人数,客户经理,邮箱域名,备注\r\n"
    "C-1,青山生鲜连锁,A,480000.5,320,陈牧,https://www.qingshan.example/,重点客户\r\n"
    'C-2,"Nordlicht Handel, GmbH",B,96000,45,nobody@x.example,info@nordlicht.example,"says ""hi"""\r\n'
    "C-3,海岸书店,B,不详,8,,,\r\n"
)


@pytest.fixture
def bring(shop, manager):
    """`bring(text)` imports a file of customers and returns the finished Import."""

    def run(content, *, check=False, source="crm", filename="customers.csv"):
        content = content if isinstance(content, bytes) else content.encode()
        into = {"into": Into.CUSTOMERS, "source": source}
        import_ = imports.upload(shop, io.BytesIO(content), by=manager, filename=filename, **into)
        imports.map_columns(import_, by=manager, mapping=import_.mapping_with({}))
        begin = imports.begin_check if check else imports.begin_run
        begin(import_, by=manager, here=True)
        while import_.is_at_work:
            running.work(import_.pk)
            import_.refresh_from_db()
        return import_

    return run


@pytest.mark.parametrize(
    "headers, fields",
    [
        ("公司,级别,金额,规模,网站,CRM编号,客户经理,国家", "name tier value size domain external_id owner -"),
        (
            "名称,客户等级,年度价值（万元）,人数,邮箱后缀,外部编号,负责人,地区",
            "name tier value size domain external_id owner -",
        ),
        ("公司,客户,合同额,价值", "- name - value"),
        ("我们的客户,订单编号,备注信息", "name - -"),
        ("Company,Segment,ARR (k€),Seats,Website,CRM-ID,CSM", "name tier value size domain external_id owner"),
    ],
)
def test_columns_as_people_call_them(headers, fields):
    headers = headers.split(",")
    assert [guess.target or "-" for guess in suggest(headers)] == fields.split()


def test_values_as_people_write_them(bring):
    import_ = bring(
        '公司,年度价值,人数\n甲,130万,320人\n乙,1.2亿,"1,200"\n丙,"¥1,300,000",\n'
        "丁,1 300 000 €,8 people\n戊,谈判中,约50\n"
    )
    assert import_.reconciliation == "read 5 = created 5 + updated 0 + unchanged 0 + failed 0"
    assert rows("name", "value", "size") == [
        ("甲", 1_300_000, 320),
        ("乙", 120_000_000, 1_200),
        ("丙", 1_300_000, None),
        ("丁", 1_300_000, 8),
        ("戊", None, None),
    ]
    assert [problem.message for problem in import_.problems] == [
        "Row 5, column “年度价值”: “1 300 000 €” is in EUR, the product counts in CNY; "
        "the number is taken as it stands.",
        "Row 6, column “年度价值”: “谈判中” cannot be read as an amount; left out.",
        "Row 6, column “人数”: “约50” cannot be read as an amount; left out.",
    ]


def test_a_header_says_what_its_numbers_count_in(bring):
    bring("客户,合同额（万元）\n甲,130\n乙,1.2亿\n")
    assert rows("value") == [(1_300_000,), (120_000_000,)]


def rows(*names):
    return list(Customer.objects.order_by("pk").values_list(*names))


def said(import_):
    return " ".join(problem.message for problem in import_.problems)


def test_a_table_of_a_crm(bring, shop, manager):
    import_ = bring(TABLE)
    assert import_.reconciliation == "read 3 = created 3 + updated 0 + unchanged 0 + failed 0"
    assert rows("external_id", "name", "tier__name", "value", "size", "domain") == [
        ("C-1", "青山生鲜连锁", "A", Decimal("480000.50"), 320, "qingshan.example"),
        ("C-2", "Nordlicht Handel, GmbH", "B", Decimal(96000), 45, "nordlicht.example"),
        ("C-3", "海岸书店", "B", None, 8, ""),
    ]
    assert [customer.owner for customer in Customer.objects.order_by("pk")] == [manager, None, None]
    assert list(Tier.objects.values_list("name", flat=True)) == ["A", "B"]
    assert "Row 4, column “年合同额”: “不详” cannot be read as an amount; left out." in said(import_)
    assert "“nobody@x.example” is not a member" in said(import_)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_in_any_encoding(bring, encoding):
    bring(TABLE.encode(encoding))
    assert rows("name")[0] == ("青山生鲜连锁",)


def test_a_check_writes_nothing(bring):
    assert bring(TABLE, check=True).reconciliation == "read 3 = created 3 + updated 0 + unchanged 0 + failed 0"
    assert not Customer.objects.exists()
    assert not Tier.objects.exists()


def test_a_second_run_updates(bring):
    bring(TABLE)
    again = bring(TABLE.replace("青山生鲜连锁", "青山生鲜").replace(",45,", ",60,"))
    assert again.reconciliation == "read 3 = created 0 + updated 2 + unchanged 1 + failed 0"
    assert rows("external_id", "name", "size")[:2] == [("C-1", "青山生鲜", 320), ("C-2", "Nordlicht Handel, GmbH", 60)]
    assert bring(TABLE.replace("青山生鲜连锁", "青山生鲜").replace(",45,", ",60,")).counts["unchanged"] == 3


def test_without_a_key_the_name_says_who_it_is(bring, shop, maya):
    known = create_customer(shop, by=maya, name="Nordlicht", size=3)
    import_ = bring("name,size\nNORDLICHT,45\nNew one,1\n")
    assert import_.reconciliation == "read 2 = created 1 + updated 1 + unchanged 0 + failed 0"
    known.refresh_from_db()
    assert (known.name, known.size) == ("NORDLICHT", 45)


def test_a_key_is_given_to_whom_has_none(bring, shop, maya):
    known = create_customer(shop, by=maya, name="Nordlicht")
    create_customer(shop, by=maya, name="海岸书店", source="crm", external_id="OTHER")
    bring("id,name\nC-2,Nordlicht\nC-3,海岸书店\n")
    known.refresh_from_db()
    assert (known.source, known.external_id) == ("crm", "C-2")
    assert Customer.objects.filter(name="海岸书店").count() == 2, "another key is another customer"


def test_the_same_twice_in_a_file_and_rows_without_a_name(bring):
    import_ = bring("id,name\nC-1,One\nC-1,Two\nC-2,\n")
    assert import_.reconciliation == "read 3 = created 1 + updated 0 + unchanged 0 + failed 2"
    assert "the name is empty" in said(import_)


def test_a_file_without_a_name_column_is_refused(bring):
    with pytest.raises(Unreadable, match="No column holds the customer's name"):
        bring("size,note\n1,x\n")


def test_it_is_taken_back_as_one(bring, manager):
    import_ = bring(TABLE)
    imports.undo_import(import_, by=manager)
    assert not Customer.objects.exists()
    assert not Tier.objects.exists()


def test_the_command(shop, manager, tmp_path, capsys):
    path = tmp_path / "customers.csv"
    path.write_text(TABLE)
    call_command("import_customers", str(path), product="SHOP", by=manager.email)
    assert "read 3 = created 3 + updated 0 + unchanged 0 + failed 0" in capsys.readouterr().out
