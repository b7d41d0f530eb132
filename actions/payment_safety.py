"""Swindlers at the door, on the phone, behind a QR code: a plain 别给, whom to call, and where to see what is really owed (facts 5.1).

Whoever is asked for money or data by somebody who may be none of us hears it at once, and who has paid is told to call bank and
police, whatever his words resemble and whatever is open (actions/topic.py).
"""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.notes import ANSWERS
from actions.reading import names_account
from actions.theft_reading import DEED, sort_of
from actions.turn import CERTAIN, SETTLED, SURE, Say, Turn, open_form, payload
from common.danger import UNSPECIFIED

_LURE = re.compile(
    r"链接|网址|网站|二维码|收款码|扫.{0,2}码|点[一个]*.{0,4}[交缴]|加.{0,4}(?:微信|好友)|私人|个人账|验证码|汇款"
)
_SENT = re.compile(
    r"短信|收到|发[来给了我]|让我|叫我|要我|有人|自称|冒充|来电话|打电话|真的|真假|假的|骗|能点|可信|靠谱"
)
# Who says to be one of us, or comes, calls and sends unasked …
_COMER = r"(?:(?<!没)有|来了?|门口(?:来了?|有|站着)?)[一两俩二三几]?(?:个|位|名)?[^,，。吗么个]{0,4}(?:人|男的|女的)(?!跟)"
_PRETENDS = re.compile(
    rf"自称|(?:人|个|他)[^,，。]{{0,4}}冒充(?!我)|冒充(?!我)[^,，。]{{0,8}}(?:让|要|叫|说|打)"
    rf"|(?:{_COMER}|电话)[^,，。吗么]{{0,8}}说[^,，。]{{0,3}}是[^,，。欠停从]{{0,4}}(?:供电|电力|电网|国网|电业|95598)"
)
_VISITS = re.compile(
    rf"{_COMER}[^。吗么]{{0,14}}?(?:说|让|叫|卖|推销|收|要)|[穿戴][^,，。]{{0,8}}(?:衣服|工服|作服|制服|马甲|安全帽)"
    r"|师傅[^。吗么]{0,10}(?:要|让|叫)[我俺]|(?:师傅|电工|修电的|[他她](?:们)?)(?:说|讲|非)[^。吗么]{0,10}(?:收|要)[我俺]?"
)
_CALLS = re.compile(
    r"接到[^。]{0,10}电话|(?<![我俺])(?:打|来)了?个?电话[^,，。]{0,6}(?:说|让|叫|要我)|贴(?:了|着|有)[个张]?[^,，。]{0,6}(?:二维码|收款码)|短信[^。别]{0,20}链接"
    r"|群里[^,，。]{0,8}(?:说|让|叫|发)|加[我俺](?:微信|qq|QQ)"
)
_AT_DOOR = re.compile(r"上门|门口|敲门|[进来到]屋|村里|来[了人我]|[穿戴]|师傅|检查|[换修]")
_FROM_AFAR = re.compile(r"电话|短信|[加在]微信|qq|QQ|加.{1,3}微信|群|链接|二维码|验证码|安全账户")
# … and what he wants; some of it nobody honest ever asks for.
_WANTS = re.compile(
    r"(?:收|要|交|付|补|掏|缴)(?:我们?|他们?|每户|每家|个)*[^,，。吗么不没别电]{0,4}(?:[0-9]+(?!号)|[一二两三四五六七八九十几]?[百千万])"
    r"|(?:收|要|交|缴|掏)[^,，。吗么电]{0,5}(?:检测费|押金|[订定]金|保证金|材料费|手续费|好处费)"
    r"|转(?:钱|账|他|给[他她]|到|微信|支付宝)|收[^,，。吗]{0,2}电费|下载|下个|验证码|身份证|银行卡|卡号|密码|扫码|二维码|收款码|链接|加(?!我|俺).{0,2}(?:微信|好友)|充(?:值)?卡|退[我给][^,，。]{0,4}[0-9]"
    r"|要进[屋门家来]|加.{0,2}(?:qq|QQ|扣扣)|电?表.{0,4}(?:超期|到期|过期|升级)|远程(?:操作|协助|控制)|(?:让|叫)(?:[我俺]|给)?(?:他们?)?开门|按[0-9一](?:转|键|$)|不[换交给](?:就)?[停断剪]"
)
# Swindles that have nothing to do with us, and questions where one's data went, have their own answers.
_ELSEWHERE = re.compile(
    r"公安|警察|法院|传票|积分|1008[06]|燃气|煤气|自来水|泄露|(?<!换)漏(?!保|电保)|信息|资料|哪来|哪弄|一度|每度|度电"
)
_NEVER_OURS = re.compile(
    r"安全账户|共享屏幕|屏幕共享|返利|刷单|(?:国家电网|国网|供电|电力)[^,，。]{0,6}招(?:募)?(?:代理|加盟)|招(?:募)?代理[^。]{0,6}[交投]|[交投存转][0-9一二两三四五六七八九十百千万]+[^,，。]{0,4}返|充[0-9一二三四五六七八九十百千两]+[送返]|[交充][^,，。吗]{0,6}(?:电费|话费|钱)[^,，。吗]{0,4}送(?:大?米|面|油|鸡蛋|礼|红包|券|话费|东西)"
)
# What a swindler sends or claims to be, what one may have given him, and that it was given.
_TRAP = re.compile(r"链接|网址|假网站|冒充|自称|骗子|假(?:的?短信|客服)")
# Wanted is not given: “让我报验证码”.
_ONLY_WANTED = re.compile(
    r"(?:让|要|叫|催|逼)(?:[我俺他她]们?)?(?:把|去|先|再|给他|赶紧)*[^,，。\s了]{0,4}(?:报|填|输|给|告诉|发|转|汇|扫|点|下)(?!了)[^,，。\s了]{0,8}"
)
_SECRET_GIVEN = re.compile(
    r"(?:卡号|银行卡|密码|验证码)[^,，。没扣]{0,4}(?:填|输|给|告诉|发给|[报说发][给了])|(?:填|输|给|告诉|报|说|登|留)(?:了|他|上|过去)?[^,，。没的]{0,3}(?:卡号|银行卡|密码|验证码)"
    r"|(?:填|输|给|告诉|报|说|登|留)(?:了|他|上|过去)[^,，。没的]{0,3}身份证"
)
_GAVE = re.compile(
    r"(?<![没别未能不])(?:点|填|输|扫|转|汇|付|扣|刷|交|给|买|下载?|装)(?:进去|开|入|过去|走|给|他|她|完)*了|点进去|[填输]进去|[转打汇发](?:给|过去)[他她了]|[填输](?:上|好|完)"
)
_TAKEN = re.compile(r"扣|转走|刷走|逾期|有人|他|骗|没了")
_CHEATED = re.compile(
    r"(?:支付宝|微信|银行卡|账号)[^,，。]{0,3}(?:被盗|盗刷)|(?:被|让|叫)(?:[人他她]们?)?诈?骗|上当|受骗|骗了我|骗走|诈骗了|骗[了去]?我?[^,，。]{0,4}[0-9几百千万]"
)
_WONDERS = re.compile(r"(?:是不是|会不会|算不算).{0,4}(?:被|上当|受骗|骗)")
_NOT_ROBBED = re.compile(
    r"没(?:点|填|输|转|上当|被骗|理)|差点|差一点|幸[好亏]|你们.{0,4}骗|没反应|收不到|登录|注册|失败|[不没]敢|怕.{0,3}骗|容易被骗|被骗过|警察|报了?警了?(?!吗)"
)
_WHAT_NOW = re.compile(
    r"怎么办|咋[办整弄]|怎么[弄卸]|追[得的]?回|[要找拿]回来|能退|报警|冻结|挂失|会不会有事|有没有事|(?<!没)少了|没了|扣了|会(?:咋|怎么?)样|拿[^,，。]{0,6}(?:干嘛|干啥|做什么)|上?哪(?:里|儿)?(?:去)?说理"
)
# Of him who wants it, after the warning: doubts, what he says or threatens, that nothing was given yet.
_OF_HIM = re.compile(
    r"骗|真的?[吗么假]|真假|是真|假[的吗吧]|靠谱|可信|[能敢]信|110|核实|证明|工作?[证号服装]|身份证|验证码|卡号|(?:该不该|要不要|能不能|敢不敢)给|给[还不][是给]|不给"
    r"|剪[我俺]?.{0,2}线|掐线|[断停][我俺]|员工|你们的人|户号[^,，。]{0,6}(?:知道|干坏事|咋办|怎么办)|(?:知道|有|拿)[^,，。]{0,2}我[^,，。]{0,2}户号|^(?:我|已经|都)*加了|派[来的]|举报|在?门口|[不别]走|群里|收据|没[有]?证|(?:电话|号码|号)是|是不?是?你们|国家电网|供电[局所]|电力|头像|证件|敲门|开门|一个人在家|害怕|吓|报警|工[作服]|合理|^说|到底有没有|链接|网址|老化"
)
# What somebody who was swindled says next, and what he is told; the first that fits.
_UNWELL = re.compile(
    r"(?:心口?|胸口?|心脏|头)[^,，。]{0,3}(?:疼|痛|闷|慌|晕)|喘不|晕(?:倒|过去|了)|站不稳|血压|犯病|打了?120|救护车"
)
_TOLD = re.compile("[\u4e00-\u9fa5]{2}")
_GONE = re.compile(
    r"(?:人|他|她|们|刚|已经|都|^)走了|人刚?走|(?:打发|撵|赶|骂)走|让他们?走了|挂了(?:电话)?$|拉黑|没理"
)
_AFTER_ROBBERY = (
    (
        re.compile(r"没(?:有)?(?:少|扣|丢|动|转|付)|卡里[^,，。]{0,3}没[有]?(?:什么|啥)?钱(?!了)|没填?密码"),
        "utter_pay_robbed_whole",
    ),
    (
        re.compile(
            r"软件|app|卸|删|装了(?:个|他|它)|密码|微信[^,，。]{0,6}安全|手机[^,，。]{0,4}(?:安全|有毒|病毒)"
        ),
        "utter_pay_robbed_phone",
    ),
    (
        re.compile(r"报了?案|报[了过]警|(?:冻结|挂失)(?:了|好|掉)(?!吗)|打[了过](?:110|96110|银行)"),
        "utter_pay_robbed_told",
    ),
    (_WHAT_NOW, "utter_pay_robbed_again"),
)
_OF_SOMEBODY = re.compile(r"[他她]|那人|对方")
_NOTHING_GIVEN = re.compile(r"没(?:有)?(?:给|转|付|交|点|下|扫|买|填|让)(?![我俺])")
_WARNINGS = ("别点链接", "先别给钱", "没给就好", "证件都别给")
_HELP = ("冻结", "给警察")
# Bills paid the right way, of his own will.
_OFFICIAL = re.compile(r"(?:支付宝|微信|网上国网|营业厅|银行|云闪付)[^,，。他她]{0,4}(?<!没)[充交缴付]")
# What he says in two words of what was just spoken of: the screen is shared, the agent's fee is paid.
_DONE_SO = re.compile(
    r"(?:那?我|都|也|已经|刚才?|不小心|好像)*(?:共享|打?开|点|同意|交|转|付|给)(?:了|过)(?:他的?)?(?:屏幕共享|共享屏幕|屏幕|共享|远程)?[啊呀呢的了]*"
)
_SCREEN = re.compile(r"共享|远程")
# So many messages back the warning is still what he speaks of.
_STILL = 3
_LONGEST = 60  # characters; a longer story has its own matter
# Wishes that are meant when they are sure, though somebody is spoken of (“他家没电”).
_OTHER = frozenset(("ask_human", "complain"))
_DENOUNCES = re.compile("(?:要|想|给|帮|那)[^,，。]{0,4}举报")
_BILL = re.compile(r"欠|电费|查|多少")


