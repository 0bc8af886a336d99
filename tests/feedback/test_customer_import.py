"""Customers from files, as people and CRMs keep them: what a row becomes, and what a second run does."""

import io
from decimal import Decimal

import pytest
from django.core.management import call_command

from feedback.models import Customer, Tier
from feedback.operations.customers import create_customer
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


def rows(*names):
    return list(Customer.objects.order_by("pk").values_list(*names))


def said(import_):
    return " ".join(problem.message for problem in import_.problems)


def test_a_table_of_a_crm(bring, shop, manager):
    import_ = bring(TABLE)
    assert import_.reconciliation == "read 3 = created 2 + updated 0 + unchanged 0 + failed 1"
    assert rows("external_id", "name", "tier__name", "value", "size", "domain") == [
        ("C-1", "青山生鲜连锁", "A", Decimal("480000.50"), 320, "qingshan.example"),
        ("C-2", "Nordlicht Handel, GmbH", "B", Decimal(96000), 45, "nordlicht.example"),
    ]
    assert [customer.owner for customer in Customer.objects.order_by("pk")] == [manager, None]
    assert list(Tier.objects.values_list("name", flat=True)) == ["A", "B"]
    assert "“不详” is not a number" in said(import_)
    assert "“nobody@x.example” is not a member" in said(import_)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_in_any_encoding(bring, encoding):
    bring(TABLE.encode(encoding))
    assert rows("name")[0] == ("青山生鲜连锁",)


def test_a_check_writes_nothing(bring):
    assert bring(TABLE, check=True).reconciliation == "read 3 = created 2 + updated 0 + unchanged 0 + failed 1"
    assert not Customer.objects.exists()
    assert not Tier.objects.exists()


def test_a_second_run_updates(bring):
    bring(TABLE)
    again = bring(TABLE.replace("青山生鲜连锁", "青山生鲜").replace(",45,", ",60,"))
    assert again.reconciliation == "read 3 = created 0 + updated 2 + unchanged 0 + failed 1"
    assert rows("external_id", "name", "size") == [("C-1", "青山生鲜", 320), ("C-2", "Nordlicht Handel, GmbH", 60)]
    assert bring(TABLE.replace("青山生鲜连锁", "青山生鲜").replace(",45,", ",60,")).counts["unchanged"] == 2


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
    with pytest.raises(Unreadable):
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
    assert "read 3 = created 2 + updated 0 + unchanged 0 + failed 1" in capsys.readouterr().out
