"""Mail that comes in: broken, foreign, automatic, twice, endless."""

import io
import subprocess
import sys
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import User
from feedback.models import Contact, Customer, Feedback, FeedbackFile, IncomingMail, Message
from feedback.operations import conversing
from feedback.operations.answering import reply, solve
from feedback.operations.filing import put_away
from feedback.operations.receiving import MOST_PER_HOUR, receive, take_after_all
from feedback.operations.sources import path_of, source_of
from feedback.operations.triaging import decline, mark_duplicate, snooze, wait
from feedback.receiving.addressing import reply_address
from feedback.receiving.parsing import Unreadable, read_mail
from feedback.receiving.quoting import fresh
from tests.feedback.mails import BOUNCE, ImapServer, mail, raw_mail, with_file

REFUND = "退款不到账怎么办"
ASKED = "你好，我的退款一直没有到账，请问这是什么问题？"
BIG5 = "這個訂單的問題，請問怎麼處理？我們的客服沒有回覆。"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def system(db):
    return User.objects.system()


@pytest.fixture
def take(shop, system):
    """`take(raw)`: what becomes of a mail for SHOP."""
    return lambda raw, product=shop: receive(product, raw, by=system)


def test_a_mail_becomes_an_item_with_its_contact_and_clock(take, shop, events):
    row = take(mail("The export stops at page two.\n\nPlease help.", subject="Re: Export stops"))
    voice = row.feedback
    assert (row.outcome, voice.key, voice.title, voice.channel) == ("item", "SHOP-F1", "Export stops", "mail")
    assert voice.body == "The export stops at page two.\n\nPlease help."
    assert (voice.contact.email, voice.contact.name, voice.contact.language) == ("li@acme.example", "Li Si", "en")
    assert not voice.contact.hears  # who writes has not asked for news yet
    assert events(voice) == ["received"]
    assert source_of(row).startswith(b"From: Li Si")


def test_the_customer_is_found_by_the_mail_domain(take, shop):
    acme = Customer.objects.create(product=shop, name="Acme", domain="acme.example")
    old = Customer.objects.create(product=shop, name="Acme Ltd", domain="acme.example", merged_into=acme)
    eu = Customer.objects.create(product=shop, name="Acme EU", domain="eu.acme.example")
    assert take(mail(sender="a@mail.acme.example")).feedback.customer == acme != old
    assert take(mail(sender="a@eu.acme.example")).feedback.customer == eu
    assert take(mail(sender="a@notacme.example")).feedback.customer is None


def test_a_contact_is_known_by_the_address_in_any_case(take, shop):
    known = Contact.objects.create(product=shop, name="李四", email="Li@Acme.example")
    assert take(mail()).feedback.contact == known
    assert Contact.objects.count() == 1


def test_the_same_mail_is_taken_once(take):
    raw = mail()
    first = take(raw)
    assert take(b"Received: by another way\r\n" + raw) == first
    assert (IncomingMail.objects.count(), Feedback.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "lines, body, title, text",
    [
        ([b"Subject: " + REFUND.encode("gb18030")], ASKED.encode("gb18030"), REFUND, ASKED),
        (["Subject: x", "Content-Type: text/plain; charset=utf-8"], BIG5.encode("big5"), "x", BIG5),
        (["Subject: x", "Content-Type: text/plain; charset=gb2312"], ASKED.encode(), "x", ASKED),
        (["Subject: x", "Content-Type: text/plain; charset=big5"], ASKED.encode("gb18030"), "x", ASKED),
        (["Subject: x", "Content-Type: text/plain; charset=no-such"], ASKED.encode("gb18030"), "x", ASKED),
        (["Subject: x", 'Content-Type: text/plain; charset="iso-8859-1'], "Grüße".encode("latin-1"), "x", "Grüße"),
        ([b"Subject: " + "退款".encode("gb18030")], b"-", "退款", "-"),
        ([b"Subject: Gr\xfc\xdfe aus M\xfcnchen"], b"-", "Grüße aus München", "-"),
        (["Subject: =?gb2312?B?zcu/7rK7tb3V?=", " =?gb2312?B?y9T1w7Sw7A==?="], b"-", REFUND, "-"),
        (["Subject: =?utf-8?q?=E9=80=80=E6=AC?= =?utf-8?q?=BE?="], b"-", "退款", "-"),
        (["Subject: =?utf-8?B?6YCA5qy?= =?x?Y?z?="], b"-", None, "-"),
        (["Subject: one", " two\tthree"], b"a\x00b\x1bc", "one two three", "abc"),
        (["Subject: x", "Content-Transfer-Encoding: base64"], b"5L2g5aW9*!", "x", "你好"),
        (["Subject: x", "Content-Type: multipart/mixed; boundary=never"], b"no part at all", "x", None),
        (["Subject: x", "Content-Type: text/plain; charset=utf-8; charset*0=gb\xff"], b"-", "x", "-"),
    ],
)
def test_the_charset_is_found_whatever_the_header_says(take, lines, body, title, text):
    row = take(raw_mail("From: li@acme.example", *lines, body=body))
    assert row.outcome == "item"
    assert title is None or row.feedback.title == title
    assert text is None or row.feedback.body == text


