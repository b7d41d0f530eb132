"""Towns, estates, villages and roads of the demo utility, and the reading of an address. Pure; runs in the service process.

The 15 towns of 赣榆 are real (facts 6.6); every estate, village and road in them is invented, and so is which towns count
as rural or remote.
"""

from __future__ import annotations

import re
import unicodedata

from service.utility.port import Area, AreaClass

# Town | estates | villages | roads. 东河村 and 前进村 stand in two towns each, as such names do.
_GAZETTEER = """
青口镇|海韵花园 金榆小区 滨河家园 榆城新村 青河雅苑 望海名都 和安小区 文苑里|下河口村 盐仓村 东园村|新港路 榆中路 黄海巷 文化西路
柘汪镇|临港佳苑 渔歌小区|响石村 西棘村 大沟崖村 北滩村|港前路 柘北路
石桥镇|石桥新苑 海州湾小区|九里坡村 韩家口村 小沙村 南滩村|桥东路 渔港路
金山镇|金山花园 徐福小区|东山下村 半壁村 高岭头村 前进村|金福路 山前路
黑林镇|林泉家园 翠谷小区|芦山沟村 大树底村 石头墩村 上河沿村|林场路 茶园路
厉庄镇|樱红小区 厉庄佳苑|谢家沟村 樱桃峪村 后岭村 小河南村|厉新路 果园路
海头镇|海前花园 渔港家苑|海前头村 龙王台村 盐场西村 中滩村|海兴路 鲜港路
塔山镇|湖畔新村 塔山家园|塔前村 水口村 东河村 土城北村|塔湖路 坝上路
赣马镇|赣马新城 古城小区|大高埠村 东关外村 小店前村 双桥村|赣城路 古街
班庄镇|班庄花苑 石山小区|夹谷村 前集村 黄沙岭村 朱家洼村|班石路 夹山路
城头镇|城头佳园 永安小区|西苘村 大洼子村 前进村 苗圃村|永安路 城南路
城西镇|城西雅居 榆西小区|后官塘村 李家巷村 梨园头村 新河湾村|西环路 榆西路
宋庄镇|宋庄新苑 沙港小区|沙口北村 任家荡村 河滩村 小兴庄村|宋口路 滩涂路
沙河镇|沙河家园 子贡小区|殷庄前村 东河村 大站村 小岭西村|沙中路 站前路
墩尚镇|墩尚花园 银湖小区|河疃村 罗家圩村 新圩村 东湾村|墩银路 圩堤路
"""
_CITY = {"青口镇"}
_REMOTE = {"黑林镇"}

# How towns are said and heard wrongly (facts 6.6). Longer forms first where one contains another.
_TOWN_SPELLINGS = {
    "青口镇": ("青口", "清口", "轻口", "县城", "城里"),
    "柘汪镇": ("柘汪", "拓汪", "石汪", "这汪"),
    "厉庄镇": ("厉庄", "李庄"),
    "塔山镇": ("塔山", "踏山"),
    "墩尚镇": ("墩尚", "敦上", "墩上", "敦尚"),
}
_SUFFIXES = (
    "花园",
    "小区",
    "家园",
    "新村",
    "新苑",
    "佳苑",
    "名都",
    "新城",
    "雅居",
    "佳园",
    "家苑",
    "花苑",
    "雅苑",
    "村",
)

# Behind the short form of a name these make it another place: 临港产业区 is not 临港佳苑.
_OTHER_PLACES = "[东西南北中]?(?:产业|工业|物流|电商|开发区|园区|小学|中学|学校|幼儿园|医院|卫生|码头|港区|水库|大桥|市场|路|街|大道|巷)"


def _build() -> dict[str, Area]:
    areas = {}
    for number, line in enumerate(_GAZETTEER.strip().splitlines(), start=1):
        town, estates, villages, roads = line.split("|")
        code = f"GY{number:02d}"
        area_class = (
            AreaClass.CITY if town in _CITY else AreaClass.REMOTE if town in _REMOTE else AreaClass.RURAL
        )
        areas[code] = Area(code, town, area_class)
        for letter, field, names in (
            ("E", "estate", estates),
            ("V", "village", villages),
            ("R", "road", roads),
        ):
            for index, name in enumerate(names.split(), start=1):
                place = f"{code}-{letter}{index:02d}"
                areas[place] = Area(place, town, area_class, **{field: name})
    return areas


AREAS: dict[str, Area] = _build()
"""Every area by its code, each town before its places."""

_TOWNS = frozenset(area.town for area in AREAS.values())


def resolve(address_text: str) -> Area | None:
    """As `Utility.resolve_area`: the one estate, village or road named, else the one town named, else None."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", address_text))
    towns = {area.town for area in AREAS.values() if not area.place and _names_town(text, area.town)}
    words = {area.code: _word_for(area.place, text) for area in AREAS.values() if area.place}
    heard = {word for word in words.values() if word}
    # 海前头村 also contains 海前, the short form of 海前花园: the longer name wins.
    heard -= {short for short in heard for longer in heard if short != longer and short in longer}
    places = [AREAS[code] for code, word in words.items() if word in heard]
    places = [area for area in places if not towns or area.town in towns]
    # An address may name its road besides its estate or village: outages are published for the latter.
    places = [area for area in places if not area.road] or places
    if len(places) == 1:
        return places[0]
    if len(towns) == 1 and not places:
        return next(area for area in AREAS.values() if area.town in towns)
    return None


def inside(code: str, area: Area) -> bool:
    """Whether the area with `code` lies in `area`, or `area` in it."""
    return code.startswith(area.code) or area.code.startswith(code)


def _names_town(text: str, town: str) -> bool:
    return any(spelling in text for spelling in _TOWN_SPELLINGS.get(town, (town[:-1],)))


def _word_for(place: str, text: str) -> str:
    """How `text` names the place: in full, without its kind (海韵 for 海韵花园), or not at all (empty)."""
    if place in text:
        return place
    for suffix in _SUFFIXES:
        stem = place.removesuffix(suffix)
        is_name = stem != place and len(stem) >= 2 and stem + "镇" not in _TOWNS
        if is_name and re.search(f"{stem}(?!{_OTHER_PLACES})", text):
            return stem
    return ""
