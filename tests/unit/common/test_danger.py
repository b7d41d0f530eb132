"""A danger is found in any wording; anger, prices, daily life and denials are none."""

import pytest

from common.danger import KINDS, denies_danger, detect, is_harmless


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("有人触电了", "shock"),
        ("洗澡的时候被电了一下", "shock"),
        ("电死人了快来", "shock"),
        ("我妈出电了叫不醒", "shock"),
        ("水龙头麻手", "numb"),
        ("热水器漏电", "numb"),
        ("高压线断了", "fallen_wire"),
        ("线掉院子里了我先挪开行不", "fallen_wire"),
        ("電線掉下來了", "fallen_wire"),
        ("电线断罗地上", "fallen_wire"),
        ("那根电线垂得快碰到头了", "low_wire"),
        ("表箱里冒火花", "sparks"),
        ("电表箱冒烟了！！！", "smoke"),
        ("厨房没电，还有点糊味", "smell"),
        ("插座烫手", "smell"),
        ("插线板摸着发热的", "smell"),
        ("院子铁门上带电", "numb"),
        ("试电笔一碰窗框就亮", "numb"),
        ("厨房着火了", "fire"),
        ("水淹到插座了", "flood"),
        ("变压器炸了", "transformer"),
        ("树砸线上了", "tree_on_line"),
        ("风筝缠在高压线上了", "object_on_line"),
        ("大棚膜挂线上了", "object_on_line"),
        ("挖机挖断电缆了", "cut_cable"),
        ("吊车碰到高压线了", "line_hit"),
        ("电线杆快倒了", "pole"),
        ("电瓶车充电的时候冒烟", "charging_fire"),
        ("加油站里漏油味道很大", "gas_station"),
        ("电梯里困着人", "trapped"),
        ("停电了不想活了", "self_harm"),
        ("停电了！家里有人靠制氧机，断不得电", "life_support"),
        ("今天一检修停电，制氧机就剩一格，求求你们", "life_support"),
        ("卡电梯里了", "trapped"),
        ("家里漏煤气不敢动开关", "gas_station"),
        ("我车被电线压住了 我人在车里", "line_hit"),
        ("我摇挖机臂碰到高压线了 我还在机器里", "line_hit"),
        ("电线杆砸我车上了 我在车里不敢动", "line_hit"),
        ("机器把线扯下来了，缠在车上，人还在驾驶室", "line_hit"),
        ("他没呼吸了", "shock"),
        ("冰箱漏电麻手", "numb"),
        ("水龙头像静电一样", "numb"),
        ("脱毛衣的时候碰到插座被电了一下", "shock"),
        ("刚才有个人踩到线了 腿麻", "shock"),
        ("我钓鱼竿碰到高压线了 手麻了一下", "shock"),
        ("孩子放风筝挂高压线上了 他还抓着线不松手", "object_on_line"),
        ("听说前面电线断了", "fallen_wire"),
        ("看电视的时候插座着火了", "fire"),
        ("工地作业时有人触电了", "shock"),
        ("你们电缆沟没盖板 有个小孩掉里面了", "fallen_in"),
        ("你们施工挖的坑没盖 我妈掉进去腿断了", "fallen_in"),
        ("坑也没人围 有人掉下去了", "fallen_in"),
        ("我摔你们坑里了 爬不上来", "fallen_in"),
        ("停电热死了 我奶奶晕倒了", "collapse"),
        ("店里有客人昏过去了", "collapse"),
        ("他没气了", "collapse"),
        ("喊他不应", "collapse"),
        ("叫他没反应", "collapse"),
        ("羊水破了", "ill"),
        ("媳妇快生了", "ill"),
        ("嘴唇发紫", "ill"),
        ("头流血了", "ill"),
        ("孩子高烧抽了 看不见药", "ill"),
        ("我爸心脏病犯了 喘", "ill"),
        ("我要跳楼", "self_harm"),
        ("再不来电我就上吊", "self_harm"),
        ("工地上吊车碰了高压线 司机被电倒了", "shock"),
        ("屋顶光伏板被风刮下来 线还连着", "live_parts"),
        ("我们在高压线底下摘果子 用铝梯子", "object_on_line"),
        ("钢筋离电线不到一米 能干活吗", "line_hit"),
        ("老人热得晕了", "collapse"),
        ("我爷爷呼吸机停了 人昏迷了", "life_support"),
        ("摸了一下插座 孩子晕倒了", "shock"),
        ("停电停得我想死", "self_harm"),
        ("天天停电 活着没意思", "self_harm"),
    ],
)
def test_danger_is_found_with_its_kind(message: str, kind: str) -> None:
    danger = detect(message)
    assert danger is not None
    assert danger.kind == kind
    assert danger.kind in KINDS
    assert 0 <= danger.start < danger.end <= len(message)