def warn(turn: Turn, say: Say) -> bool:
    """Whether somebody is asked for money in a way that is none of ours; then says so."""
    if not (_LURE.search(turn.text) and _SENT.search(turn.text)):
        return False
    say.utter("utter_pay_suspect", buttons=_owed(turn))
    return True


def protect(turn: Turn, say: Say) -> list[dict[str, Any]] | None:
    """Warns who is asked for money or data, helps who has given them; None for everybody else.

    Whatever else was understood in the same message is settled with it.
    """
    if turn.is_payload or len(turn.text) > _LONGEST:
        return None
    if turn.intent == "report_danger" and not _only_sounds_dangerous(turn):
        return None
    if turn.intent == "arrears_reconnect" and not is_approached(turn):
        return None  # a house without supply goes first
    response = _advice(turn)
    if response is None:
        return None
    say.utter(response, buttons=_owed(turn))
    # No form of an alarm follows behind.
    ends = [FollowupAction("action_listen")] if turn.intent == "report_danger" else []
    return [SlotSet(SETTLED, {"wishes": turn.entities("wish"), "at": turn.message}), *ends]


def is_approached(turn: Turn) -> bool:
    """Whether somebody who may be none of us wants money or data, or was spoken of just before."""
    return _is_approach(turn) or _is_warned("".join(turn.told(_STILL)))


