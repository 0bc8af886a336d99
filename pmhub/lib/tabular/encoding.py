"""Which encoding a file is in, checked from the first byte to the last in flat memory."""

import codecs
import io
import re
from dataclasses import dataclass
from pathlib import Path

from pmhub.lib.tabular.problems import Problem, Unreadable

CHUNK = 1 << 20
SAMPLE = 1 << 18
MARK = "\udcff"
BROKEN = re.compile("[\ud800-\udfff]")
PLAIN = b'\n\r\t,; "'
TWO_BYTES = re.compile("[\x80-\u07ff]")
THREE_BYTES = re.compile("[\u0800-\ud7ff\ue000-\U0010ffff]")
HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
LABELS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "gb18030": "GB18030",
    "cp950": "Big5",
    "big5hkscs": "Big5-HKSCS",
    "cp1252": "Windows-1252",
}
ALIASES = {"gbk": "gb18030", "gb2312": "gb18030", "big5": "cp950", "utf-8-sig": "utf-8", "utf8": "utf-8"}
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# The commonest characters of written Chinese, simplified and traditional: text decoded wrongly has hardly any of them.
COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多"
    "经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性"
    "知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次"
    "度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建"
    "务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路"
    "记南品住告类求据程北边张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运需状态优先级负责签版本标户登录支付购优惠券"
    "這個們來為國說時會對於著過發後裡種經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問並應戰頭體見產話內門兒東聲員論處義"
    "幾認條氣題爾別變總電數報結務場計資許統區隊決馬書則聽卻達強難權設記類據邊張該規萬覺術領確傳師觀讓識帶導爭運狀態優級負責"
    "簽標戶錄購惠吃送餐味快慢店客服訂單，。！？、：；「」（）“”"
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec name for Python, and the first byte (counted from 0) and line (from 1) that do not belong to it."""

    name: str
    bad_byte: int | None = None
    bad_line: int | None = None

    @property
    def label(self):
        return LABELS.get(self.name, self.name)

    @property
    def problem(self):
        """A warning when the file is damaged or mixed, else None."""
        if self.bad_byte is None:
            return None
        params = {"encoding": self.label, "position": self.bad_byte, "line": self.bad_line}
        return Problem("encoding_mixed", params=params, fatal=False)


def _mark(error):
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return MARK, error.end


codecs.register_error("pmhub-mark", _mark)


def detect(path, override=None):
    """The encoding of the file; `override` names it and is then only checked.

    Raises Unreadable for an unknown name. Bytes that do not fit are reported, never decoded by another encoding.
    """
    path = Path(path)
    if override:
        return _checked(path, _codec(override))
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for bom, name in BOMS:
        if head.startswith(bom):
            return _checked(path, name)
    if name := _utf16_without_bom(head):
        return _checked(path, name)
    encoding = _checked(path, "utf-8")
    if encoding.bad_byte is None or _is_damaged_utf8(path):
        return encoding
    return _legacy(path) or encoding


def open_text(path, encoding):
    """The file as text, line ends untouched; broken bytes become a lone surrogate, so that their row can be named."""
    stream = io.TextIOWrapper(Path(path).open("rb"), encoding=encoding.name, errors="pmhub-mark", newline="")
    if stream.read(1) != "\ufeff":
        stream.seek(0)
    return stream


def is_broken(text):
    """Whether `open_text` met bytes in it that do not belong to the encoding (or JSON brought half a character)."""
    return not text.isascii() and BROKEN.search(text) is not None


def _codec(name):
    folded = name.strip().lower().replace("_", "-")
    folded = ALIASES.get(folded, folded)
    try:
        found = codecs.lookup(folded)
    except LookupError as error:
        raise Unreadable("encoding_unknown", value=name[:60]) from error
    if not found._is_text_encoding:
        raise Unreadable("encoding_unknown", value=name[:60])
    return {"utf-16": "utf-16-le"}.get(found.name, found.name)


def _checked(path, name):
    decoder = codecs.getincrementaldecoder(name)("strict")
    offset, line = 0, 1
    with Path(path).open("rb") as file:
        while True:
            data = file.read(CHUNK)
            waiting = len(decoder.getstate()[0])
            try:
                line += decoder.decode(data, not data).count("\n")
            except UnicodeDecodeError as error:
                before = error.object[: error.start].decode(name, "replace").count("\n")
                return Encoding(name, offset - waiting + error.start, line + before)
            if not data:
                return Encoding(name)
            offset += len(data)


def _utf16_without_bom(head):
    """UTF-16 shows by zeros beside line ends, commas and blanks, all of them before or all of them behind."""
    zeros = head.count(0)
    if zeros * 100 < len(head) or (zeros * 4 < len(head) and _is_utf8(head)):
        return None
    even, odd = head[::2], head[1::2]
    little = sum(low in PLAIN and not high for low, high in zip(even, odd, strict=False))
    big = sum(low in PLAIN and not high for high, low in zip(even, odd, strict=False))
    if max(little, big) <= 4 * min(little, big):
        return None
    return "utf-16-le" if little > big else "utf-16-be"


def _is_utf8(head):
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged_utf8(path):
    """Whether most of what is not ASCII is valid UTF-8 all the same, which other encodings hardly ever are."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    two = three = bad = 0
    with path.open("rb") as file:
        while data := file.read(CHUNK):
            text = decoder.decode(data)
            bad += len(BROKEN.findall(text))
            two += len(TWO_BYTES.findall(text))
            three += len(THREE_BYTES.findall(text))
    return three * 4 >= bad or two >= bad


def _legacy(path):
    with path.open("rb") as file:
        head = file.read(SAMPLE)
        while not HIGH_RUNS.search(head) and (more := file.read(SAMPLE)):
            head = more
    runs = HIGH_RUNS.findall(head)
    likely = sorted(("gb18030", "cp950"), key=lambda name: _likeness(head, name), reverse=True)
    if _likeness(head, likely[0]) >= 0.15:
        chosen = _checked(path, likely[0])
        if chosen.bad_byte is not None and likely[0] == "cp950":
            wider = _checked(path, "big5hkscs")
            return wider if wider.bad_byte is None else chosen
        return chosen
    if len(runs) >= 3 and sum(len(run) == 1 for run in runs) >= 0.7 * len(runs):
        return _checked(path, "cp1252")
    return None


def _likeness(data, name):
    """The share of common Chinese characters among all that is not ASCII; broken bytes count against it."""
    wide = [char for char in data.decode(name, "pmhub-mark") if char > "\x7f"]
    return sum(char in COMMON for char in wide) / len(wide) if wide else 0.0
