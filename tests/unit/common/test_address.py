"""Addresses are taken apart without guessing, and misspelt towns are put right."""

import pytest

from common.address import find_addresses, parse_address, parse_place


@pytest.mark.parametrize(
    ("said", "canonical"),
    [
        ("沙河镇站前路三十号院5号", "沙河镇站前路30号院5号"),
        ("青口镇黄海路12号楼3单元502", "青口镇黄海路12号楼3单元502室"),
        ("清口镇黄海路12-3-502", "青口镇黄海路12号楼3单元502室"),
        ("青口金海花园十二幢三单元五零二", "青口镇金海花园12号楼3单元502室"),
        ("连云港市赣榆区石桥镇大沙村三组", "石桥镇大沙村3组"),
        ("李庄镇河口村二组18号", "厉庄镇河口村2组18号"),
        ("沙河镇南街25号", "沙河镇南街25号"),
        ("12栋502", "12号楼502室"),
        ("香溪花园b12幢1单元", "香溪花园B12号楼1单元"),
        ("金桥花苑A3-2-502", "金桥花苑A3号楼2单元502室"),
        ("金桥花苑地下车库B2-117", "金桥花苑地下车库B2-117"),
        ("大桥北头", "大桥北头"),
        ("海头镇海鲜码头旁边", "海头镇海鲜码头旁边"),
        ("柘汪临港产业区", "柘汪镇临港产业区"),
        ("石桥镇大沙村小学对面", "石桥镇大沙村小学对面"),
    ],
)
def test_one_spelling(said: str, canonical: str) -> None:
    address = parse_address(said)
    assert address.canonical() == canonical
    assert address.raw == said


def test_what_was_not_said_stays_empty() -> None:
    address = parse_address("墩尚镇")
    assert address.town == "墩尚"
    assert (address.village, address.building, address.room) == ("", "", "")
    assert address.has_place
    assert not address.has_door


def test_a_later_part_completes_or_corrects() -> None:
    merged = parse_address("青口镇黄海路12号楼").merged(parse_address("3单元502"))
    assert merged.canonical() == "青口镇黄海路12号楼3单元502室"
    assert merged.has_door


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("我家在青口镇黄海路12号楼3单元502没电了", ["青口镇黄海路12号楼3单元502"]),
        ("赣榆区宋庄镇沙口村全村停电", ["赣榆区宋庄镇沙口村"]),
        ("清口镇黄海路12-3-502", ["清口镇黄海路12-3-502"]),
        ("石桥街上全黑了", []),
        ("塔前村今天是不是停电", ["塔前村"]),
        ("她在龙王台村3组", ["龙王台村3组"]),
        ("农村电价多少，附近村都停了，隔壁村没有，我们整个村黑了", []),
        ("三楼302", ["三楼302"]),
        ("我们小区停电了", []),
        ("同一栋楼别人家有电", []),
        ("电费怎么交", []),
    ],
)
def test_addresses_are_found_in_a_sentence(text: str, places: list[str]) -> None:
    assert [text[s:e] for s, e in find_addresses(text)] == places


@pytest.mark.parametrize(
    ("said", "canonical"),
    [
        ("青口镇望海名都3号楼2单元502室", "青口镇望海名都3号楼2单元502室"),
        ("青口镇万达公馆五号楼", "青口镇万达公馆5号楼"),
        ("停电了3号楼", "3号楼"),
        ("三组8号楼", "3组8号楼"),
    ],
)
def test_any_name_before_a_building_is_an_estate_and_not_lost(said: str, canonical: str) -> None:
    assert parse_address(said).canonical() == canonical


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("帮我查查朝阳小区5号楼201的户号", "朝阳小区5号楼201"),
        ("在海头码头有人触电了", "海头码头"),
        ("宋庄安置房那边停了", "宋庄安置房"),
        ("石桥镇海鲜冷冻厂 刘 13899990000", "石桥镇海鲜冷冻厂"),
        ("青口镇黄海路88号老王饭店 电话13912345670", "青口镇黄海路88号老王饭店"),
        ("柘汪镇临港产业区 振兴铸造 13712123434", "柘汪镇临港产业区 振兴铸造"),
        ("青口镇金榆小区 供电公司态度差", "青口镇金榆小区"),
        ("金山花园3-2-201 停电", "金山花园3-2-201"),
    ],
)
def test_a_place_ends_where_the_sentence_goes_on(text: str, place: str) -> None:
    [(start, end)] = find_addresses(text)
    assert text[start:end] == place


@pytest.mark.parametrize(
    ("said", "canonical"),
    [
        ("厉庄樱桃园", "厉庄镇樱桃园"),
        ("厉庄镇樱桃园", "厉庄镇樱桃园"),
        ("夹山", "夹山"),
        ("海头镇老供销社", "海头镇老供销社"),
        ("青口镇黄海路28号", "青口镇黄海路28号"),
        ("连云港市赣榆区班庄镇王庄村", "班庄镇王庄村"),
        ("墩尚花园2号楼", "墩尚镇墩尚花园2号楼"),
        ("青口镇新城花园3号楼", "青口镇新城花园3号楼"),
        ("青口镇恒达机械有限公司", "青口镇恒达机械有限公司"),
        ("柘汪镇临港产业区 振兴铸造", "柘汪镇临港产业区振兴铸造"),
    ],
)
def test_what_is_known_to_be_a_place_loses_no_name(said: str, canonical: str) -> None:
    place = parse_place(said)
    assert place.has_place
    assert place.canonical() == canonical


@pytest.mark.parametrize("said", ["赣榆", "连云港", "五楼", "3组"])
def test_a_county_or_a_floor_is_no_place_to_drive_to(said: str) -> None:
    assert not parse_place(said).has_place


@pytest.mark.parametrize(
    ("said", "canonical"),
    [
        ("墩尚镇 罗家圩村", "墩尚镇罗家圩村"),
        ("青口镇万家福超市", "青口镇万家福超市"),
        ("我家住圩村", "圩村"),
        ("墩尚花园1号楼", "墩尚镇墩尚花园1号楼"),
        ("金海湾花苑7号楼", "金海湾花苑7号楼"),
        ("赣榆经济开发区 黄海路 宏顺机械厂", "经济开发区黄海路宏顺机械厂"),
        ("黄海路18号极速网咖", "黄海路18号极速网咖"),
        ("海头镇马站村 东边", "海头镇马站村东边"),
        ("12#2单元五楼", "12号楼2单元5楼"),
        ("青口那边", "青口镇"),
    ],
)
def test_a_name_a_firm_or_a_floor_is_kept(said: str, canonical: str) -> None:
    assert parse_place(said).canonical() == canonical


def test_a_side_follows_its_floor_and_a_room_replaces_it() -> None:
    floor = parse_place("1单元五楼")
    assert not floor.has_door or floor.unit
    assert floor.merged(parse_place("东户")).canonical() == "1单元5楼东户"
    assert floor.merged(parse_place("501")).canonical() == "1单元501室"
