"""What people ask and tell beside a danger, and what may be said to it for each kind (facts 4.2): one table, kind by kind.

The same question has other answers in other dangers: a breaker is switched off for a hot socket, and never touched in a smell of
gas; a burning car is left at once, one with a line on it is not. Where the table says nothing the safety text stands
(`common.danger_advice`). Nothing is ever called safe, and nobody is sent to a live part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from common.danger import KINDS, UNSPECIFIED
from common.danger_advice import advice

LINES = (
    "fallen_wire", "low_wire", "tree_on_line", "object_on_line", "pole", "cut_cable", "line_hit", "transformer", "live_parts",
)  # fmt: skip
"""The utility's live parts outdoors."""
_FIRES = ("fire", "smoke", "charging_fire")
_ROOMS = ("sparks", "smell", "numb", UNSPECIFIED)
_ELECTRIC = ("shock", *LINES, *_FIRES, *_ROOMS, "flood", "generator")
_S = r"[^。.!！?？;；]"  # within a sentence
_KID = r"(?:小孩|孩子|娃|学生(?!宿舍|公寓|食堂|[路街])|小朋友|孙子|孙女)"

_ANIMAL = r"(?:狗|猫|牛|羊|猪|驴|鸡|鸭|鹅)"
_HIT = r"(?:人|孩子|爸|妈|爷|奶|他|她|老公|老婆|老伴)[^。.!！?？;；]{0,6}(?:倒|电|麻|晕|抽)"


@dataclass(frozen=True)
class _Question:
    """One thing that people want to know.

    Attributes:
        asked: words that mean it in a question.
        told: words that want the same answer, asked or not: 没呼吸了.
        stated: words that want it only where nothing is asked: 闸拉了.
    """

    asked: str = ""
    told: str = ""
    stated: str = ""


