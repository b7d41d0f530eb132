"""Words that customers mistype or that speech recognition mishears, and dialect, put into the usual word (facts 6.7, 6.8).

Only the intent model reads the corrected text: a wrong guess costs nothing there, whereas entities and transcripts keep the
customer's own words. Runs in the rasa process.
"""

from __future__ import annotations

import re

_USUAL = {
    "停电": "听电 挺电 挺店 停店 听店 停垫 廷电",
    "断电": "段电 断店",
    "没电": "没店 没垫 没典",
    "来电": "来垫 来店",
    "电费": "店费 电飞 垫费 电废",
    "电表": "点表 电标 店表 垫表",
    "电压": "店压 垫压 电鸭",
    "跳闸": "跳扎 条闸 跳炸 跳渣 挑闸",
    "户号": "互号 胡号 护号 沪号",
    "欠费": "签费 前费 歉费",
    "峰谷": "风骨 丰谷 蜂谷 风谷",
    "阶梯": "接题 结题 接体 接梯",
    "过户": "果户 过互 过护",
    "报修": "抱修 保修 报休",
    "复电": "付电 负电 副电",
    "空开": "空凯",
    "校表": "叫表 较表 教表",
    "漏电": "露电 楼电",
    "抄表": "超表 炒表",
    "工单": "公单 弓单",
    "催办": "崔办 摧办",
    "催一": "崔一",
    "零线": "灵线",
    "人工": "人功",
    "投诉": "头诉 投拆",
    "举报": "举抱",
    "表扬": "表样",
    "光伏": "光服 光福",
    "增容": "曾容 增荣",
    "发票": "花票",
    "赔偿": "赔常 陪偿",
    "巡检": "寻检",
    "变压器": "变亚器",
    "三相电": "三项电 三厢电",
    "电线杆": "电线干 电线竿",
    "没有": "木有 么有",
    "什么": "啥子 啥",
    "怎么": "咋",
    "我": "俺",
    "你": "您 恁",
}
_WRONG = {wrong: usual for usual, wrongs in _USUAL.items() for wrong in wrongs.split()}
_PATTERN = re.compile("|".join(sorted(_WRONG, key=len, reverse=True)))


def usual_words(text: str) -> str:
    """`text` with mishearings and dialect replaced; its length may change."""
    return _PATTERN.sub(_replacement, text)


def _replacement(match: re.Match[str]) -> str:
    return _WRONG[match.group()]