def _is_warned(told: str) -> bool:
    """Whether the bot's last answers warn of somebody."""
    return any(warning in told for warning in _WARNINGS)


def _is_helped(told: str) -> bool:
    """Whether the bot's last answers help somebody who was swindled."""
    return any(help in told for help in _HELP)


def _only_sounds_dangerous(turn: Turn) -> bool:
    """“卸了行不” in a talk about swindlers names no danger, however dangerous it sounds."""
    told = "".join(turn.told(_STILL))
    return turn.entity("danger") == UNSPECIFIED and (_is_warned(told) or _is_helped(told))


def _advice(turn: Turn) -> str | None:
    """The response that is due."""
    text, told = turn.text, "".join(turn.told(_STILL))
    is_helped, warned, approached = _is_helped(told), _is_warned(told), _is_approach(turn)
    if (warned or is_helped) and _UNWELL.search(text):
        return "utter_pay_unwell"
    if (warned or approached) and (done := _done_so(turn)):
        return done
    if _is_robbed(text, told, warned or approached):
        return "utter_pay_robbed_again" if is_helped else "utter_pay_robbed"
    if is_helped and not _is_other(turn):
        if next_help := next((response for words, response in _AFTER_ROBBERY if words.search(text)), None):
            return next_help
        if _WANTS.search(text):
            return "utter_pay_doubtful"
        return "utter_pay_robbed_told" if _goes_on(turn) or _tells_on(turn) else None
    if warned and _goes_on(turn):
        if _NOTHING_GIVEN.search(text) or _GONE.search(text):
            return "utter_pay_escaped"
        return "utter_pay_doubtful_again" if _WARNINGS[-1] in told else "utter_pay_doubtful"
    if approached and not is_helped:
        return (
            "utter_key_impostor"
            if _AT_DOOR.search(text) and not _FROM_AFAR.search(text)
            else "utter_pay_suspect"
        )
    return None


