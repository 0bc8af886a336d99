"""What somebody wrote in an answer, without the history below it and the signature."""

import re

WRAPPED_WROTE = re.compile(
    r"^(On\b.{0,200}\d.{0,200}\bwrote|Am\b.{0,200}\d.{0,200}\bschrieb.{0,200}|Le\b.{0,200}\d.{0,200}\ba écrit"
    r"|在.{0,100}\d.{0,200}[写寫]道)\s*[:：]\s*$",
    re.IGNORECASE,
)
WROTE = re.compile(r"^.{0,200}\d.{0,200}[写寫]道\s*[:：]\s*$")
RULE = re.compile(
    r"^\s*[-—_=*]{2,}\s*(original message|original appointment|forwarded message|原始邮件|原邮件|回复的原邮件|原始郵件"
    r"|原郵件|转发邮件信息|转发的邮件|ursprüngliche nachricht)\s*[-—_=*]*\s*$",
    re.IGNORECASE,
)
FROM_LINE = re.compile(r"^\s*\*?(from|von|发件人|寄件者|寄件人|发自|de)\*?\s*[:：]", re.IGNORECASE)
DATE_LINE = re.compile(
    r"^\s*\*?(sent|date|gesendet|datum|发送时间|发件时间|日期|時間|时间|寄件日期)\*?\s*[:：]", re.IGNORECASE
)
FOOT = re.compile(
    r"^\s*(sent from my .{1,40}|get outlook for .{1,40}|发自我的.{1,30}|来自我的.{1,30}|从我的.{1,30}发送|发送自.{1,40}"
    r"|從我的.{1,30}傳送|傳送自.{1,40}|获取 outlook .{1,30}|sent with .{1,40})\s*$",
    re.IGNORECASE,
)
WRAPPED = 3  # lines over which a program wraps "On … wrote:"


def fresh(text):
    """What is new in an answer; the whole text where nothing would be left of it."""
    lines = text.split("\n")
    end = next((number for number in range(len(lines)) if is_history(lines, number)), len(lines))
    kept = without_foot(without_quoted_end(lines[:end]))
    return "\n".join(kept).strip() or text.strip()


def is_history(lines, number):
    """Whether the history begins at this line."""
    line = lines[number]
    if (
        RULE.match(line)
        or WROTE.match(line)
        or (FROM_LINE.match(line) and any(map(DATE_LINE.match, lines[number + 1 : number + 5])))
    ):
        return True
    return any(WRAPPED_WROTE.match(" ".join(lines[number : number + wrapped])) for wrapped in range(1, WRAPPED + 1))


def without_quoted_end(lines):
    """Quoted lines between one's own are part of the answer, those at its end are not."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(">")):
        end -= 1
    return lines[:end]


def without_foot(lines):
    """Without what stands below `-- ` and without the advertisement of the program."""
    end = next((number for number, line in enumerate(lines) if line in ("-- ", "--", "— ")), len(lines))
    lines = lines[:end]
    while lines and (not lines[-1].strip() or FOOT.match(lines[-1])):
        lines = lines[:-1]
    return lines
