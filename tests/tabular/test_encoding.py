import pytest

from pmhub.lib.tabular.encoding import detect
from pmhub.lib.tabular.problems import Unreadable
from tests.tabular.conftest import messages, titles

SIMPLIFIED = "标题,描述\n" + "".join(
    f"需求{number}：优惠券可以叠加使用,用户在支付的时候希望看到所有的优惠，现在只能选择一个\n" for number in range(30)
)
TRADITIONAL = "標題,描述\n" + "".join(
    f"需求{number}：優惠券可以疊加使用,用戶在支付的時候希望看到所有的優惠，現在只能選擇一個\n" for number in range(30)
)


@pytest.mark.parametrize(
    "codec, label",
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16 LE"),
        ("utf-16-le", "UTF-16 LE"),
        ("utf-16-be", "UTF-16 BE"),
        ("gbk", "GB18030"),
        ("gb18030", "GB18030"),
    ],
)
def test_simplified_chinese_is_read_in_every_encoding(write, rows, codec, label):
    assert detect(write(SIMPLIFIED, codec)).label == label
    assert titles(rows(SIMPLIFIED, encoding=codec))[29] == "需求29：优惠券可以叠加使用"


@pytest.mark.parametrize("codec", ["big5", "cp950", "big5hkscs"])
def test_traditional_chinese_in_big5_is_not_taken_for_gb18030(write, rows, codec):
    assert detect(write(TRADITIONAL, codec)).label == "Big5"
    assert titles(rows(TRADITIONAL, encoding=codec, mapping={"標題": "title"}))[0] == "需求0：優惠券可以疊加使用"


def test_traditional_chinese_in_gb18030_is_not_taken_for_big5(write):
    assert detect(write(TRADITIONAL, "gb18030")).label == "GB18030"


def test_one_short_chinese_row_is_enough(write):
    assert detect(write("title\n支付时可以使用优惠券\n", "gbk")).label == "GB18030"
    assert detect(write("title\n付款時可以使用優惠券\n", "big5")).label == "Big5"


def test_chinese_far_down_the_file_is_found(write):
    text = "title,description\n" + "plain ascii,row\n" * 40_000 + "支付时可以使用优惠券,好的\n"
    assert detect(write(text, "gbk")).label == "GB18030"


def test_western_letters_are_read_as_windows_1252(rows):
    text = "title\nFälligkeit ändern\nGrößere Schrift für Überschriften\n"
    assert titles(rows(text, encoding="cp1252"))[0] == "Fälligkeit ändern"


def test_one_bad_byte_in_row_812_is_named_and_costs_only_that_row(write, rows):
    lines = ["标题,描述", *(f"需求{number},说明" for number in range(2, 1001))]
    data = [line.encode() for line in lines]
    data[811] = "需求812,说明".encode("gbk")
    content = b"\n".join(data)
    encoding = detect(write(content))
    assert (encoding.label, encoding.bad_line) == ("UTF-8", 812)
    assert encoding.bad_byte == content.index("需求".encode("gbk"))
    assert "line 812" in encoding.problem.message
    found = rows(content)
    assert len(titles(found)) == 998
    assert messages(found)[0] == (
        "Row 812, column “标题”: the text contains bytes that do not belong to the encoding UTF-8."
    )


def test_half_utf8_half_gbk_is_a_mix_and_never_mojibake(write, rows):
    content = "标题\n".encode() + "".join(f"需求{n}\n" for n in range(50)).encode() + "支付优惠\n".encode("gbk") * 20
    assert detect(write(content)).label == "UTF-8"
    assert titles(rows(content)) == [f"需求{n}" for n in range(50)]


def test_truncated_last_character_is_reported(write):
    content = "标题\n需求甲\n需求乙".encode()[:-1]
    assert detect(write(content)).bad_line == 3


def test_override_is_obeyed_and_checked(write):
    path = write("标题\n支付\n", "gbk")
    assert detect(path, "GBK").name == "gb18030"
    assert detect(path, "utf-8").bad_byte == 0
    with pytest.raises(Unreadable, match="klingon"):
        detect(path, "klingon")
    with pytest.raises(Unreadable, match="base64"):
        detect(path, "base64")