def _is_robbed(text: str, told: str, is_spoken_of: bool) -> bool:
    """Whether he has given it.

    Args:
        told: the bot's last answers.
        is_spoken_of: somebody who wants it was spoken of.
    """
    if _NOT_ROBBED.search(text):
        return False
    # “我交了” after a warning of links is most likely a bill paid the right way.
    given = _ONLY_WANTED.sub("", text.replace("交了", "") if _WARNINGS[0] in told else text)
    is_caught = is_spoken_of and (_GAVE.search(given) or _SECRET_GIVEN.search(given))
    return bool(is_caught or _tells_robbery(text))


def _done_so(turn: Turn) -> str | None:
    """What is due to who did what the swindler wanted, and says no more than that: “开了”, “我交了”."""
    if not _DONE_SO.fullmatch(turn.text):
        return None
    said = turn.texts[-_STILL - 1 :]
    if any(_SCREEN.search(text) for text in said):
        return "utter_pay_robbed_phone"
    return "utter_pay_robbed" if any(_NEVER_OURS.search(text) for text in said) else None


def _is_approach(turn: Turn) -> bool:
    """Whether he tells of somebody who wants it of him; what somebody does to us is reported."""
    text = turn.text
    if _NEVER_OURS.search(text):
        return True
    is_report = turn.intent == "report_theft" and turn.confidence >= SURE and sort_of(text) == DEED
    if _ELSEWHERE.search(text) or is_report:
        return False
    comes = _VISITS.search(text) or _CALLS.search(text)
    return bool(_PRETENDS.search(text) or (comes and _WANTS.search(text)))


def _is_other(turn: Turn) -> bool:
    """Whether it is surely a wish of another kind, or tells whose bill is meant."""
    is_wish = turn.intent.startswith("report_outage") or turn.intent in _OTHER
    is_bill = turn.intent == "query_bill" and _BILL.search(turn.text)
    is_sure = turn.confidence >= SURE and "骗" not in turn.text
    denounces = turn.intent == "report_theft" and _DENOUNCES.search(turn.text)
    is_paid_well = _OFFICIAL.search(turn.text) and not _CHEATED.search(turn.text)
    return bool(names_account(turn) or denounces or is_paid_well or ((is_wish or is_bill) and is_sure))


def _goes_on(turn: Turn) -> bool:
    """Whether it is still about him."""
    if _is_other(turn):
        return False
    is_sure = turn.intent not in ANSWERS and turn.confidence >= CERTAIN
    is_his = any(words.search(turn.text) for words in (_OF_HIM, _NOTHING_GIVEN, _WANTS, _GONE))
    return bool(is_his or (_OF_SOMEBODY.search(turn.text) and not is_sure))


def _tells_on(turn: Turn) -> bool:
    """Whether words that answer no question tell more of it: “上午来的 穿蓝衣服”."""
    is_told = turn.intent in ANSWERS and not turn.entity("phone") and not turn.entity("address")
    return is_told and not open_form(turn) and bool(_TOLD.search(turn.text))


def _tells_robbery(text: str) -> bool:
    if _CHEATED.search(text) and not _WONDERS.search(text):
        return True
    text = _ONLY_WANTED.sub("", text)
    is_given = _SECRET_GIVEN.search(text)
    return bool(
        (is_given and _TAKEN.search(text)) or (_TRAP.search(text) and (is_given or _GAVE.search(text)))
    )


def _owed(turn: Turn) -> list[dict[str, str]]:
    return [] if open_form(turn) else [{"title": "查要交多少", "payload": payload("query_bill")}]