_QUESTIONS = {
    "cpr": _Question(
        told=r"没(?:有|了)?呼吸|没(?:有)?(?:心跳|脉搏|意识)|不喘气|断气|心肺复苏|人工呼吸|胸外按压|按压|(?:怎么|咋|不会|不敢|往哪)按(?![时照钮])"
        r"|[叫喊摇](?:[他她人也都]|半天)*不[醒应]|(?:^|人|[他她爸妈爷奶]|老[公婆人])(?:都|已经|好像|快|也)*没(?:有)?气[了儿]|(?:^|人|他|她|[叫喊拍]|孩子|老公|老婆|爸|妈)(?:都|还|也|一直)?没(?:有)?反应|昏迷|不省人事|[晕昏](?:倒|过去)|(?:还)?没醒|醒不(?:过)?来"
    ),
    "breathes": _Question(
        told=r"(?<!没)(?:有|在)(?:一?点|微弱的?)?(?:呼吸|心跳|脉搏)|(?<!没)还(?:有气|在?喘(?!不)|会喘)|呼吸(?:还)?(?:有|在|正常)"
    ),
    "hold": _Question(told=r"松手|放手|松开手|(?:拉|抓|拽|握|攥|牵|扯)[着住](?:那?根?(?:线|绳|竿|竿子)|不)"),
    "rescue": _Question(
        told=rf"(?:人|手|他|她|孩子){_S}{{0,4}}[粘吸黏]|(?:还|一直)(?:抓|握)着|甩不[开脱掉]|拉不开",
        asked=rf"(?:拉|救|扶|拽|抱|碰|拖|挪|搬|抬|推|摸){_S}{{0,3}}(?:他|她|人|孩子|老人)",
    ),
    "tool": _Question(asked=r"木|棍|竹|扁担|手套|板凳|塑料|竿"),
    "unwell": _Question(
        told=rf"(?:胸|心口?|心脏|头){_S}{{0,3}}(?:疼|痛|闷|慌|晕|难受)|(?:手|脚|腿|胳膊|半边身子){_S}{{0,3}}(?:麻|黑了|烧伤|起泡|没劲)|(?:去|上|看)(?:不去)?医院|看医生"
        r"|头晕|恶心|想吐|不舒服|难受|没力气|喘不|抽搐|嘴唇?[^。]{0,3}[紫青乌]"
    ),
    "hurt": _Question(
        told=rf"(?:流|出)了?[^。]{{0,3}}血|羊水|要生了|(?:高烧|发烧|烧得){_S}{{0,6}}抽|心脏病|心梗|脑梗|中风|摔了|骨折|(?:腿|脚|腰)动不了"
    ),
    "call": _Question(
        asked=r"(?:打|叫|喊)(?:个|一?下)?(?:120|119|110|急救|救护车|消防|火警)",
    ),
    "window": _Question(asked=r"开窗|开门|通风|窗户"),
    "no_line": _Question(told=rf"(?:119|120|110|电话){_S}{{0,5}}(?:打不[通出]|没人接|占线|不接)"),
    "lift": _Question(told=r"[坐乘用进]电梯"),
    "cut_off": _Question(
        told=rf"(?:出|下|跑|逃)不(?:去|来|了|掉)|走不[了动]|门打不开|[困堵]{_S}{{0,2}}[在住]|被困|(?:窗户?|阳台)[边上口]|楼道{_S}{{0,4}}[烟火]"
    ),
    "vehicle": _Question(
        told=r"(?<!地)下车|(?:人|我|他|她|孩子|司机|还)(?:还|都|也)?在(?:车|驾驶[室舱]|机器|挖机|挖掘机|吊车)[里上]?|车[里上](?:还)?有(?:人|孩子|小孩|老人)",
        asked=r"(?:能|敢|可以|要不要)(?:不能|不敢|我|人|先)*(?:下来|出来|下地)",
    ),
    "child": _Question(
        told=rf"{_KID}{_S}{{0,8}}(?:玩|看|围|过|走|跑|够得?[着到]|跟前|旁边|边上|拉|抓|拽|凑|靠|钓|爬)|(?:旁边|那边|底下|下面)有?{_S}{{0,3}}{_KID}"
        rf"|(?:有|好多|几个|一群|行)人{_S}{{0,6}}(?:围|看|路过|经过|走|过去|靠近)"
        rf"|车(?![站库祸棚位管间])(?:子|辆)?{_S}{{0,4}}(?:要过|过来|过去|经过|开过|压过|压上|还在过)"
    ),
    "extinguish": _Question(asked=r"泼|浇|[用拿倒打接]水|灭火|扑[火灭]|盖[住上]|沙子"),
    "done": _Question(
        asked=rf"(?:关|拔|拉|断|停)(?:了|掉|下){_S}{{0,8}}(?:(?:怎么|咋)[办弄做]|然后|接下来|还要)",
        stated=rf"^(?:我|俺|已经|都|也|先|那|现在)*(?:关|拔|拉|断)(?:了|掉了?)$|(?:闸|插头|电源|空开|开关|阀门?){_S}{{0,3}}(?:关|拔|拉|断)(?:了|掉)|(?:关|拔|拉|断)(?:了|掉了?){_S}{{0,2}}(?:闸|插头|电源|空开|开关|阀)",
    ),
    "repair": _Question(
        asked=r"(?:用不用|要不要|需不需要|该不该|谁|得|要)(?:给|来|自己)?.{0,3}(?:换|修)|多少钱|要钱|收费"
    ),
    "self": _Question(
        asked=r"(?:自己|我来|我去|我能|我先|我|俺).{0,6}(?:砍|锯|剪|接(?!电话)|修|换|挪|移|挑|拉|拖|扯|拆|扑|浇|爬|捡|绑|弄|处理|合|推|看(?:看|一下)(?!电费|账|工单|进度)|检查|取下)"
    ),
    "breaker": _Question(
        asked=r"(?:关|拉|断|拔|按).{0,6}(?:闸|空开|开关|电源|插头|灯|电(?!话|费))|(?:闸|空开|开关|电源|插头|灯).{0,6}(?:关|拉|断|拔|碰|开)"
    ),
    "touch": _Question(asked=r"碰|摸|靠近|过去|走过|进去|进屋|进门|回去|回屋|踩|跨|绕|走吗"),
    "use": _Question(
        asked=r"(?:还能|能不能|敢不敢|可不可以|能|敢|可以|怎么|咋).{0,4}(?:用(?!不用)|洗|开(?![门发票户通])|插|合|推|送电|烧水|做饭|点火)|(?:还|一直)?(?:插|开|通)着.{0,4}(?:要紧|[吗行不])"
    ),
    "animal": _Question(
        told=rf"^(?!.*{_HIT}){_S}*(?:{_ANIMAL}{_S}{{0,12}}(?:[被让给叫]{_S}{{0,2}}电|触电|电[死倒着到])|电[死倒]{_S}{{0,3}}{_ANIMAL})"
    ),
    "recharge": _Question(asked=r"(?:能|敢|可以|要不要|还).{0,4}(?:充(?!值)|骑)"),
    "risk": _Question(
        asked=r"(?:有|没|是|多)[^,，。]{0,3}危险|危险[吗不么]|电[着到死]人|会不会(?:漏|炸|再着|触电|电)"
    ),
    "serious": _Question(asked=r"要紧|严重|没事吧|有事[吗不没]"),
    "afraid": _Question(told=r"害怕|好怕|怕死|吓[死坏]|吓得|(?:我|俺)怕|一个人在家"),
    "what": _Question(
        told=r"^(?:.{0,6}(?:打了|报了|来了?))?[\s,，]*(?:现在|那|那我|我|俺|还|需要|该|要|能|可以|应该){0,5}(?:我|俺)?(?:该|要|能|还)?(?:怎么办|咋办|怎么做|咋做|咋整|干[啥嘛]|干什么|做什么|做啥)[呢呀啊?？]*$"
    ),
}
_COMPILED = {
    name: tuple(re.compile(words) if words else None for words in (q.told, q.asked, q.stated))
    for name, q in _QUESTIONS.items()
}
_IS_QUESTION = re.compile(
    r"[吗么呢?？]|吧$|(?<![要就])不[啊呀]?$|不行$|(?P<v>[\u4e00-\u9fa5])[不没](?P=v)|可不可以|(?:该|用|需)不|怎么|咋|会不会|谁|多少"
)

