"""Masking of personal data (facts 5.3) for logs, transcripts, reports and screenshots. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Ordered: an 18-character ID number would otherwise be eaten by the account rule, a phone by the shorter ones.
_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])")
_BANK_CARD = re.compile(r"(?<![0-9A-Za-z])(?:\d{16,19}|\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?)(?!\d)")
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)")
_LAND_LINE = re.compile(r"(?<!\d)(0\d{2,3})-?(\d{3,4})(\d{4})(?!\d)")
_ACCOUNT = re.compile(r"(?<![0-9A-Za-z])\d(?:[ -]?\d){9}(?:(?:[ -]?\d){3})?(?![0-9])")
# The four digits that open an account, beside its number or called by their name.
_BESIDE_ACCOUNT = re.compile(
    rf"(?P<account>{_ACCOUNT.pattern})(?P<between>[^0-9a-zA-Z]{{0,8}})(?<![0-9])[0-9]{{4}}(?![0-9])"
)
_LAST4 = re.compile(r"(?<!卡)(?P<name>(?:尾号|后四位|后4位)[^0-9，。；]{0,4})[0-9]{4}(?![0-9])")
_OPENID = re.compile(r"(?<![0-9A-Za-z_-])o[0-9A-Za-z_-]{27}(?![0-9A-Za-z_-])")
_FULL_WIDTH_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def mask_text(text: str) -> str:
    """Free text with ID numbers, bank cards, phones, account numbers (户号) and openids masked; the rest unchanged."""
    text = mask_proofs(text)
    text = _PHONE.sub(lambda m: f"{m[1]}****{m[3]}", text)
    text = _LAND_LINE.sub(lambda m: f"{m[1]}-****{m[3]}", text)
    text = _ACCOUNT.sub(lambda m: mask_account(re.sub(r"\D", "", m[0])), text)
    return _OPENID.sub(lambda m: mask_openid(m[0]), text)


def mask_proofs(text: str) -> str:
    """What no order may keep in clear: ID numbers, bank cards, and the four digits that open an account with its number.

    Phones and account numbers stay: who works on an order needs them.
    """
    text = _ID_NUMBER.sub(lambda m: "*" * 14 + m[0][-4:], text.translate(_FULL_WIDTH_DIGITS))
    text = _BESIDE_ACCOUNT.sub(lambda m: f"{m['account']}{m['between']}****", text)
    text = _LAST4.sub(lambda m: f"{m['name']}****", text)
    return _BANK_CARD.sub(lambda m: "*" * 12 + re.sub(r"\D", "", m[0])[-4:], text)


def tells_secret(text: str) -> bool:
    """Whether somebody gives away an ID number or a bank card; as many digits without such a word may be another number."""
    text = text.translate(_FULL_WIDTH_DIGITS)
    return bool(_ID_NUMBER.search(text) or (re.search("卡|银行", text) and _BANK_CARD.search(text)))


@dataclass(frozen=True)
class Numbers:
    """Phones and account numbers (户号), digits only, each once, in order."""

    phones: tuple[str, ...]
    accounts: tuple[str, ...]


def numbers_in(text: str) -> Numbers:
    """The numbers that `mask_text` masks and staff may need in full; ID and bank cards are not among them."""
    found: tuple[list[str], list[str]] = [], []
    text = _ID_NUMBER.sub(" ", text.translate(_FULL_WIDTH_DIGITS))
    for pattern, into in ((_PHONE, 0), (_LAND_LINE, 0), (_ACCOUNT, 1)):
        found[into].extend(re.sub(r"\D", "", match[0]) for match in pattern.finditer(text))
        text = pattern.sub(" ", text)
    return Numbers(tuple(dict.fromkeys(found[0])), tuple(dict.fromkeys(found[1])))


def mask_account(account_no: str) -> str:
    """First three and last three digits: `3208800123456` → `320*******456`."""
    return account_no[:3] + "*" * max(len(account_no) - 6, 0) + account_no[-3:]


def mask_phone(phone: str) -> str:
    """`13812341234` → `138****1234`; land lines keep the area code and the last four."""
    masked = mask_text(phone)
    return masked if masked != phone else "*" * max(len(phone) - 4, 0) + phone[-4:]


def mask_name(name: str) -> str:
    """A person's name keeps its last character: 王小明 → **明."""
    return "*" * (len(name) - 1) + name[-1:]


def mask_openid(openid: str) -> str:
    """Enough of a WeChat openid to follow one customer through a log, not enough to write to him."""
    return f"{openid[:2]}…{openid[-4:]}"


def mask_address(address: str) -> str:
    """Keeps the place down to estate or village; building, unit and room are masked."""
    return re.sub(r"\d+(?=(?:号楼|栋|幢|单元|室|号|组|户|楼))|(?<=-)\d+|\d{3,}$", "*", address)