def test_names_in_foreign_charsets_are_read(take):
    row = take(raw_mail("From: =?gb2312?B?wO7LxA==?= <li@acme.example>", "Subject: x"))
    assert row.feedback.contact.name == "李四"
    comma = take(raw_mail('From: "Schmidt, =?utf-8?q?J=C3=BCrgen?=" <j@acme.example>', "Subject: x"))
    assert comma.feedback.contact.name == "Schmidt, Jürgen"
    bare = take(raw_mail(b"From: \xc0\xee\xcb\xc4 <bare@acme.example>", "Subject: x", body=ASKED.encode("gb18030")))
    assert bare.feedback.contact.email == "bare@acme.example"


def test_a_page_becomes_lines(take):
    page = (
        "<html><head><title>T</title><style>p{color:red}</style></head><body><p>您好，</p><div>第一行<br>第二行</div>"
        "<ul><li>one<li>two</ul>a &lt;b&gt; &amp;nbsp;<script>alert(1)</script><img src=x onerror=alert(1)></body>"
    )
    row = take(
        raw_mail("From: a@b.example", "Subject: x", "Content-Type: text/html; charset=utf-8", body=page.encode())
    )
    assert row.feedback.body == "您好，\n\n第一行\n第二行\n- one\n- two\na <b> &nbsp;"


@pytest.mark.parametrize(
    "text, left",
    [
        ("Yes.\n\nOn Mon, 2 Nov 2026 at 15:00, Maya Fischer\n<m@shop.example> wrote:\n> Did it?\n", "Yes."),
        ("可以\n\n张三 <a@b.cn> 于2026年11月2日周一 15:00写道：\n\n> 旧", "可以"),
        ("可以\n在 2026/11/2 15:00, 客服 写道:\n旧", "可以"),
        ("收到\n\n发件人: 客服\n发送时间: 2026年11月2日\n收件人: x\n\n旧的", "收到"),
        ("Ja\n\n-----Ursprüngliche Nachricht-----\nVon: x", "Ja"),
        ("好的\n------------------ 原始邮件 ------------------\n发件人:x", "好的"),
        ("> Which page?\nThe second.\n> And when?\nToday.\n\n> bye", "> Which page?\nThe second.\n> And when?\nToday."),
        ("Thanks\n-- \nMaya\n+49 30", "Thanks"),
        ("好\n\n发自我的iPhone", "好"),
        ("> only a quotation", "> only a quotation"),
        ("On Monday I wrote:\nnothing happened", "On Monday I wrote:\nnothing happened"),
    ],
)
def test_only_what_is_new_is_kept_of_an_answer(text, left):
    assert fresh(text) == left


def test_an_answer_joins_its_item_by_the_mail_it_answers(take, shop, maya, events):
    Customer.objects.create(product=shop, name="Acme", domain="acme.example")
    first = take(mail("Help.", message_id="<first@acme.example>"))
    wait(first.feedback, by=maya)
    answer = take(
        mail("Here.\n\n> Which?", subject="Re: Export", in_reply_to="<first@acme.example>", sender="b@acme.example")
    )
    message = answer.message
    assert (answer.outcome, message.feedback, message.kind, message.body) == (
        "answer",
        first.feedback,
        "incoming",
        "Here.",
    )
    assert message.contact.email == "b@acme.example"  # a colleague of theirs
    first.feedback.refresh_from_db()
    assert (first.feedback.state, events(first.feedback)) == ("accepted", ["received", "paused", "resumed"])
    later = take(mail("And more.", references="<first@acme.example> <unknown@x.example>"))
    assert later.feedback == first.feedback
    assert b"> Which?" in source_of(answer)  # the whole of it can still be read


