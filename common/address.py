"""Supply addresses as customers of 赣榆 write and say them, taken apart for dispatch (facts 6.6). Pure functions.

Used by the bot (rasa process) and the actions. Input is normalised text (`common.normalise`). Misspelt towns are corrected in
the parts; the customer's own words stay in `raw`. A part that was not said is empty, never guessed.
"""

import re
from dataclasses import dataclass, fields, replace

from common.chinese_numbers import CHINESE, parse_number, spoken_digits

TOWNS = (
    "青口", "柘汪", "石桥", "金山", "黑林", "厉庄", "海头", "塔山", "赣马", "班庄", "城头", "城西", "宋庄", "沙河", "墩尚",
)  # fmt: skip
"""The fifteen towns of 赣榆区, without 镇."""

# Misspellings that cannot be anything else; those of the second table are words of their own and need 镇 behind them.
_ALIASES = {
    "清口": "青口", "轻口": "青口", "请口": "青口", "拓汪": "柘汪", "石汪": "柘汪", "这汪": "柘汪", "枳汪": "柘汪", "敦上": "墩尚",
    "敦尚": "墩尚", "墩上": "墩尚", "踏山": "塔山", "赣玛": "赣马", "干马": "赣马", "榆赣": "赣榆", "甘榆": "赣榆", "赣渝": "赣榆",
    "赣愉": "赣榆",
}  # fmt: skip
_ALIASES_BEFORE_TOWN = {
    "李庄": "厉庄",
    "丽庄": "厉庄",
    "宋装": "宋庄",
    "沙何": "沙河",
    "班装": "班庄",
    "送庄": "宋庄",
    "干鱼": "赣榆",
}
_MISSPELT = re.compile("|".join((*_ALIASES, *_ALIASES_BEFORE_TOWN)))
_COMMON_WORDS = ("金山", "石桥", "城西", "城头", "沙河")  # a town only with 镇 behind it or alone
_COUNTY_TOWN = ("县城", "城里", "赣榆城区")

_N = rf"(?:\d{{1,4}}|[{CHINESE}]{{1,5}})"
_TOWN = "|".join(TOWNS)
_NOT_NAME = "我你他她它们俺咱的了是在到从和有没这那哪个家停断就都也整全好几跟给帮请问隔壁查把按让错看往去被将于住写扯址该"
_ESTATE = r"(?:小区|花园|家园|新村|公寓|名城|新城|佳园|雅居|华府|名邸|花苑|嘉园|豪庭|学府|御园|工业园|产业园|集贸市场|农贸市场)"
# 家 belongs to a name when a name stands before it (罗家圩, 万家福), else to the sentence (我家, 在家).
_HOUSE = rf"(?<=[\u4e00-\u9fa5])(?<![{_NOT_NAME}人大谁])家(?!里)"
_PART = rf"(?:[\u4e00-\u9fa5a-zA-Z0-9](?<![{_NOT_NAME}])|{_HOUSE})"

# Any name counts as an estate right before a building: 望海名都3号楼.
_NAMED = rf"(?:(?![{CHINESE}]?[组队楼元号室路街])[\u4e00-\u9fa5](?<![{_NOT_NAME}]))"
_LANDMARK = (
    "码头|水库|大桥|桥头|路口|小学|中学|高中|学校|幼儿园|医院|卫生院|卫生室|加油站|产业区|产业园|物流园|电商园|步行街|安置房|安置区|"
    "菜场|超市|宾馆|酒店|养殖[区场]|盐场|果园|村委会|大队部?|派出所|供电所|火车站|汽车站|车站|港区|街?[东西南北]头|(?<=村)[东西南北](?![\u4e00-\u9fa5])|"
    r"车[库位][A-Za-z]?\d+-\d+"
)

