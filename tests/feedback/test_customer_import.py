"""Customers from files, as people and CRMs keep them: what a row becomes, and what a second run does."""

import io
from decimal import Decimal

import pytest
from django.core.management import call_command

from changes.models import Change
from feedback.models import Contact, Customer, Tier
from feedback.operations.contacts import add_contact, erase_contact
from feedback.operations.customers import create_customer, merge_customers
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


PEOPLE = (
    "客户编号,客户名称,客户等级,联系人,联系人邮箱,电话\n"
    "C-1,青山生鲜连锁,A,王芳,wang.fang@qingshan.example,138\n"
    "C-1,青山生鲜连锁,A,李雷,li.lei@qingshan.example,139\n"
    "C-2,Nordlicht Handel,B,Jonas Weber,jonas@nordlicht.example,\n"
    "C-3,海岸书店,,赵敏,,\n"
    "C-4,无人公司,,,,\n"
)


def people():
    return list(Contact.objects.order_by("pk").values_list("name", "email", "customer__name"))


def changes():
    return Change.objects.count()


def test_a_row_for_each_contact_of_a_customer(bring):
    import_ = bring(PEOPLE)
    assert import_.reconciliation == "read 5 = created 4 + updated 1 + unchanged 0 + failed 0"
    assert rows("external_id", "name", "tier__name") == [
        ("C-1", "青山生鲜连锁", "A"),
        ("C-2", "Nordlicht Handel", "B"),
        ("C-3", "海岸书店", None),
        ("C-4", "无人公司", None),
    ]
    assert people() == [
        ("王芳", "wang.fang@qingshan.example", "青山生鲜连锁"),
        ("李雷", "li.lei@qingshan.example", "青山生鲜连锁"),
        ("Jonas Weber", "jonas@nordlicht.example", "Nordlicht Handel"),
        ("赵敏", "", "海岸书店"),
    ]
    assert not import_.problems


@pytest.mark.parametrize(
    "headers, fields",
    [
        ("公司,联系人,邮箱,手机", "name contact email -"),
        ("姓名,电子邮箱,客户名称,邮箱域名", "contact email name domain"),
        ("客户,姓,名,联系邮箱", "name last_name first_name email"),
        ("Account Name,First Name,Last Name,Email,Phone", "name first_name last_name email -"),
        ("Company name,Contact person,E-mail,Email domain", "name contact email domain"),
        ("Name,Contact Email", "name email"),
    ],
)
def test_columns_of_contacts_as_people_call_them(headers, fields):
    assert [guess.target or "-" for guess in suggest(headers.split(","))] == fields.split()


def test_a_check_says_how_many_contacts_are_made_and_known(bring, shop, maya):
    add_contact(shop, by=maya, email="JONAS@nordlicht.example", name="Jonas Weber")
    import_ = bring(PEOPLE, check=True)
    assert import_.reconciliation == "read 5 = created 4 + updated 1 + unchanged 0 + failed 0"
    assert (import_.counts["contacts_created"], import_.counts["contacts_matched"]) == (3, 1)
    assert (Customer.objects.count(), Contact.objects.count()) == (0, 1)


def test_contacts_come_once_however_often_the_file_does(bring):
    bring(PEOPLE)
    before = people(), changes()
    again = bring(PEOPLE)
    assert again.reconciliation == "read 5 = created 0 + updated 0 + unchanged 5 + failed 0"
    assert (again.counts["contacts_created"], again.counts["contacts_matched"]) == (0, 4)
    assert (people(), changes()) == before
    assert not again.is_undoable


@pytest.mark.parametrize("at_a_time", [1, 2, 1_000])
def test_a_check_and_a_run_say_the_same_in_parts_of_any_size(bring, monkeypatch, at_a_time):
    monkeypatch.setattr(running, "AT_A_TIME", at_a_time)
    again = PEOPLE + "C-1,青山生鲜连锁,A,王芳,wang.fang@qingshan.example,\nC-1,青山生鲜连锁,A,韩梅,,\n"
    check, run = bring(again, check=True), bring(again)
    assert check.counts == run.counts
    assert check.counts["contacts_created"] == 5
    assert check.reconciliation == "read 7 = created 4 + updated 2 + unchanged 1 + failed 0"
    assert len(people()) == 5


def test_the_first_row_of_a_customer_says_what_it_is(bring):
    import_ = bring("编号,客户,等级,联系人\n1,甲,A,王芳\n1,甲,,李雷\n1,甲,A,韩梅\n1,甲,B,赵敏\n1,乙,A,孙浩\n")
    assert rows("name", "tier__name") == [("甲", "A")]
    assert [name for name, _email, _customer in people()] == ["王芳", "李雷", "韩梅", "赵敏", "孙浩"]
    assert [problem.message for problem in import_.problems] == [
        "Row 5: it says something else of the customer than row 2, which counts.",
        "Row 6: it says something else of the customer than row 2, which counts.",
    ]


def test_a_row_again_without_a_contact_is_the_same_twice(bring):
    import_ = bring("客户,联系人\n甲,王芳\n甲,\n")
    assert import_.reconciliation == "read 2 = created 1 + updated 0 + unchanged 0 + failed 1"
    assert "“甲” was already used in row 2" in said(import_)