_CPR = "让他平躺在硬地上，掌根压在胸口正中，胳膊伸直，往下压5到6厘米，每分钟100到120下，别停，直到120来。还没打就先打120、开免提，那边会教您。有呼吸的让他侧躺，守着。"
_STAY = "人在车里、机器里就先别下来，别碰金属，也别让外面的人碰车，旁人离开8米以上，打110、119。只有车烧起来才跳：双脚并拢跳出去，别一边扶车一边踩地，再小步蹦着离开。"
_LEAVE_CAR = "马上下车，离远，别回去拿东西。"
_RESCUE = "他没离开电之前，千万别用手拉，您也会触电。先关总闸、拔插头；关不了，站在干的地方，用干燥的木棍把电线拨开。高压线、断在地上的线，谁都别过去，离8米以上，等供电停电。马上打120。"
_SHELTER = "出不去别硬冲：退到没烟的屋里关上门，湿毛巾堵住门缝，捂住口鼻压低身子，到窗口喊、晃亮光。别坐电梯、别跳楼。打119，说清几楼几户。"
_NO_LIFT = "千万别坐电梯，停了会困在里面。楼梯没烟就弯腰走楼梯下去；有烟就退回屋关门，湿毛巾堵门缝，到窗口呼救，打119。"
_HOSPITAL = "碰过电的人，看着好好的也要去医院查心电图。胸口疼、心慌、头晕、喘、抽，就是要紧，马上打120，别让他自己走。"
_POISONED = "马上到通风的地方，坐下别乱走，打120，说清闻了什么。"
_WAY_OFF = "快喊孩子和旁边的人退到8米以外，别让人和车从那里过。劝不住就打110来拦。"
_HANDS_OFF = "别自己动手，一律当它有电，等师傅来处理。"
_HOME_BREAKER = "手是干的、够得着、离冒火冒烟和电线远，就把家里总闸关了；有一条做不到就别过去，人先离开。"
_NOT_DOWN = "别跟着下去、别硬拉，里面可能有电、缺氧。马上打119、120，守在边上喊着他，别让旁人靠近。"
_NOT_USED = "先别用、别插、别合闸，等师傅查过再说。"
_NO_SWITCH = "什么开关都别碰，灯、闸、插头都别动，一个火花就可能炸。人先出去，到没味的地方再打119。"


def _by_kind(*rows: tuple[tuple[str, ...], str]) -> dict[str, str]:
    """One question's answers; the first row that names a kind counts."""
    told: dict[str, str] = {}
    for kinds, text in rows:
        for kind in kinds:
            told.setdefault(kind, text)
    return told