_KIND = (
    "小区|花园|家园|新村|公寓|苑|城|府|湾|庭|园区|大厦|广场|工业园|里弄|佳园|雅居|新城|华府|名邸|名都|市场"
)
# The last of two kinds ends the name: 新城花园 is no 新城.
_LAST_KIND = rf"(?:{_KIND})(?!花园|小区|家园|新村|公寓|佳园|雅居|名邸|名都|市场|[花佳新]?苑)"
# Firms stand beside an address and lead to it; one needs a name (海鲜冷冻厂, 老王饭店, 振兴铸造).
_FIRM = "(?:有限(?:责任)?|股份)*公司|厂(?!里)|饭店|饭馆|餐馆|商店|商行|超市|门市部?|合作社|(?:铸造|机械|食品|服装|木业|纺织|建材|水产)(?!有限|股份|厂|公司)"

_FIRM_NAME = rf"(?!供电|电力公司|国网|[开办做卖靠])(?:{_PART}){{2,8}}?(?:{_FIRM})"
_FIRM_BESIDE = re.compile(rf" {_FIRM_NAME}")

_FLOOR = rf"{_N}[楼层](?!以|都|的|全)"

_NO_NAME = re.compile(rf"^[{_NOT_NAME}里,，。、 -]+|[里,，。、 -]+$|那边$|这边$|\d+")
_PREFIX = re.compile(r"(?:江苏省?)?(?:连云港市?)?(?:赣榆(?:区|县)?)?")
_PARTS = re.compile(
    rf"(?P<village>(?:{_PART}){{1,8}}?(?:村|社区|庄子|居委会|开发区|高新区))?"
    rf"(?P<road>(?:{_PART}){{1,8}}?(?:路|街|大道|巷|国道|省道)(?:{_N}号(?!楼)(?:院(?![里内子坝]))?)?)?"
    rf"(?P<estate>(?:{_PART}){{1,10}}?{_LAST_KIND}"
    rf"(?:[一二三四五六1-6]期|[东西南北中]区)?|{_NAMED}{{3,6}}?(?={_N}(?:号楼|栋|幢)))?"
    rf"(?P<landmark>(?:{_PART}){{0,8}}?(?:{_LANDMARK})(?:[东西南北][边面侧头]|旁边?|对面|门口|附近|后面|前面|边上|路口)?|{_FIRM_NAME})?"
    rf"(?P<group>{_N}(?:组|队))?"
    rf"(?P<building>[A-Za-z]?{_N}(?:号楼|栋|幢|座|#楼?|楼(?=[^层]*{_N}单元)))?"
    rf"(?P<unit>{_N}单元)?"
    rf"(?P<room>{_N}(?:室|户(?!号))|(?:{_N}楼)?(?:东户|西户|中户|东头|西头)|(?:{_N}[楼层])?(?<!\d)\d{{3,4}}(?!\d)(?:室)?"
    rf"|(?:{_N}楼)?[一二三四五六七八九十零〇]{{3,4}}(?![号栋幢组度块])|{_N}号(?!楼|院|线)|{_FLOOR})?"
)
_DASHED = re.compile(r"(?<![A-Za-z\d-])([A-Za-z]?\d{1,3})-(\d{1,2})-(\d{2,4})(?![\d-])")
# A berth (地下车库B2-117) is no room.
_DASHED_SHORT = re.compile(r"(?<![A-Za-z\d-])(?<!车库|车位)([A-Za-z]?\d{1,3})-(\d{3,4})(?![\d-])")
_TOWN_PART = re.compile(rf"(?P<town>{_TOWN})(?:镇|街道|乡)?")
# Many an estate is named after its town: 墩尚花园.
_TOWNS_OWN = re.compile(rf"(?P<town>{_TOWN})(?=(?:{_KIND}|新苑|佳苑|花苑))")
# So are villages, which may lie elsewhere: 金山村, 沙河子村.
_TOWNS_VILLAGE = re.compile(rf"(?:{_TOWN})子?村")
_LONE_ESTATE = re.compile(rf"(?:{_PART}){{2,6}}{_ESTATE}")
# A village that begins a clause needs no town before it: 塔前村今天停电吗.
_LONE_VILLAGE = re.compile(
    rf"(?:^|(?<=[\s,，。;；!！?？在]))(?:(?![全整本各每新面近几{CHINESE}])[\u4e00-\u9fa5](?<![{_NOT_NAME}])){{2,4}}(?<![农乡然政中])村(?![里上口头民委长支那东西南北])"
)
_LONE_DOOR = re.compile(
    rf"(?<![同整这那哪几每第])(?:[A-Za-z]?{_N}(?:号楼|幢)|(?:[A-Za-z]?\d{{1,3}}|[三四五六七八九十]{{1,3}})栋(?!楼)|{_N}单元|(?:\d|[{CHINESE}]){{3,4}}室|[东西]户|{_N}楼(?=\d{{3,4}}(?!\d)))"
)


