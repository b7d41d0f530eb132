"""The name that a customer leaves for whoever will call: “我姓王”, “13812345678 张师傅”. Pure."""

from __future__ import annotations

import re

from actions.reading import phone
from actions.turn import Turn

_SURNAME = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖"
    "贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤穆仲卞伏颜尚单樊霍柳祁臧]"
)
_TITLE = "先生|女士|小姐|师傅|会计|经理|老板|老师|主任|厂长|书记|大爷|大姐|大哥|阿姨|总"
_SAID = re.compile(
    rf"(?:[我叫贵]姓|[叫留]姓?|^姓|(?<=[\s,，。])姓) *(?P<name>{_SURNAME}(?:{_TITLE}|(?<=叫.)[\u4e00-\u9fa5]{{1,2}})?)(?![\u4e00-\u9fa5])"
)
# Said by itself or beside a phone.
_ALONE = re.compile(rf"(?:{_SURNAME}(?:{_TITLE})?|[小老]{_SURNAME})")


def contact_name(turn: Turn) -> str | None:
    """The name; one told of somebody else (“户主是王建国”) is none."""
    if turn.is_payload:
        return None
    if said := _SAID.search(turn.text):
        return said["name"]
    pieces = re.split(r"[\s,，。;；、]+", turn.without(("phone", "address")))
    names = [piece for piece in pieces if piece in turn.entities("person") or _ALONE.fullmatch(piece)]
    is_alone = any(turn.text.strip(" 。.") == name for name in names)
    return names[0] if names and (phone(turn, False) or is_alone) else None
