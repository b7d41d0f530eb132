"""How customers give their own names. Pure; a sentence is never taken for one."""

from __future__ import annotations

import re

from actions.form import ANSWERS
from actions.phone_reading import phone
from actions.reading import yes_or_no
from actions.turn import Turn

_TITLE = (
    "(?:先生|女士|小姐|老师|师傅|老板|会计|经理|主任|科长|厂长|校长|院长|所长|站长|队长|书记|村长|医生|大夫|电工|工|总"
    "|大姐|大哥|阿姨|大爷|大娘)"
)
_SURNAME = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖"
    "贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤穆仲卞伏颜尚单樊霍柳祁臧]"
)
_SAYS = re.compile(
    rf"(?:(?<![他她])(?:叫我|(?:我|本人|免贵|就?留)(?:的?名字?)?(?:叫|姓|是姓))|免贵|(?:^|[\s,，。])姓|联系人(?:是|叫|姓|就?写)?[:：]?"
    rf"|(?:^|[\s,，。])请?(?:找|联系)(?={_SURNAME}[\u4e00-\u9fa5]{{0,2}}?{_TITLE}))\s*"
    rf"(?P<name>[\u4e00-\u9fa5]{{1,4}}?{_TITLE}?)(?=$|[\s,，。.!！0-9的啊呀吧])"
)
# A surname by itself or beside a phone: “张师傅”, “13812345678 王”.
_ALONE = re.compile(rf"(?:{_SURNAME}{_TITLE}?|[小老]{_SURNAME})")
_BARE = re.compile(rf"^(?:[老小]?[\u4e00-\u9fa5]{{1,3}}|[\u4e00-\u9fa5]{{1,2}}{_TITLE})$")
_LEADS = re.compile(r"^[我俺]?(?:的?(?:名字?|称呼)?(?:是|叫|写|改[成为叫]|换成)|[是叫姓])")
_LONGEST = 8
# What short answers are made of that are no names.
_NO_NAME = re.compile(
    r"[的了吗呢吧啊不没是在要我你他她它这那就都也还怎么什谁哪几很太对好行嗯哦事换改]|正式|反映|情况|投诉|举报|匿名|实名|保密|登记|电话|手机|号码|微信|地址|人工|谢谢"
)
# Of whom the meter shall belong to, and how many live there: nobody who speaks.
_OF_OTHERS = re.compile(
    r"(?:新|原|老|旧|现在?的?)(?:户主|房主|业主)|户名|新的(?:叫|是)|过户给|[0-9一二两三四五六七八九十]口人?"
)
_OTHER = ("address", "appliance", "time", "amount", "duration", "account_no", "ticket_no")


def own_name(turn: Turn, asked: bool) -> str | None:
    """The customer's name or form of address; told of himself anywhere, bare only when asked or beside a phone."""
    if turn.is_payload:
        return None
    said = _SAYS.search(turn.text)
    if said and not _NO_NAME.search(said["name"]):
        return said["name"].strip()
    if _OF_OTHERS.search(turn.text):
        return None
    pieces = re.split(r"[\s,，。;；、]+", turn.without(("phone", "address")))
    persons = tuple(map(str, turn.entities("person")))
    # “设备科赵主任”, “侄子叫尚大军”: who he is stands before his name.
    names = [
        piece
        for piece in (_LEADS.sub("", piece) for piece in pieces)
        if _ALONE.fullmatch(piece) or (piece.endswith(persons) and len(piece) <= _LONGEST)
    ]
    is_alone = turn.text.strip(" 。.") in names
    if names and (is_alone or phone(turn, False)):
        return str(names[0])
    if asked and turn.covers(("person",), 0.5):
        return str(turn.entity("person")).strip()
    if not asked and not turn.entity("phone"):
        return None
    bare = turn.without(("phone",)).strip(" ,，。.!！")
    is_name = _BARE.match(bare) and not _NO_NAME.search(bare) and not any(map(turn.entity, _OTHER))
    return bare if is_name and turn.intent in ANSWERS and yes_or_no(turn) is None else None
