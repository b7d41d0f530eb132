"""Bring customers' typing to one form without losing its place in the original text.

Pure functions, used by the bot (rasa process), the actions and the service. What changes: full-width characters,
traditional characters, emoji, repeated punctuation and letters, white space, and digits spoken as 幺洞两拐勾 inside a run of
digits (facts 6.4). `Normalised.span` leads every position back to the text the customer wrote.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_TRADITIONAL = (
    "電电費费錶表們们個个這这來来時时會会說说話话請请問问為为麼么沒没還还過过後后裡里裏里嗎吗開开關关單单戶户號号樓楼層层間间門门東东車车鎮镇鄉乡區区縣县線线斷断壞坏燒烧燈灯變变壓压頻频閃闪見见聽听覺觉讓让"
    "給给幫帮辦办誰谁訴诉訟讼誤误謝谢對对錯错報报裝装設设備备維维緊紧檢检測测驗验試试點点鐘钟幾几週周節节舊旧購购買买賣卖錢钱銀银帳账賬账繳缴額额價价貴贵賠赔償偿損损繫系係系統统網网絡络漲涨穀谷階阶級级檔档"
    "萬万億亿兩两雙双從从當当經经歷历應应該该實实現现發发動动機机廚厨廳厅臥卧廁厕熱热涼凉風风調调視视腦脑熒荧螢萤顯显顏颜紅红綠绿藍蓝黃黄煙烟樹树橋桥溝沟塊块磚砖廠厂場场學学醫医藥药護护師师員员務务職职業业"
    "產产農农魚鱼蝦虾養养氣气漁渔灣湾島岛嶺岭滿满淺浅濕湿乾干滅灭災灾難难險险傷伤觸触體体頭头臉脸腳脚腫肿暈晕嚇吓嚴严鬧闹亂乱講讲詢询訊讯資资訂订證证認认識识詳详語语諮咨與与並并於于無无閉闭聞闻響响韻韵頂顶"
    "項项順顺須须預预領领題题願愿類类飛飞飯饭飲饮館馆駛驶騎骑騙骗驚惊馬马鳥鸟鳴鸣麗丽龍龙齊齐齒齿龜龟專专叢丛絲丝兒儿兌兑黨党內内冊册凍冻淨净準准減减創创剛刚劃划劇剧勁劲勞劳勢势匯汇協协卻却歲岁廣广庫库張张"
    "強强彈弹彎弯錄录徑径復复複复徹彻恆恒悶闷惡恶惱恼愛爱態态慘惨慣惯憑凭懷怀戲戏戰战擔担據据擋挡擠挤擴扩擺摆攔拦攜携敗败敵敌數数斃毙晉晋曉晓暫暂曆历書书條条楊杨極极構构槍枪樣样標标橫横權权歐欧歡欢殘残殺杀"
    "毀毁氫氢漢汉決决況况洩泄湯汤溫温濟济濾滤灑洒煩烦爛烂爐炉爺爷牆墙狀状獨独環环畫画異异療疗癢痒皺皱盜盗盡尽監监盤盘確确碼码礙碍禮礼種种稱称積积穩稳窮穷競竞筆笔範范築筑簡简簽签籃篮糧粮純纯紙纸紛纷細细終终"
    "組组結结絕绝絞绞綁绑綜综緩缓編编練练緣缘縮缩總总織织繞绕繩绳繼继續续罵骂罰罚義义習习聯联聲声肅肃脫脱腸肠膠胶膽胆臟脏臨临臺台蓋盖蔥葱蘇苏蘭兰處处蟲虫術术衛卫補补襯衬規规觀观親亲計计訓训記记許许評评誠诚"
    "諒谅論论讀读豬猪負负財财貨货責责貼贴貸贷質质賴赖贈赠贓赃趕赶跡迹踐践轉转輕轻輛辆輪轮輸输轟轰辭辞連连進进運运達达違违遠远適适遲迟選选遞递郵邮鄰邻釋释鋁铝銅铜鋼钢鍋锅鎖锁鏡镜鐵铁長长陽阳陰阴陳陈陸陆隊队"
    "隨随隱隐雜杂離离靈灵靜静頓顿飄飘饑饥驟骤鬆松鬍胡鹽盐麥麦麵面滾滚緒绪罷罢遊游夠够妳你喫吃嘩哗佈布佔占倉仓偽伪傳传債债儘尽優优凱凯劉刘嘆叹嚨咙噴喷壩坝墊垫壯壮奪夺奮奋媽妈婦妇嬰婴孫孙寫写寬宽寶宝將将導导"
    "屆届屬属岡冈崗岗帶带幣币幹干廟庙徵征恥耻悅悦慮虑憂忧憶忆戀恋執执採采揚扬換换揮挥著着趙赵吳吴羅罗蕭萧鍾钟賀贺葉叶馮冯鄧邓盧卢韓韩譚谭龔龚魯鲁灘滩澗涧莊庄厲厉贛赣塢坞喚唤僅仅溼湿殼壳鈴铃鑰钥鄭郑纔才淚泪"
    "棟栋裊袅餓饿賓宾寧宁屍尸懸悬掛挂搶抢攪搅斬斩暢畅櫃柜櫥橱歸归殯殡氈毡淪沦渦涡潰溃濺溅瀉泻燙烫爭争牽牵犧牺猶犹瑪玛瓊琼甕瓮疊叠瘋疯盞盏矯矫碩硕禍祸稅税竊窃篩筛糞粪紗纱紮扎綿绵締缔縱纵聾聋艙舱莖茎蒼苍薑姜"
    "螞蚂蟻蚁襲袭詐诈誇夸譯译賤贱賽赛躍跃軟软較较載载辯辩遙遥鄒邹醜丑釘钉鈔钞鉗钳鉛铅鉤钩銘铭銳锐鋪铺鋸锯錦锦鍵键鎢钨鏈链鑄铸鑽钻閥阀闖闯隸隶韌韧頌颂頗颇頸颈顆颗餅饼駐驻駕驾騰腾驅驱鬱郁鯉鲤鱉鳖鴨鸭鵝鹅鹼碱"
    "嘗尝囑嘱墳坟壺壶婁娄尋寻屢屡嶄崭廂厢彥彦悽凄愴怆慫怂慶庆憤愤懇恳懶懒懼惧攤摊攢攒昇升晝昼暉晖朧胧枴拐柵栅椏桠榮荣槳桨樁桩樞枢檯台櫻樱欄栏毆殴氾泛汙污洶汹渾浑湊凑滄沧滌涤滬沪漸渐潑泼潔洁潤润澆浇澤泽澱淀"
    "瀝沥瀟潇燦灿燭烛"
)
_SIMPLIFIED = {_TRADITIONAL[i]: _TRADITIONAL[i + 1] for i in range(0, len(_TRADITIONAL), 2)}
_SPOKEN = {"幺": "1", "洞": "0", "拐": "7", "勾": "9", "两": "2", "腰": "1"}
_DIGITS = {**{c: str(i) for i, c in enumerate("零一二三四五六七八九")}, "〇": "0", **_SPOKEN}
# Four positional digits in a row are a number read aloud (户号, phone, 尾号), never a quantity: quantities carry 十百千万.
# A name that ends in a numeral and stands before a mobile number (赵四 13812345678) is no part of it.
_DIGIT_RUN = re.compile(
    r"(?!(?<=[\u4e00-\u9fa5])[一二三四五六七八九] ?1[3-9](?:[ \-]?[0-9]){9}(?![0-9]))(?:[0-9零〇一二两三四五六七八九幺洞拐勾腰][ \-.]?){4,}"
)
_LETTER_RUN = 3
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")
_INVISIBLE = {"Cf", "Cc", "Mn", "Me", "Cs", "Co"}


@dataclass(frozen=True)
class Normalised:
    """Normalised text; `starts[i]` and `ends[i]` are where its i-th character stood in the original (offsets in characters)."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original (start, end) of the normalised slice `text[start:end]`; the slice must not be empty."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no such slice: {start}:{end} of {len(self.text)} characters")
        return self.starts[start], self.ends[end - 1]

    def replaced(self, slices: Iterable[tuple[int, int, str]]) -> "Normalised":
        """With other words for some slices (start, end, word), given from left to right; a word stands where its slice stood."""
        parts: list[Normalised] = []
        behind = 0
        for start, end, word in slices:
            first, last = self.span(start, end)
            parts += [
                self._slice(behind, start),
                Normalised(word, (first,) * len(word), (last,) * len(word)),
            ]
            behind = end
        if not parts:
            return self
        parts.append(self._slice(behind, len(self.text)))
        return Normalised(
            "".join(part.text for part in parts),
            tuple(place for part in parts for place in part.starts),
            tuple(place for part in parts for place in part.ends),
        )

    def _slice(self, start: int, end: int) -> "Normalised":
        return Normalised(self.text[start:end], self.starts[start:end], self.ends[start:end])