@pytest.mark.parametrize(
    "message",
    [
        "真是气炸了", "电费贵死人", "热死了快来电", "火线没电", "火锅店停电了", "麻烦查一下电费", "打麻将停电了", "触屏不灵",
        "急得嗓子冒烟", "停电到现在", "来电到几点", "漏电保护器跳了", "怎么交电费", "网线断了", "微信断线了", "被电费吓到了",
        "手机没电", "转人工", "电饭锅把饭煮糊了", "热得不想活了", "电线多少钱一米", "是不是漏电啊电费这么高", "",
        "孩子手机掉沟里了", "坑没填 老人怕掉下去", "箱门让小孩踢掉了，里头敞着", "昨天我妈掉进你们坑里 谁赔", "地上有个坑没盖", "我妈被你们绕晕了", "热得我想死", "只是想死个明白",
        "毛衣静电电到我了", "冬天脱毛衣老被电 噼里啪啦的", "电费高得吓人 看到账单我都触电了",
        "有人来看过电线杆", "表要打手电看", "安排到火星去了", "家里有呼吸机，怎么登记成重点用户",
        "我家有制氧机 想登记一下 以后停电提前告诉我", "楼下烧烤摊烟太大了 熏得我家都是烟",
        "没跳楼下也有电", "总闸跳楼上没电 楼下有", "堂屋房顶上吊扇不转了", "天花板上吊灯一闪一闪", "停在路上吊车挡着我家门口",
        "我快被电费电死了", "电费单看得我触电一样", "烧钱啊 都着火了", "这账单看得我心里着火", "累得都要冒烟了", "断线钳哪有卖", "手都写麻了",
        "线上停了一排鸽子 压断了怎么办", "听说有人触电 真的假的", "刚才以为着火 其实是烧柴 虚惊一场", "机器没反应 插座是好的",
        "上次倒的杆子修得真快 谢谢", "煤气没气了怎么换", "跳得我心脏病都要犯了", "柜台里坐着玩手机 喊他也不应", "透析机停一秒都不行 想接双路",
    ],
)  # fmt: skip
def test_look_alikes_are_no_danger(message: str) -> None:
    assert detect(message) is None


@pytest.mark.parametrize(
    ("message", "harmless"),
    [
        ("我怀孕八个月 电梯停了 住22楼", True), ("停电了电梯不能坐 能走楼梯吗", True), ("增氧机都停了 快缺氧了", True), ("里面有小鸟 别弄死", True),
        ("电梯停了 我妈困在里面", False), ("增氧机漏电 鱼翻了一片", False), ("喜鹊窝掉线上冒火花了", False), ("快来人", False),
    ],
)  # fmt: skip
def test_what_only_sounds_like_danger_is_harmless(message: str, harmless: bool) -> None:
    assert is_harmless(message) is harmless


@pytest.mark.parametrize(
    "message",
    [
        "没有冒烟",
        "没冒火花",
        "没有人触电",
        "没闻到糊味",
        "变压器没有冒烟",
        "没有断线也没有冒烟",
        "怎么防止触电",
        "都没有",
    ],
)
def test_a_denied_danger_is_none(message: str) -> None:
    assert detect(message) is None


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("表箱没冒烟但是有火花", "sparks"),
        ("不是停电，是着火", "fire"),
        ("没人管，电线掉地上了", "fallen_wire"),
    ],
)
def test_denying_one_thing_does_not_hide_another(message: str, kind: str) -> None:
    danger = detect(message)
    assert danger is not None
    assert danger.kind == kind


def test_the_gravest_danger_comes_first_and_all_are_told() -> None:
    danger = detect("插座冒烟，我爸被电到了")
    assert danger is not None
    assert danger.kinds == ("shock", "smoke")


def test_place_refers_to_the_original_text() -> None:
    message = "😡😡喂喂！！！電線掉了"
    danger = detect(message)
    assert danger is not None
    assert message[danger.start : danger.end] == "電線掉"


@pytest.mark.parametrize(
    "message",
    [
        "上周电线断了,已经修好了,谢谢师傅",
        "去年隔壁触电的事官司打完了",
        "上个月变压器炸了,已经换了新的",
        "昨天的火烧起来,后来扑灭了",
        "接触电话是多少",
        "接触电工要什么证",
    ],
)
def test_what_is_over_and_settled_is_no_danger(message: str) -> None:
    assert detect(message) is None


@pytest.mark.parametrize(
    "message",
    [
        "上周电线断了,说是已经修好了,其实线还在地上",
        "去年表箱冒烟后来修了,现在又冒烟",
        "上次插座冒火花换了新的,又冒了",
        "昨天电线杆倒了没人管",
        "上周修好的插座冒火花了",
        "去年触电的人快不行了,救命",
        "手接触电线麻手",
    ],
)
def test_what_goes_on_or_comes_again_stays_a_danger(message: str) -> None:
    assert detect(message) is not None


@pytest.mark.parametrize(
    "message",
    [
        "我家被停电了，说是欠费", "被断电了", "房子被掐电了", "怎么查漏电", "怎么看家里有没有漏电", "电梯停了，里面没人", "说是变压器的保险烧了",
        "电视剧里说触电了要怎么救", "孩子作业问:有人触电怎么办", "听说昨天隔壁镇电死人了", "上个礼拜插座糊味 电工来换了线 现在好了",
        "昨天夜里电线断了，报了半小时师傅就到了，给他点个赞", "那天来修的师傅特别好，电线着火了他十分钟就赶到",
    ],
)  # fmt: skip
def test_what_is_cut_asked_or_praised_is_no_danger(message: str) -> None:
    assert detect(message) is None


def test_praise_does_not_hide_a_danger_of_now() -> None:
    assert detect("昨天师傅特别好，现在电线又冒火花了")


@pytest.mark.parametrize(
    ("message", "denies"),
    [
        ("没人触电，就是欠费", True),
        ("没闻到糊味", True),
        ("冬天脱毛衣老被电 噼里啪啦的", True),
        ("电视剧里说触电了要怎么救", True),
        ("没冒烟，可是有火花", False),
        ("家里没电", False),
        ("", False),
    ],
)
def test_a_danger_is_denied_where_every_one_is(message: str, denies: bool) -> None:
    assert denies_danger(message) is denies
