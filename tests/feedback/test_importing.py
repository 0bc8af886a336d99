"""Feedback from files: what a row becomes, what a second run does, and taking it back."""

import io
import json
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse

from changes.models import Change
from changes.stream import catch_up
from feedback.clocks.figures import figures, slow
from feedback.models import ClockEvent, Contact, Customer, Feedback
from integrations.models import Into
from integrations.operations import imports, running
from integrations.voices.columns import suggest
from pmhub.lib.tabular.problems import Unreadable

REVIEWS = (
    "label,review\r\n1,很快，好吃，味道足，量大\r\n0,没有送水没有送水没有送水\r\n"
    '0,"送餐员说：""等一下"",\n结果等了两小时，，很慢"\r\n1,很快，好吃，味道足，量大\r\n'
)


@pytest.fixture
def bring(shop, manager):
    """`bring(text)` imports a file and returns the finished Import."""

    def run(content, *, filename="reviews.csv", mapping=None, check=False, by=manager, source=""):
        content = content if isinstance(content, bytes) else content.encode()
        import_ = imports.upload(shop, io.BytesIO(content), by=by, filename=filename, into=Into.FEEDBACK, source=source)
        imports.map_columns(import_, by=by, mapping=import_.mapping_with(mapping or {}))
        begin = imports.begin_check if check else imports.begin_run
        begin(import_, by=by, here=True)
        while import_.is_at_work:
            running.work(import_.pk)
            import_.refresh_from_db()
        return import_

    return run


def voices():
    return list(Feedback.objects.order_by("number"))


def test_reviews_with_labels_quotes_and_wide_commas(bring, shop):
    import_ = bring(REVIEWS)
    assert import_.reconciliation == "read 4 = created 4 + updated 0 + unchanged 0 + failed 0"
    assert [(one.kind, one.channel, one.body) for one in voices()] == [
        ("praise", "import", "很快，好吃，味道足，量大"),
        ("complaint", "import", "没有送水没有送水没有送水"),
        ("complaint", "import", '送餐员说："等一下",\n结果等了两小时，，很慢'),
        ("praise", "import", "很快，好吃，味道足，量大"),
    ]
    assert voices()[2].title == '送餐员说："等一下",'
    assert voices()[0].key == f"{shop.key}-F1"


def test_twelve_thousand_lines_with_quotes_and_wide_commas(bring):
    lines = [f'{n % 2},"第{n}条：""慢""，真的，很慢，，\n第二行，{n}"' for n in range(12_000)]
    import_ = bring("label,review\n" + "\n".join(lines))
    assert import_.reconciliation == "read 12000 = created 12000 + updated 0 + unchanged 0 + failed 0"
    assert Feedback.objects.filter(kind="complaint").count() == 6_000
    assert voices()[11_999].body == '第11999条："慢"，真的，很慢，，\n第二行，11999'


def test_what_two_customers_say_in_the_same_words_is_two_voices_and_stays_two(bring):
    bring(REVIEWS)
    again = bring(REVIEWS)
    assert again.reconciliation == "read 4 = created 0 + updated 0 + unchanged 4 + failed 0"
    assert Feedback.objects.count() == 4


FULL = (
    "编号,标题,内容,类型,渠道,状态,客户,联系人,邮箱,时间,解决方案,解决时间\n"
    "T-1,送水,没有送水,投诉,电话,已解决,青禾超市,王芳,fang@qinghe.example,2026-09-30 18:00,补送,2026-10-03 18:00\n"
    "T-2,发票,怎么开发票,咨询,邮件,待处理,青禾超市,李雷,,2026-10-01,,\n"
)


def test_all_columns(bring):
    import_ = bring(FULL)
    first, second = voices()
    assert (first.title, first.kind, first.channel, first.state) == ("送水", "complaint", "phone", "solved")
    assert (first.customer.name, first.contact.name, first.contact.email) == ("青禾超市", "王芳", "fang@qinghe.example")
    assert first.received_at == datetime(2026, 9, 30, 10, tzinfo=UTC)
    assert (first.solution, first.external_id, second.kind, second.state) == ("补送", "T-1", "question", "new")
    assert Customer.objects.count() == 1
    assert (import_.counts["customers_created"], import_.counts["contacts_created"]) == (1, 2)
    assert [(event.kind, event.at - first.received_at) for event in first.clock_events.all()] == [
        ("received", timedelta(0)), ("solved", timedelta(days=3)),
    ]  # fmt: skip


def test_what_was_closed_nobody_knows_when_flatters_no_figure(bring, shop, manager):
    bring("内容,状态,时间\n没有送水,已解决,2026-11-02 09:00\n怎么开发票,待处理,2026-11-02 09:00\n")
    catch_up()
    closed, unanswered = voices()
    assert [event.kind for event in closed.clock_events.all()] == ["received"]
    month = next(one for one in figures(manager, shop, "month", datetime(2026, 11, 30, tzinfo=UTC)) if one.received)
    assert (month.received, month.judged, month.handled, month.solution_median) == (2, 1, 0, None)
    assert (month.late_response, month.late_solution) == (1, 1)
    assert list(Feedback.objects.filter(slow(datetime(2026, 11, 30, tzinfo=UTC)))) == [unanswered]


