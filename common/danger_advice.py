"""What to tell somebody in danger, before anything is asked (facts 4.2, 4.3). One home for the bot and the service.

Order of each text: get away and what not to do, the emergency number, then ours. It never says that a thing is safe or dead:
every line counts as live. Distances: 8 m outdoors from a fallen high-voltage line.
"""

from __future__ import annotations

from common.danger import UNSPECIFIED

_KEEP_AWAY = "请马上离远，别碰，也别让别人靠近。"

ADVICE: dict[str, str] = {
    "self_harm": "先别急，我很担心您。请先离开电和高处，身边有人就叫上。现在就可以打110或120，他们会帮您。我马上请工作人员联系您。",
    "shock": "先别用手碰触电的人！能关就马上关总闸或拔插头，关不了用干燥的木棍拨开电线；高压线要离开8米以上。马上打120。人没反应、没呼吸，会的话做胸外按压。",
    "fallen_in": "马上打119救人、打120。别跟着下去，里面可能有电、缺氧。围在边上的人都退开，看住孩子；喊他别乱动，别拽伤着的地方。",
    "collapse": "马上打120，开免提，那边会教您。让人平躺在通风的地方，看叫不叫得应、有没有呼吸：有呼吸让他侧躺，没呼吸，会的话做胸外按压。是触电的先断电，别用手拉。",
    "trapped": "请别扒门，按电梯里的呼救按钮，马上打119和物业。被困的人靠里站、别乱动。",
    "life_support": "先用备用电池或氧气瓶，人不舒服马上打120。什么时候来电我不能保证，请先按最坏打算安排。",
    "ill": "马上打120，开免提，照那边说的做。别让人一个人待着，也别自己走动；叫不应、没有呼吸，会的话做胸外按压。",
    "gas_station": "马上离开，别开关任何电器，别在现场打电话、别点火。走到安全处打119。",
    "charging_fire": "马上离开，人先走，关上门，别去拔电池、别泼水。打119。",
    "transformer": "请离变压器远远的，别靠近拍照。冒烟起火马上打119。",
    "fire": "人先撤离，别坐电梯！带电的东西不能泼水。顺路又安全才关总闸。马上打119。",
    "cut_cable": "停下机器，开机器的先留在驾驶室里别下来；其他人离开，8米内别让人进，别碰电缆。有人受伤打120，挡了路打110。",
    "line_hit": "停下机器。人在车里、驾驶室里就先留在里面，别碰金属、别下来；其他人离开8米以上。只有烧起来才跳：双脚并拢跳出去，小步蹦着离开。有人受伤打120，挡了路打110。",
    "pole": "请别靠近电杆和拉线，也别让孩子过去。可能随时带电、会倒。挡了路打110。",
    "fallen_wire": "请离电线8米以上，别碰、别挪，灯不亮也当它有电。已经靠近的，双脚并拢小步跳开。别让人和车过去，挡了路打110。",
    "low_wire": "请别从线下面过，也别去挑、去挪，一律当它有电。看住孩子，大车别通行，挡了路打110。",
    "tree_on_line": "请别去拉、别砍、别爬，树也可能带电。人离远些，8米内别进。",
    "object_on_line": "手里拉着线、竿子的马上松手走开！别去拉、别用竿子挑，线上的东西也可能带电。人离远些。",
    "sparks": _KEEP_AWAY + "烧起来了就撤离并打119，带电时不能泼水。",
    "flood": "请别蹚水，湿手湿脚别碰开关和插座。总闸在干的地方、够得着才关。退水后请电工检查过再送电。有人被困打119或110。",
    "numb": "请马上停用，别再碰它；水管、外壳麻人的先别用水、别洗澡。够得着、手是干的，关掉家里总闸。碰过的人看着好好的也去医院查查，不舒服打120。",
    "smoke": _KEEP_AWAY + "人先离开屋子，带电时不能泼水。看到火马上打119。",
    "smell": "可能是哪里过热了。请离远些，别碰发烫的地方；手干、够得着就关掉家里总闸。见到烟或火，撤离并打119。",
    "generator": "发电机请放在室外，别在屋里开，会一氧化碳中毒；也别接到家里线路上，会往电网倒送电、伤到抢修的人。有人头晕恶心马上到通风处，打120。",
    "live_parts": "请别碰，也别让孩子靠近，露出来的线和带电的箱子一律当它有电。",
    UNSPECIFIED: _KEEP_AWAY + "一律当它有电。着火打119，有人受伤打120。",
}


def advice(kind: str) -> str:
    """The safety text of a danger kind (`common.danger.KINDS`); the general one for a kind it does not know."""
    return "⚠️" + ADVICE.get(kind, ADVICE[UNSPECIFIED])


CAUTION = "⚠️要是有人触电、电线断了掉了、冒烟冒火，先离远、别碰，再发“有危险”给我，我马上加急。"
"""Before the answer to a message that may speak of danger."""
