"""Signatures and decryption: published vectors, an independent library, and random messages."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto

from channels.wechat.crypto import Decryptor, is_signed, signature
from channels.wechat.errors import Unreadable
from common.settings import SettingsError
from tests.wechat_simulator import Account, encrypt

PUBLISHED = Account(token="AAAAA", aes_key="A" * 43, app_id="wxba5fad812f8e6fb9")
PUBLISHED_PUSH = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT"
    "740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8Y"
    "L/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
)
PUBLISHED_MESSAGE = (
    '{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,'
    '"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}'
)
PUBLISHED_REPLY = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
OURS = Account()
OUR_PUSH = (
    "quNqV2N3gsT3CVn1WMhVs7pVBRYUcCIv1QGdWmRP1rPfVZ/I8DSU1W4aBg7Knx0774rNVcPHfFnU3AwVti3r/TJXp6YxA6YBnqR2zYfOe6shoOmmqNeo"
    "KFgfyhnSyAX5pAdfPz0wKGDelrITmwVAsFUR5cczLyVpOXcBqU/igozWWWpNVlrAfWRPAY7vqUPeuNDDE1OFbuszIhqmUtpxaIlywDuQVvqyRBGYTu6w"
    "+bQwm1mlPN77qQqyjDIg6eAEiwCiZ7yu/YrVpDdu17Yu3HIMg2J8rPJ3VmVhdyNEEg6VO9BDpVKE15FGT1mn+1lfwu9VwIsuKcsFfFDzyq6UKHqz2ss8"
    "U8h1x3PtL654ahIImakiElkXvCFQYx0zg1pXIGOmMhjh0rgQ46ygJfyK4P9ZpcqxBM4s4rHi7+F3LciWnAUNgx3Zkvt+X8UUYqbazJt+UWfiMgU4Hv4I"
    "uB6OGg=="
)


def opens(account: Account, *more_keys: str) -> Decryptor:
    return Decryptor(account.app_id, [account.aes_key, *more_keys])


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("AAAAA", "1714036504", "1514711492"), "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        (("AAAAA", "1714037059", "486452656"), "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
        (("AAAAA", "1714112445", "415670741"), "6c5c811b55cc85e0e1b54100749188c20beb3f5d"),
        (("AAAAA", "1714112445", "415670741", PUBLISHED_PUSH), "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"),
        (("AAAAA", "1713424427", "415670741", PUBLISHED_REPLY), "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"),
        ((OURS.token, "1767225600", "1234567890"), "b10a63ffe942f9f7f9d41ef972f0f6cabe9bb4d0"),
        ((OURS.token, "1767225600", "987654321"), "d6c2700b4aa380ba8055205d141f4cb4ae0545ea"),
        ((OURS.token, "1767225600", "1234567890", OUR_PUSH), "d0bce515fe095d59329629949a4113863525c96e"),
    ],
)
def test_signatures_are_those_of_the_vectors(parts: tuple[str, ...], expected: str) -> None:
    assert signature(*parts) == expected
    assert is_signed(expected, *parts)
    assert not is_signed(expected[::-1], *parts)


def test_signature_that_is_no_ascii_is_refused_not_an_error() -> None:
    assert not is_signed("签名\udcff", "a", "b", "c")


def test_published_push_opens() -> None:
    assert opens(PUBLISHED).decrypt(PUBLISHED_PUSH).decode() == PUBLISHED_MESSAGE


def test_published_reply_opens_and_is_what_the_simulator_makes() -> None:
    assert opens(PUBLISHED).decrypt(PUBLISHED_REPLY) == b'{"demo_resp":"good luck"}'
    assert encrypt(PUBLISHED, '{"demo_resp":"good luck"}', b"707722b803182950") == PUBLISHED_REPLY


def test_push_with_padding_beyond_sixteen_opens() -> None:
    opened = opens(OURS).decrypt(OUR_PUSH).decode()
    assert "<Content><![CDATA[我家停电了👷]]></Content>" in opened
    assert len(opened.encode()) == 284


@given(st.text(max_size=300))
def test_what_wechatpy_encrypts_opens(message: str) -> None:
    text = message.encode(errors="ignore").decode()
    oracle = WeChatCrypto(OURS.token, OURS.aes_key, OURS.app_id)
    envelope = oracle.encrypt_message(text, "1234567890", "1767225600")
    encrypted = envelope.split("<Encrypt><![CDATA[")[1].split("]]>")[0]
    assert opens(OURS).decrypt(encrypted).decode() == text


@given(st.text(max_size=300).map(lambda text: text.encode(errors="ignore").decode()))
def test_what_the_simulator_encrypts_opens_here_and_in_wechatpy(message: str) -> None:
    encrypted = encrypt(OURS, message)
    assert opens(OURS).decrypt(encrypted).decode() == message
    stamp, nonce = "1767225600", "1234567890"
    oracle = WeChatCrypto(OURS.token, OURS.aes_key, OURS.app_id)
    xml = f"<xml><ToUserName>gh</ToUserName><Encrypt>{encrypted}</Encrypt></xml>"
    opened = oracle.decrypt_message(xml, signature(OURS.token, stamp, nonce, encrypted), stamp, nonce)
    assert (opened if isinstance(opened, str) else opened.decode()) == message


@given(st.integers(min_value=0, max_value=80))
def test_every_length_of_padding_opens(length: int) -> None:
    assert opens(OURS).decrypt(encrypt(OURS, "x" * length)) == b"x" * length


def test_previous_key_still_opens_after_a_change() -> None:
    old = Account(aes_key="B" * 42 + "E")
    assert opens(OURS, old.aes_key).decrypt(encrypt(old, "早上好")).decode() == "早上好"
    with pytest.raises(Unreadable):
        opens(OURS).decrypt(encrypt(old, "早上好"))


def test_message_for_another_account_is_refused() -> None:
    with pytest.raises(Unreadable):
        opens(OURS).decrypt(encrypt(Account(app_id="wx0000000000000000"), "<xml/>"))


@given(st.binary(max_size=200))
def test_garbage_is_refused_with_our_own_error(data: bytes) -> None:
    with pytest.raises(Unreadable):
        opens(OURS).decrypt(base64.b64encode(data).decode())


@given(st.text(max_size=60))
def test_what_is_no_base64_is_refused_with_our_own_error(text: str) -> None:
    with pytest.raises(Unreadable):
        opens(OURS).decrypt(text)


@given(
    st.integers(min_value=0, max_value=len(OUR_PUSH) // 4 * 3 - 3), st.integers(min_value=1, max_value=255)
)
def test_changed_byte_gives_no_other_account_and_no_other_error(position: int, change: int) -> None:
    data = bytearray(base64.b64decode(OUR_PUSH))
    data[position] ^= change
    try:
        opened = opens(OURS).decrypt(base64.b64encode(bytes(data)).decode())
    except Unreadable:
        return
    assert len(opened) == 284


@pytest.mark.parametrize("key", ["", "A" * 42, "A" * 44, "%" * 43, "密" * 43])
def test_key_of_the_wrong_form_is_named_at_the_start(key: str) -> None:
    with pytest.raises(SettingsError, match="LAIDIAN_WECHAT_AES_KEY"):
        Decryptor(OURS.app_id, [key])