_OTHERS = tuple(kind for kind in KINDS if kind != "self_harm")
ANSWERS: dict[str, dict[str, str]] = {
    "cpr": _by_kind(
        (
            LINES,
            f"他要是还挨着线，谁都别过去，离8米以上，马上打120。人离线8米开外了，没反应、没呼吸就按：{_CPR}",
        ),
        (
            ("gas_station", "generator", *_FIRES),
            f"先把人挪到外面通风的地方，挪不动就别硬闯，打119。没反应、没呼吸就按：{_CPR}",
        ),
        (
            ("fallen_in",),
            f"别下去，里面可能有电、缺氧，马上打119、120。人救上来了，没反应、没呼吸就按：{_CPR}",
        ),
        (("trapped", "life_support", "collapse", "ill"), f"马上打120。没反应、没呼吸就按：{_CPR}"),
        (_OTHERS, f"他还挨着电就别碰，先断电。人已经离开电的，没反应、没呼吸就按：{_CPR}"),
    ),
    "breathes": _by_kind(
        (
            LINES,
            "他要是还挨着线，谁都别过去，离8米以上。人离线8米开外了，让他侧躺、头偏一边，别喂水喂药，守着看呼吸，打120；没呼吸了马上按胸口。",
        ),
        (
            ("fallen_in",),
            "别下去，喊着他别乱动，守在边上，马上打119、120。",
        ),
        (
            _OTHERS,
            "他还挨着电就别碰，先断电。人离开电了，让他侧躺、头偏一边，别喂水喂药，守着看呼吸，等120；没呼吸了马上按胸口。",
        ),
    ),
    "hold": _by_kind(
        (
            LINES,
            "马上让他松手、走开，线就留在那里，谁也别再碰。已经挨着电动不了的，别过去拉，打120。",
        ),
    ),
    "rescue": _by_kind(
        (("fallen_in",), _NOT_DOWN), (("shock", "numb", "flood", UNSPECIFIED, *LINES), _RESCUE)
    ),
    "tool": _by_kind((("shock",), _RESCUE), (LINES, _HANDS_OFF)),
    "unwell": _by_kind(
        (("gas_station", "generator", *_FIRES), _POISONED),
        (("life_support",), "先换备用电池、氧气瓶，扶人半坐着，马上打120，别等来电。"),
        (("trapped",), "让他靠墙坐下别乱动，告诉119和物业有人不舒服，打120。"),
        (("shock", "numb", "flood", UNSPECIFIED, "sparks", *LINES), _HOSPITAL),
        (_OTHERS, "人不舒服马上打120，别让他自己走。"),
    ),
    "hurt": _by_kind(
        (
            ("shock", *LINES),
            "还挨着电的别去碰。人已经离开电的，马上打120，开免提，照那边说的做：别乱挪，流血的用干净布压住。",
        ),
        (_OTHERS, "马上打120，开免提，照那边说的做：别让他自己走动，别乱挪，流血的用干净布压住。"),
    ),
    "call": _by_kind(
        (_FIRES, "要打，现在就打119，说清地方和有没有人没出来；有人伤着再打120。我们也派人，别等我们。"),
        (("gas_station", "trapped"), "要打，现在就打119；有人不舒服再打120。别等我们。"),
        (
            _OTHERS,
            "要打，现在就打120，开免提，那边会教您怎么做；着火打119，挡了路打110。别等我们。",
        ),
    ),
    "animal": {
        "shock": "别去拉它、别靠近，那里的线、杆、水坑可能还带电。人和牲口都退到8米以外，看住孩子。有人也麻了、倒了，别用手拉，马上打120。"
    },
    "recharge": _by_kind(
        (
            ("charging_fire",),
            "不能再充，也别骑、别去搬：火灭了电池还会复燃。人离远，打119请消防看；电池、充电器都别再用。",
        ),
        (
            ("smell", "sparks", "smoke", "numb", UNSPECIFIED),
            "先别充、别插，等电工查过再说；插头、插座烧过的都要换。",
        ),
    ),
    "risk": _by_kind(
        (("gas_station",), "有危险，一点火星就可能炸。人先出去，走到没味的地方打119。"),
        (_FIRES, "有危险，灭了也可能再着。人先离开，打119。"),
        (("shock", "flood", *LINES), "有危险，一律当它还带电：人和牲口都离8米以上，等师傅确认过再过去。"),
        (_ROOMS, "说不准就当有危险：别碰、别用，等师傅查过再说。"),
    ),
    "serious": _by_kind((("shock", "numb"), _HOSPITAL)),
    "window": _by_kind(
        (("gas_station",), "窗用手推得开就推开，推完马上走；排风扇、油烟机、灯都别碰。"),
    ),
    "no_line": _by_kind(
        (
            ("gas_station",),
            "先走到没味的地方，再接着打，也可以打110，让它转119；喊邻居一起打。",
        ),
        (_OTHERS, "接着打，也可以打110请它转；欠费的手机也能打。喊邻居一起打，离开危险的地方最要紧。"),
    ),
    "lift": _by_kind((("flood",), "别坐电梯，走楼梯往高处去。"), (_ELECTRIC, _NO_LIFT)),
    "cut_off": _by_kind(
        (_FIRES, _SHELTER),
        (("sparks", "smell", UNSPECIFIED), f"离它远点，别去碰。要是起烟起火，{_SHELTER}"),
        (("gas_station",), "别碰任何开关、别点火，用手把窗开大，人到窗口透气；走到没味的地方再打119。"),
        (("flood",), "别蹚水，往高处走，到楼上、屋顶等，打119。"),
        (("trapped",), "别扒门、别从顶上爬，按呼救按钮，靠里站好，等119和物业。"),
        (("line_hit",), _STAY),
    ),
    "vehicle": _by_kind(
        (("gas_station", *_FIRES, "sparks", "smell"), _LEAVE_CAR),
        (("shock", UNSPECIFIED, *LINES), _STAY),
    ),
    "child": _by_kind(
        (
            ("object_on_line",),
            f"手里拉着线的马上松手。{_WAY_OFF}",
        ),
        (LINES, _WAY_OFF),
        (("gas_station", *_FIRES), "把孩子、老人一起带出去，别回去拿东西。"),
        (("shock",), "快喊孩子、旁人和车都退到8米以外，谁也别碰他、别碰电线。劝不住就打110来拦。"),
        (("flood",), "别让孩子和旁人下水，水可能带电。"),
        (_ROOMS, "快把孩子和旁人叫开，别碰，也别凑近看。"),
    ),
    "extinguish": _by_kind(
        (("charging_fire",), "别泼水、别去扑，电池会炸。人先走，关上门，打119。"),
        (("gas_station",), "别自己扑，人先离开，打119。"),
        (
            ("fire", "smoke", "sparks", "smell", "transformer"),
            "带电的不能泼水。火很小、身后有路，才用干粉灭火器；压不住马上走，打119。",
        ),
    ),
    "done": _by_kind(
        (
            ("shock",),
            "好。看他叫不叫得应、有没有呼吸：没有就打120，马上按胸口；有呼吸让他侧躺，守着。闸别再合上。",
        ),
        (("gas_station",), "别再回去，灯和开关都别碰。在外面没味的地方等119。"),
        (("life_support",), advice("life_support").removeprefix("⚠️")),
        (
            _ELECTRIC,
            "好，先别再碰，关掉、拔掉的别再合上、别再插，等师傅查过再用。着火马上离开打119，有人不舒服打120。",
        ),
    ),
    "self": _by_kind(
        (("shock",), _RESCUE),
        (("gas_station",), f"别自己去修、去看。{_NO_SWITCH}"),
        (_FIRES, "别回去弄、别回去拿东西，人先走，打119。"),
        (("fallen_in",), _NOT_DOWN),
        (("trapped",), "别自己扒门、别拉人，等119和物业。"),
        (_ELECTRIC, _HANDS_OFF),
    ),
    "breaker": _by_kind(
        (("gas_station",), _NO_SWITCH),
        (
            ("flood",),
            "站在水里、手脚湿，别去碰闸和开关。总闸那里是干的、脚下也干、够得着才关；不然别去，人先到高处，等抢修来断电。",
        ),
        (
            ("shock",),
            "能关马上关总闸、拔插头：手要干，别碰着他。关不了用干燥的木棍拨开电线；高压线离8米以上，等供电停电。",
        ),
        (_FIRES, "顺路、手干、不用穿过烟火才关；有一条做不到就别管，人先走，打119。"),
        (("trapped",), "别去断电梯的电，等物业和119。"),
        (LINES, "关家里的闸管不到外面的线，别去动，变压器、配电箱更别碰。人离8米以上，等供电来停电。"),
        (_ROOMS, _HOME_BREAKER),
    ),
    "use": _by_kind(
        (("gas_station",), _NO_SWITCH),
        (("numb",), "先别用它、别碰它，等师傅查过再说。水管、热水器麻人的，别在那儿洗澡、洗手，先去别处洗。"),
        (("generator",), "别在屋里开，也别接到家里线路上；头晕恶心马上到外面，打120。"),
        (_FIRES, "别用、别插，人先离开，等消防和师傅看过再说。"),
        (("shock", "flood", *LINES, *_ROOMS), _NOT_USED),
    ),
    "touch": _by_kind(
        (("fallen_in",), _NOT_DOWN),
        (("transformer",), "别过去，离变压器远远的，一律当它有电。等师傅确认过再走那边。"),
        (("shock",), _RESCUE),
        (("gas_station", *_FIRES), "别进去、别回去拿东西，在外面等119。"),
        (("flood",), "别蹚水过去，水可能带电，等师傅查过再进。"),
        (LINES, "别过去、别碰，离8米以上，灯不亮也当它有电，等师傅确认过再走。"),
        (_ROOMS, "别碰，也别凑近看，等师傅查过再说。"),
    ),
    "repair": _by_kind(
        (_ROOMS, "先别用、别自己换。怎么修、换不换、要不要钱，师傅看过当面跟您说。"),
        (_OTHERS, "人先离远。怎么修、要不要钱，师傅看过当面跟您说。"),
    ),
    "afraid": _by_kind(
        (
            ("sparks", "smell", "smoke", UNSPECIFIED),
            "别慌，我在。先离它远点，喊邻居来陪着您；起烟起火就往外走，打119。",
        ),
        (("trapped",), "别慌，我在。电梯里有通风，靠里站好，等119和物业。"),
        (("fallen_in", "collapse", "ill"), "别慌，我在。打120开免提，那边会教您；喊邻居来帮忙。"),
        (_OTHERS, "别慌，我在。先到离它远的地方，喊人来陪着您。"),
    ),
    "what": {kind: advice(kind).removeprefix("⚠️") for kind in _OTHERS if kind != "shock"}
    | {"shock": f"先断电，他没离开电别碰他；打120。人离开电了，没反应、没呼吸就按：{_CPR}"},
}
"""Question → kind → answer. For somebody who wants to die there is none: his safety text stands."""