def test_what_is_no_address_is_named_with_its_row(bring):
    import_ = bring("客户,联系人,邮箱\n甲,王芳,wang.fang\n乙,,victım@shop.example\n")
    assert [problem.message for problem in import_.problems] == [
        "Row 2, column “邮箱”: “wang.fang” is not an e-mail address; left out.",
        "Row 3, column “邮箱”: “victım@shop.example” is not an e-mail address; left out.",
    ]
    assert people() == [("王芳", "", "甲")]


def test_nobody_is_moved_from_another_customer(bring, shop, maya):
    other = create_customer(shop, by=maya, name="Nordlicht")
    add_contact(shop, by=maya, email="jonas@nordlicht.example", name="Jonas", customer=other)
    import_ = bring("客户,联系人,邮箱\n甲,Jonas,Jonas@Nordlicht.example\n乙,王芳,w@x.example\n丙,王芳,w@x.example\n")
    assert [problem.message for problem in import_.problems] == [
        "Row 2: the contact belongs to “Nordlicht” already and stays there.",
        "Row 4: the contact belongs to “乙” already and stays there.",
    ]
    assert people() == [("Jonas", "jonas@nordlicht.example", "Nordlicht"), ("王芳", "w@x.example", "乙")]


def test_a_contact_of_what_was_merged_belongs_to_the_customer_too(bring, shop, maya, manager):
    part, whole = create_customer(shop, by=maya, name="乙"), create_customer(shop, by=maya, name="甲")
    add_contact(shop, by=maya, name="王芳", email="w@x.example", customer=part)
    merge_customers(part, whole, by=manager)
    assert not bring("客户,联系人,邮箱\n甲,王芳,w@x.example\n").problems
    assert people() == [("王芳", "w@x.example", "乙")]


def test_who_belongs_to_nobody_gets_the_customer_and_keeps_the_name(bring, shop, maya, manager):
    known = add_contact(shop, by=maya, email="w@x.example", name="Fang")
    import_ = bring("客户,联系人,邮箱\n甲,王芳,w@x.example\n")
    assert people() == [("Fang", "w@x.example", "甲")]
    assert said(import_) == "Row 2: the contact is known by another name or none; that stays."
    imports.undo_import(import_, by=manager)
    assert people() == [("Fang", "w@x.example", None)]
    known.refresh_from_db()
    assert known.lock_version > 1


def test_an_erased_contact_is_not_who_comes(bring, shop, maya, manager):
    gone = add_contact(shop, by=maya, email="w@x.example", name="王芳")
    erase_contact(gone, by=manager)
    bring("客户,联系人,邮箱\n甲,王芳,w@x.example\n")
    assert people() == [("", "", None), ("王芳", "w@x.example", "甲")]


def test_a_name_in_two_columns(bring):
    bring("客户,姓,名\n甲,王,芳\n")
    bring("Company,First name,Last name\nNordlicht,Jonas,Weber\nAtlas,,Moreau\n")
    assert [name for name, _email, _customer in people()] == ["王芳", "Jonas Weber", "Moreau"]


def test_contacts_are_taken_back_with_the_import(bring, manager, shop, maya):
    kept = create_customer(shop, by=maya, name="Nordlicht Handel")
    import_ = bring(PEOPLE)
    imports.undo_import(import_, by=manager)
    assert not Contact.objects.exists()
    assert not Tier.objects.exists()
    assert list(Customer.objects.values_list("pk", "external_id")) == [(kept.pk, "")]


def test_a_killed_run_goes_on_without_making_anybody_twice(bring, shop, manager, monkeypatch):
    monkeypatch.setattr(running, "AT_A_TIME", 1)
    import_ = imports.upload(shop, io.BytesIO(PEOPLE.encode()), by=manager, filename="c.csv", into=Into.CUSTOMERS)
    imports.map_columns(import_, by=manager, mapping=import_.mapping_with({}))
    imports.begin_run(import_, by=manager, here=True)
    while running.work(import_.pk, patience=0):  # a part each turn, by a process that knows nothing of the others
        pass
    import_.refresh_from_db()
    assert import_.reconciliation == "read 5 = created 4 + updated 1 + unchanged 0 + failed 0"
    assert len(people()) == 4
    assert not import_.problems


def test_the_command_counts_contacts(shop, manager, tmp_path, capsys):
    path = tmp_path / "customers.csv"
    path.write_text(PEOPLE)
    for _ in range(2):
        call_command("import_customers", str(path), product="SHOP", by=manager.email)
    assert "contacts created: 4\n" in (out := capsys.readouterr().out)
    assert "contacts known already: 4\n" in out


def test_the_command(shop, manager, tmp_path, capsys):
    path = tmp_path / "customers.csv"
    path.write_text(TABLE)
    call_command("import_customers", str(path), product="SHOP", by=manager.email)
    assert "read 3 = created 3 + updated 0 + unchanged 0 + failed 0" in capsys.readouterr().out