_SIDES = ("东户", "西户", "中户", "东头", "西头")


@dataclass(frozen=True)
class Address:
    """Parts of an address in plain digits: building "12", unit "3", room "502"; `raw` is what the customer wrote."""

    raw: str
    town: str = ""
    village: str = ""
    road: str = ""
    estate: str = ""
    landmark: str = ""
    group: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""

    @property
    def has_place(self) -> bool:
        """Whether a crew could drive somewhere: a town, village, road or estate is known."""
        return bool(self.town or self.village or self.road or self.estate or self.landmark)

    @property
    def has_door(self) -> bool:
        """Whether a single household can be found (facts 6.6: needed when only one house is dark)."""
        return bool(
            (self.room and not self.room.endswith(("楼", "层")))
            or self.group
            or (self.building and self.unit)
            or re.search(r"\d号$", self.road)
        )

    def canonical(self) -> str:
        """One spelling for tickets and matching: 青口镇黄海路12号楼3单元502室; the raw words when nothing was understood."""
        text = "".join(
            (
                f"{self.town}镇" if self.town else "",
                self.village,
                self.road,
                self.estate,
                self.landmark,
                f"{self.group}组" if self.group else "",
                f"{self.building}号楼" if self.building else "",
                f"{self.unit}单元" if self.unit else "",
                f"{self.room}室" if self.room.isdigit() else self.room,
            )
        )
        return text or self.raw

    def merged(self, newer: "Address") -> "Address":
        """This address completed or corrected by a later one: every part said later wins."""
        parts = {
            f.name: getattr(newer, f.name) or getattr(self, f.name) for f in fields(self) if f.name != "raw"
        }
        if self.room.endswith(("楼", "层")) and newer.room in _SIDES:
            parts["room"] = self.room + newer.room
        return Address(raw=" ".join(filter(None, (self.raw, newer.raw))), **parts)


def correct_towns(text: str) -> str:
    """Known misspellings of the towns put right (清口 → 青口); length stays, so offsets stay."""
    if not _MISSPELT.search(text):
        return text
    for wrong, right in _ALIASES.items():
        text = text.replace(wrong, right)
    for wrong, right in _ALIASES_BEFORE_TOWN.items():
        text = re.sub(rf"{wrong}(?=[镇区县])", right, text)
    return text


def parse_address(text: str) -> Address:
    """Take `text`, an address and nothing else, apart; unknown pieces stay only in `raw`."""
    return _take_apart(text)[0]