# What an alarm is made of besides, and the safety text stays its own: in a smell of gas no fire makes a switch harmless.
_PARTS = {
    "gas_station": frozenset((*_FIRES, "sparks", "smell")),
    "line_hit": frozenset((*_FIRES, "sparks", "smell")),
    "flood": frozenset(("sparks", "smell", "smoke", "numb", "live_parts")),
}
# Told with the alarm itself, these want another text than its kind's, or one more.
_INSTEAD = ("cut_off", "vehicle", "animal")
_BESIDES = ("cpr", "unwell", "call", "recharge")
_HEALTH = ("cpr", "breathes", "unwell", "hurt", "serious")


def answer(text: str, kind: str | None) -> str | None:
    """What to do, to somebody who asks or tells beside a danger of that kind; None when the table has nothing."""
    return next((f"⚠️{ANSWERS[name][kind]}" for name in _named(text) if kind in ANSWERS[name]), None)


def first_words(text: str, kind: str) -> list[str]:
    """The safety text for the words that raise an alarm; who is cut off from the way out is told what to do instead."""
    named = [name for name in _named(text) if kind in ANSWERS[name]]
    told = next((f"⚠️{ANSWERS[name][kind]}" for name in named if name in _INSTEAD), advice(kind))
    besides = (
        f"⚠️{ANSWERS[name][kind]}"
        for name in named
        if name in _BESIDES and kind in ("shock", "charging_fire", *LINES)
    )
    return [told, *list(besides)[:1]]