@lru_cache(maxsize=16)  # guards, classifier and field ask for the same message one after the other
def normalise(text: str) -> Normalised:
    """Normalise `text`; the same text always gives the same result and a normalised text stays as it is."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for position, original in enumerate(text):
        for char in _simplify(original):
            if chars and _is_repeat(chars, char):
                ends[-1] = position + 1
                continue
            chars.append(char)
            starts.append(position)
            ends.append(position + 1)
    first, last = _content_bounds(chars)
    plain = "".join(chars[first:last])
    return Normalised(
        _DIGIT_RUN.sub(_run_to_digits, plain), tuple(starts[first:last]), tuple(ends[first:last])
    )


@lru_cache(maxsize=10_000)
def _simplify(char: str) -> str:
    """One character in its plain form: '' for emoji and invisible ones, several for composed ones (㎡, ½)."""
    plain = []
    for piece in unicodedata.normalize("NFKC", char):
        category = unicodedata.category(piece)
        if piece == "\n" or piece.isspace():
            plain.append("\n" if piece == "\n" else " ")
        elif (
            category not in _INVISIBLE and category != "So" and not _SKIN_TONES[0] <= piece <= _SKIN_TONES[1]
        ):
            plain.append(_SIMPLIFIED.get(piece, piece))
    return "".join(plain)


def _is_repeat(chars: list[str], char: str) -> bool:
    """Whether `char` only repeats what stands before it: ！！！, 。。。, white space, 啊啊啊啊 from the third on."""
    if chars[-1] != char and not (char == " " and chars[-1] == "\n"):
        return False
    if char in _DIGITS:  # 三二零零零零一: every numeral of a number read aloud counts
        return False
    if char.isalpha():
        return chars[-_LETTER_RUN:] == [char] * _LETTER_RUN
    return not char.isdigit()


def _content_bounds(chars: list[str]) -> tuple[int, int]:
    """Bounds of what is left without white space at both ends."""
    first, last = 0, len(chars)
    while first < last and chars[first].isspace():
        first += 1
    while last > first and chars[last - 1].isspace():
        last -= 1
    return first, last


def _run_to_digits(run: re.Match[str]) -> str:
    """Digits of a run read aloud, one for one, so that offsets stay; separators stay too."""
    return "".join(_DIGITS.get(char, char) for char in run.group())
