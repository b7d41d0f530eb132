"""Prints docs/demo.md: `python -m service.utility.demo > docs/demo.md`. A developer's command, not part of any process."""

from __future__ import annotations

from service.utility.demo.outages import FAULTS, WORKS, Fault, Work, place_names
from service.utility.demo.showcase import SHOWCASE

_HEAD = """\
# 演示供电公司

不接供电公司的系统时，来电自带一家演示供电公司：三百来个户号，户名、地址、电话、用电和金额全部是编的，每台机器上都一样，
只有日期跟着今天走。本页由 `python -m service.utility.demo > docs/demo.md` 打印，请不要手改。

## 可以试的户号

核对身份时要手机尾号，下面都给出了。户号报 13 位或后 10 位都行。
不报尾号也可以让它发短信验证码：演示里的手机号是编的，短信不会真发，写在服务的日志里，
`grep 'demo. SMS' var/logs/service.log` 就能看到。

| 户号 | 手机尾号 | 地址 | 看点 |
| --- | --- | --- | --- |
"""


def handbook() -> str:
    """The whole page; it says times relative to now, so it does not change from day to day."""
    accounts = [f"| {c.account_no} | {c.phone[-4:]} | {c.address.text} | {c.story} |" for c in SHOWCASE]
    out = [_fault_row(fault) for fault in FAULTS if fault.ended is None]
    over = [_fault_row(fault) for fault in FAULTS if fault.ended is not None]
    planned = [_work_row(work) for work in WORKS]
    return _HEAD + "\n".join(
        [
            *accounts,
            "",
            "## 现在停电的地方",
            "",
            "时间从最近的整点算起。",
            "",
            *out,
            "",
            "刚恢复的：",
            "",
            *over,
            "",
            "## 一周内的计划停电",
            "",
            *planned,
            "",
        ]
    )


def _fault_row(fault: Fault) -> str:
    cause = fault.cause.value if fault.cause else "原因未公布"
    if fault.ended is not None:
        end = f"{_span(-fault.ended)}前恢复"
    elif fault.expected_end is None:
        end = "没有预计恢复时间"
    else:
        end = f"预计{_span(fault.expected_end)}后恢复"
    return f"- {'、'.join(place_names(fault.area_codes))}：{cause}，{_span(-fault.start)}前停电，{end}"


def _work_row(work: Work) -> str:
    day = ("今天", "明天", "后天")[work.day] if work.day < 3 else f"{work.day}天后"
    places = "、".join(place_names(work.area_codes))
    return f"- {places}：{day} {work.start:%H:%M}–{work.end:%H:%M}，{work.cause.value}"


def _span(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return (f"{hours}小时" if hours else "") + (f"{rest}分钟" if rest else "")


if __name__ == "__main__":
    print(handbook(), end="")