def test_an_answer_wakes_what_sleeps_and_opens_what_was_solved(take, maya, events):
    voice = take(mail(message_id="<first@acme.example>")).feedback
    snooze(voice, by=maya, until=timezone.now() + timedelta(days=2))
    take(mail("Hello?", in_reply_to="<first@acme.example>"))
    voice.refresh_from_db()
    assert voice.snoozed_until is None
    solve(voice, by=maya, solution="Exports go on now.")
    take(mail("No, it still stops.", in_reply_to="<first@acme.example>"))
    voice.refresh_from_db()
    assert (voice.state, events(voice)[-2:]) == ("accepted", ["solved", "reopened"])


def test_an_answer_joins_its_item_by_the_items_own_address(take, shop, make_voice, settings):
    settings.MAILBOXES = [ImapServer(1).mailbox()]
    voice = make_voice()
    address = reply_address(voice)
    assert address.startswith("help+shop-f1.")
    assert take(mail("Here.", to_=None, delivered_to=address)).feedback == voice
    forged = address.replace("f1.", "f2.")
    make_voice("Another one")
    assert take(mail("Forged.", delivered_to=forged)).outcome == "item"


def test_an_answer_joins_by_the_reply_that_went_out(take, maya, make_voice):
    voice = make_voice()
    message = reply(voice, by=maya, body="Which page?")
    Message.objects.filter(pk=message.pk).update(mail_id="<ours@shop.example>")
    assert take(mail("The second.", in_reply_to="<ours@shop.example>")).feedback == voice


def test_products_do_not_share_conversations(take, other_product, system):
    take(mail(message_id="<first@acme.example>"))
    row = take(mail("Here.", in_reply_to="<first@acme.example>"), other_product)
    assert (row.outcome, row.feedback.product) == ("item", other_product)


@pytest.mark.parametrize(
    "headers, outcome",
    [
        ({"auto_submitted": "auto-replied"}, "automatic"),
        ({"auto_submitted": "auto-generated; x=y"}, "automatic"),
        ({"auto_submitted": "no"}, "item"),
        ({"precedence": "bulk"}, "automatic"),
        ({"precedence": "list"}, "item"),
        ({"x_auto_response_suppress": "All"}, "automatic"),
        ({"subject": "Automatic reply: Export"}, "automatic"),
        ({"subject": "自动回复：我在休假"}, "automatic"),
        ({"subject": "自动回复功能不能用"}, "item"),
        ({"subject": "Undelivered Mail Returned to Sender"}, "bounce"),
        ({"subject": "系统退信"}, "bounce"),
        ({"return_path": "<>"}, "bounce"),
        ({"return_path": "<>", "subject": "Out of office"}, "automatic"),
        ({"sender": "MAILER-DAEMON@mx.example"}, "bounce"),
        ({"sender": "PMHub <PM@shop.example>"}, "loop"),
    ],
)
def test_what_no_person_wrote_is_kept_and_left_alone(take, settings, headers, outcome):
    settings.DEFAULT_FROM_EMAIL = "PMHub <pm@shop.example>"
    assert take(mail(**headers)).outcome == outcome
    assert Feedback.objects.count() == (outcome == "item")


def test_a_bounce_is_shown_on_the_reply_that_it_brings_back(take, maya, make_voice):
    voice = make_voice()
    message = reply(voice, by=maya, body="Which page?")
    Message.objects.filter(pk=message.pk).update(mail_id="<ours@shop.example>")
    row = take(BOUNCE)
    message.refresh_from_db()
    assert (row.outcome, row.feedback, message.problem) == ("bounce", voice, "Returned: 550 5.1.1 no such mailbox")
    assert Feedback.objects.count() == 1