def _take_apart(text: str) -> tuple[Address, list[str]]:
    """The parts, and the stretches that are none."""
    plain = correct_towns(text.replace(" ", ""))
    plain = _DASHED.sub(r"\1号楼\2单元\3室", plain)
    plain = _DASHED_SHORT.sub(r"\1号楼\2室", plain)
    rest = plain[_prefix_end(plain) :]
    found: dict[str, str] = {}
    town = not _TOWNS_VILLAGE.match(rest) and _TOWN_PART.match(rest)
    town = town or re.search(rf"(?P<town>{_TOWN})(?:镇|街道)", rest)
    if town:
        found["town"] = town["town"]
        rest = rest[0 if _TOWNS_OWN.match(rest) else town.end() :]
    elif rest.startswith(_COUNTY_TOWN):
        found["town"] = "青口"
        rest = rest[2:]
    position = 0
    left = [""]
    while position < len(rest):
        match = _PARTS.match(rest, position)
        if match is None or not match.group():
            left[-1] += rest[position]
            position += 1
            continue
        left.append("")
        for name, value in match.groupdict().items():
            if value and name == "landmark":
                found[name] = found.get(name, "") + value
            elif value and name not in found:
                found[name] = _plain_part(name, value)
        position = match.end()
    return Address(raw=text, **found), left


def parse_place(text: str) -> Address:
    """As `parse_address`, for words that are known to name a place: what no part holds (樱桃园 in 厉庄樱桃园) is a landmark."""
    place, left = _take_apart(text)
    if place.landmark:
        return place
    named = [name for words in left if (name := _NO_NAME.sub("", words)) and len(name) > 1]
    return replace(place, landmark="".join(named))


def find_addresses(text: str) -> list[tuple[int, int]]:
    """Spans in normalised `text` that are an address by their build: a town, or a place word followed by a door."""
    corrected = correct_towns(text)
    spans: list[tuple[int, int]] = []
    for pattern in (
        re.compile(rf"(?:{_TOWN})(?:镇|街道|{_ESTATE}|[新佳花]苑)?"),
        _DASHED,
        _LONE_ESTATE,
        _LONE_VILLAGE,
        _LONE_DOOR,
    ):
        for match in pattern.finditer(corrected):
            if not any(s <= match.start() < e for s, e in spans):
                spans.append(_grow(corrected, match.start(), match.end()))
    whole = len(text.strip(" ,。.!?"))
    return _join(
        [span for span in spans if span[1] - span[0] == whole or corrected[slice(*span)] not in _COMMON_WORDS]
    )


def _join(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch or overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _prefix_end(text: str) -> int:
    match = _PREFIX.match(text)
    return match.end() if match else 0


def _grow(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in 赣榆区 before and every address part that follows without a gap."""
    before = re.search(r"(?:江苏省?)?(?:连云港市?)?(?:赣榆(?:区|县)?)$", text[:start])
    start = before.start() if before else start
    while end < len(text):
        match = _PARTS.match(text, end)
        if match is None or not match.group():
            break
        end = match.end()
    firm = _FIRM_BESIDE.match(text, end)
    return start, firm.end() if firm else end


def _plain_part(name: str, value: str) -> str:
    """Digits of building, unit, group and room; names as they are."""
    if name in ("village", "estate", "landmark"):
        return value
    if name == "road":
        return re.sub(rf"({_N})(?=号院?$)", lambda m: _digits(m.group(1)), value)
    if name == "room" and re.fullmatch(_FLOOR, value):
        return _digits(value[:-1]) + "楼"
    if name == "room" and not re.search(r"\d{3,4}|[零〇一二三四五六七八九十]{3,4}", value):
        number = re.match(rf"({_N})(?:室|号|户)$", value)
        return (_digits(number.group(1)) + ("号" if value.endswith("号") else "")) if number else value
    letter = value[0].upper() if name == "building" and value[0].isascii() and value[0].isalpha() else ""
    number = re.search(rf"(\d{{3,4}}|[零〇一二三四五六七八九十]{{3,4}}|{_N})\D*$", value)
    return letter + _digits(number.group(1)) if number else value


def _digits(said: str) -> str:
    """五零二 → 502, 十二 → 12, 三百零一 → 301."""
    if re.fullmatch(r"[零〇一二三四五六七八九]{2,}", said):
        return spoken_digits(said)
    number = parse_number(said)
    return said if number is None else str(number)