def of_health(text: str) -> bool:
    """Whether somebody who was in danger may be hurt: “要去医院不” is asked when all is over, too."""
    return any(name in _HEALTH for name in _named(text))


def turned(kind: str | None, new: str) -> str:
    """Kind of an alarm in which another danger is named: the graver one; whoever felt a line, or lies beside one, has had a shock."""
    if kind in LINES and new in ("numb", "collapse"):
        return "shock"
    if kind in (None, UNSPECIFIED):
        return new
    return str(kind) if new in _PARTS.get(str(kind), ()) else min(str(kind), new, key=KINDS.index)


def further_words(text: str, kind: str | None, new: str) -> list[str]:
    """What to tell in an alarm of one kind when words name another, `UNSPECIFIED` for none."""
    became = kind if new == UNSPECIFIED else turned(kind, new)
    if became and became != kind:
        return first_words(text, became)
    told = answer(text, kind)
    if told is None and new not in (kind, UNSPECIFIED):
        told = advice(str(kind) if new in _PARTS.get(str(kind), ()) else new)
    return [told] if told else []


def _named(text: str) -> list[str]:
    """The questions that the words put, first things first."""
    is_question = bool(_IS_QUESTION.search(text))
    return [
        name
        for name, (told, asked, stated) in _COMPILED.items()
        if any(words and words.search(text) for words in (told, asked if is_question else stated))
    ]
