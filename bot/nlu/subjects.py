"""What a message speaks of that is not ours: water, gas, buses. Pure; runs in the rasa process.

The same grievance is told of every utility in the same words (the bill doubled, nobody comes, when is it back), and one 水费 among
thirty other n-grams is easily outvoted. A subject named by any of its words is one mark, another when nothing of electricity
stands beside it, and what a mark tells is learned from all the words that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FOREIGN = {
    "water": "水费|吨水|方水|水表|自来水|停水|水厂|水压|水龙头|水管|来水|供水|水务|下水|污水|用水|没水|断水|缺水|水钱|水司|水质|漏水|爆管|马桶|化粪池",
    "gas": "燃气|天然气|煤气|停气|供气|来气|液化气|气费|气表|气卡|通气|没气|灶|方气|管道气|气罐|打不着火",
    "heating": "暖气|供暖|供热|热力|停暖|地暖|采暖|取暖费|换热站|暖气片",
    "telecom": "宽带|流量|话费|手机卡|基站|光缆|光纤|光猫|网速|联通|电信|固话|断网|没网|连不上网|网线|机顶盒|电视台|骚扰电话",
    "transport": "公交|[0-9]+路|班车|地铁|站台|出租车|网约车|火车|高铁|加油站|油价|红绿灯|驾照|违章|车牌|机票|堵车",
    "battery": "电动车|电瓶|电驴|换电|电动自行车|充电宝|手机没电|电池|数据线|充电器",
    "lift": "电梯|升降机",
    "post": "快递|外卖|淘宝|京东|拼多多|网购|退货|发货|包裹|驿站|优惠券|团购",
    "machine": "保修期|售后|不制冷|遥控器|滤芯|洗碗|说明书|死机|开不了机|进水了",
    "office": "贷款|社保|医保|公积金|养老金|招聘|面试|法院|派出所|低保|护照|结婚证|营业执照",
    "school": "作业|考试|补习|作文|公式|学费|分数|开学",
    "health": "医生|挂号|感冒|发烧|疫苗|吃药|体检|失眠|牙疼",
    "estate": "物业费|保洁|绿化|垃圾|业委会|维修基金|井盖|窨井|漏雨|广场舞|交房|洒水车",
    "leisure": "游戏|电影|电视剧|小说|唱歌|听歌|股票|彩票|笑话|天气预报|写诗|首诗|球赛|明星|菜谱|旅游|星座",
}
_PATTERNS = {name: re.compile(words) for name, words in _FOREIGN.items()}
_OURS = re.compile("(?<![家充])电(?![动瓶梯影视话脑信池器饭风子商台驴磁])|跳闸|国网|空开|光伏|充电桩")


def subjects(text: str) -> Iterator[str]:
    """The marks of a prepared text."""
    alone = not _OURS.search(text)
    for name, pattern in _PATTERNS.items():
        if pattern.search(text):
            yield f"<{name}>"
            if alone:
                yield f"<{name} alone>"