def test_a_second_run_updates_what_differs(bring, manager):
    bring(FULL)
    import_ = bring(FULL.replace("怎么开发票", "怎么开专票").replace("待处理", "处理中"))
    assert import_.reconciliation == "read 2 = created 0 + updated 1 + unchanged 1 + failed 0"
    second = voices()[1]
    assert (second.body, second.state) == ("怎么开专票", "accepted")
    assert Contact.objects.count() == 2


def test_a_check_writes_nothing(bring):
    import_ = bring(FULL, check=True)
    assert import_.counts["created"] == 2
    assert not Feedback.objects.exists()
    assert not Customer.objects.exists()
    assert not Contact.objects.exists()


def test_one_undo_takes_all_of_it_back(bring, manager):
    import_ = bring(FULL)
    imports.undo_import(import_, by=manager)
    assert not Feedback.objects.exists()
    assert not Customer.objects.exists()
    assert not ClockEvent.objects.exists()


def test_all_of_it_is_one_batch_of_the_stream(bring, shop):
    import_ = bring(REVIEWS)
    assert Change.objects.filter(batch=import_.batch, type="feedback").count() == 4


def test_bad_rows_do_not_stop_good_ones(bring):
    rows = "id,body,kind,email\n1,good,bug,nobody\n2,,bug,\n1,again,bug,\n3,kind unknown,riddle,\n4,too,many,,,cells\n"
    import_ = bring(rows)
    assert import_.reconciliation == "read 5 = created 2 + updated 0 + unchanged 0 + failed 3"
    assert {problem.code for problem in import_.problems} == {
        "body_empty", "id_twice", "kind_unknown", "address_unknown", "many_cells",
    }  # fmt: skip
    assert [(one.title, one.kind) for one in voices()] == [("good", "defect"), ("kind unknown", "suggestion")]


@pytest.mark.parametrize("address", ["nobody", "a b@c.example", "a@b@c.example", "vıctim@c.example", "@", "a@b"])
def test_what_is_no_address_is_left_out_and_said(bring, address):
    import_ = bring(f"body,email,contact\nsaid,{address},Fang\n")
    assert [problem.message for problem in import_.problems] == [
        f"Row 2, column “email”: “{address}” is not an e-mail address; left out."
    ]
    assert list(Contact.objects.values_list("name", "email")) == [("Fang", "")]


def test_gb18030(bring):
    import_ = bring("类型,内容\n投诉,没有送水\n".encode("gb18030"))
    assert (import_.inspection.encoding.label, voices()[0].body) == ("GB18030", "没有送水")


def test_json(bring):
    bring(json.dumps([{"id": 7, "text": "没有送水", "kind": "complaint"}]), filename="x.json")
    assert [(one.external_id, one.body, one.kind) for one in voices()] == [("7", "没有送水", "complaint")]


def test_xlsx(bring):
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["review", "label"])
    book.active.append(["没有送水", 0])
    book.save(file)
    bring(file.getvalue(), filename="x.xlsx")
    assert [(one.body, one.kind) for one in voices()] == [("没有送水", "complaint")]


@pytest.mark.parametrize(
    "headers, fields",
    [
        (
            "标题,反馈内容,分类,来源,客户,联系人,邮箱,反馈时间",
            "title body kind channel customer contact email received_at",
        ),
        ("标签,类型,描述,创建时间,收到时间", "- kind body - received_at"),
        ("客户编号,客户姓名,客户邮箱,用户评价", "- contact email body"),
        ("Ticket ID,Company,Review text,Rating", "external_id customer body satisfaction"),
    ],
)
def test_columns_as_people_call_them(headers, fields):
    headers = headers.split(",")
    assert [guess.target or "-" for guess in suggest(headers)] == fields.split()


def test_a_file_without_what_was_said_is_refused(bring):
    with pytest.raises(Unreadable, match="No column holds what was said"):
        bring("label,stars\n1,5\n")


def test_contributors_do_not_import(bring, engineer):
    with pytest.raises(PermissionDenied):
        bring(REVIEWS, by=engineer)


def test_the_command(shop, manager, tmp_path, capsys):
    path = tmp_path / "reviews.csv"
    path.write_text(REVIEWS)
    call_command("import_feedback", str(path), product="SHOP", by=manager.email, dry_run=True)
    assert not Feedback.objects.exists()
    call_command("import_feedback", str(path), product="SHOP", by=manager.email)
    assert capsys.readouterr().out.endswith("read 4 = created 4 + updated 0 + unchanged 0 + failed 0\n")


def test_the_pages(client, shop, manager):
    client.force_login(manager)
    page = client.get(reverse("import_new", args=[shop.key]), {"into": "feedback"})
    assert 'value="feedback"' in page.content.decode()
    sent = client.post(
        reverse("import_new", args=[shop.key]), {"into": "feedback", "pasted": "label\treview\n0\t没有送水"}
    )
    assert sent.status_code == 302
    mapping = client.get(sent.url).content.decode()
    assert "What was said" in mapping
    assert "recognised by its words" in mapping
    assert "a guess: please check" not in mapping