def test_a_flood_from_one_address_is_held_until_somebody_looks(take, maya, shop):
    rows = [take(mail(f"{turn}", subject=f"No. {turn}")) for turn in range(MOST_PER_HOUR + 2)]
    assert [row.outcome for row in rows].count("held") == 2
    assert take(mail(sender="another@acme.example")).outcome == "item"
    row = take_after_all(rows[-1], by=maya)
    assert (row.outcome, row.feedback.title) == ("item", f"No. {MOST_PER_HOUR + 1}")
    assert take_after_all(row, by=maya).feedback == row.feedback
    assert Feedback.objects.count() == MOST_PER_HOUR + 2


def test_files_come_along_and_bad_ones_are_named(take):
    row = take(with_file("报告.pdf", b"%PDF-1.4 a report", "application/pdf"))
    (file,) = row.feedback.files.all()
    assert (file.name, file.content_type, file.size) == ("报告.pdf", "application/pdf", 17)
    assert default_storage.exists(f"feedback/{file.storage[:2]}/{file.storage}")
    for name, data in [("x.exe", b"MZ\x00"), ("x.pdf", b"not a pdf"), ("bomb.zip", bomb())]:
        row = take(with_file(name, data))
        assert row.outcome == "item"
        assert name in row.problem
        assert name in row.feedback.messages.get(kind="note").body
    assert FeedbackFile.objects.count() == 1


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"{number}", b"\x00" * 2**21)
    return packed.getvalue()


def test_an_answer_opens_what_was_declined(take, shop, maya):
    voice = take(mail("Please make it blue.", message_id="<blue@acme.example>")).feedback
    decline(voice, by=maya, reason="Blue is not planned.")
    take(mail("But why?", in_reply_to="<blue@acme.example>"))
    voice.refresh_from_db()
    assert voice.state == "accepted"
    assert Feedback.objects.to_do(timezone.now()).get() == voice


def test_an_answer_to_a_duplicate_is_noted_where_the_team_looks(take, make_voice, maya):
    first = make_voice(title="Blue")
    solve(first, by=maya, solution="It is blue now.")
    double = take(mail("Please make it blue.", message_id="<blue@acme.example>")).feedback
    mark_duplicate(double, by=maya, of=first)
    take(mail("It is still green.", in_reply_to="<blue@acme.example>"))
    first.refresh_from_db()
    double.refresh_from_db()
    assert (first.state, double.state) == ("accepted", "duplicate")
    assert double.messages.get().body == "It is still green."
    assert double.key in first.messages.get(kind="note").body


def test_a_held_mail_is_received_when_it_came(take, system):
    row = take(mail("Out until May.", auto_submitted="auto-replied"))
    came = timezone.now() - timedelta(days=5)
    IncomingMail.objects.filter(pk=row.pk).update(at=came)
    assert take_after_all(row, by=system).feedback.received_at == came


def test_an_endless_mail_is_cut_before_it_is_read():
    line = "太慢了，等了一个半小时。".encode("gb18030")
    raw = b"From: a@b.example\r\nSubject: x\r\n\r\n" + line * 350_000  # 8 MB
    tracemalloc.start()
    text = read_mail(raw).text
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert text.startswith("太慢了，等了一个半小时。太慢了")
    assert peak < 15 * len(raw)  # of which the parser of mails takes twelve; read by every charset it was thirty


def test_an_attached_mail_is_a_file_and_no_text(take):
    inner = mail("The old one.", subject="Old")
    body = b"--x\r\n\r\nLook.\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--x--\r\n"
    row = take(raw_mail("From: a@b.example", "Subject: x", "Content-Type: multipart/mixed; boundary=x", body=body))
    assert (row.feedback.body, row.feedback.files.get().name) == ("Look.", "mail.eml")


def test_files_are_put_away_before_others_have_to_wait_for_the_items_number(take, monkeypatch):
    seen = []

    def watched(row, file):
        seen.append((Contact.objects.count(), Feedback.objects.count()))
        return put_away(row, file)

    monkeypatch.setattr(conversing, "put_away", watched)
    files = take(with_file("a.txt", b"One")).feedback.files
    assert (seen, files.get().name) == ([(0, 0)], "a.txt")


def test_an_item_that_is_full_takes_no_more_files(take, monkeypatch):
    monkeypatch.setattr(conversing, "MOST", 0)
    row = take(with_file("a.txt", b"One"))
    assert not row.feedback.files.exists()
    assert "There are 0 files here already." in row.problem
    assert row.problem in row.feedback.messages.get(kind="note").body


@pytest.mark.parametrize("raw", [b"", b"\x00\xff\xfe", b"no header\n\nbody", b"\n" * 50, b"X: y\n\nz"])
def test_what_is_no_mail_is_set_aside_by_name(take, raw):
    row = take(raw)
    assert (row.outcome, bool(row.problem)) == ("unreadable", True)
    assert take(raw) == row


def test_a_thousand_nested_parts_are_no_trouble(take):
    nested = b"".join(b"--%d\r\nContent-Type: multipart/mixed; boundary=%d\r\n\r\n" % (n, n + 1) for n in range(1000))
    raw = raw_mail("From: a@b.example", "Subject: x", "Content-Type: multipart/mixed; boundary=0", body=nested)
    assert take(raw).outcome == "unreadable"


HOSTILE = [
    'From: <<<>>>, ,, "\\',
    "From: =?utf-8?b?=?=",
    "Content-Type: text/plain; charset*=%%%; name==?",
    "Date: x\udcff",
    "Content-Type: ;;;=",
    "Message-ID: <" + "x" * 5000,
    "Content-Transfer-Encoding: =?x?=",
    "References: " + "<" * 9999,
    "Content-Disposition: attachment; filename*0*=a''%; filename*1=b",
]


@pytest.mark.parametrize("header", HOSTILE)
def test_hostile_headers_are_read_or_refused_but_never_crash(header):
    raw = b"Subject: x\r\n" + header.encode("utf-8", "surrogateescape") + b"\r\n\r\nbody"
    with suppress(Unreadable):
        assert read_mail(raw).subject == "x"


def pipe(raw, env, product="SHOP"):
    words = [sys.executable, "manage.py", "receive_mail", "--product", product]
    return subprocess.run(words, input=raw, cwd=django_settings.BASE_DIR, env=env, capture_output=True, timeout=120)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_mail_server_pipes_mail_in(process_env, shop, tmp_path):
    env = {**process_env, "PMHUB_HOME": str(tmp_path)}
    done = pipe(mail("退款", subject=REFUND), env)
    assert (done.returncode, done.stdout.decode().split()[-1]) == (0, "SHOP-F1"), done.stderr
    assert Feedback.objects.get().title == REFUND
    large = pipe(mail() + b"x" * (30 * 2**20), env)
    assert (large.returncode, b"larger than 25 MB" in large.stderr) == (65, True)
    assert pipe(mail(), env, "NONE").returncode == 67
    gone = {**env, "DATABASE_URL": "postgres://nobody:x@127.0.0.1:9/none"}
    assert pipe(mail(), gone).returncode == 75
    assert Feedback.objects.count() == 1


def test_sources_lie_below_the_media_folder(take):
    row = take(mail())
    assert default_storage.exists(path_of(row.storage))


def test_control_signs_in_ids_stop_nothing(take):
    row = take(raw_mail("From: a@b.example", "Message-ID: <a\x00b@c>", "References: <x\x00@y>", "Subject: NUL"))
    assert (row.outcome, row.feedback.title) == ("item", "NUL")
    assert row.mail_id.endswith("@without.id>")


def test_a_page_of_quotations_in_quotations_stays_small(take):
    page = "<html><body>" + "<blockquote>a" * 40_000
    row = take(raw_mail("From: a@b.example", "Subject: x", "Content-Type: text/html", body=page.encode()))
    assert row.feedback.body.endswith("…")
    assert len(row.feedback.body) <= 100_000


def test_a_stranger_who_knows_an_id_begins_an_item_of_their_own(take):
    first = take(mail("Help.", message_id="<known@acme.example>"))
    own = take(mail("More.", in_reply_to="<known@acme.example>", message_id="<own@acme.example>"))
    strange = take(mail("Mine?", sender="x@evil.example", in_reply_to="<known@acme.example>"))
    assert (own.feedback, own.outcome) == (first.feedback, "answer")
    assert (strange.feedback == first.feedback, strange.outcome) == (False, "item")
