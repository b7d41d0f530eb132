"""What is masked of personal data, and what an order keeps."""

import pytest

from common.masking import mask_proofs, mask_text


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我身份证号320721198805051234，要过户", "我身份证号**************1234，要过户"),
        ("没到账 3200012888007 1007", "没到账 3200012888007 ****"),
        ("户号3200012888007尾号1007", "户号3200012888007尾号****"),
        ("手机后四位是1007", "手机后四位是****"),
        ("卡号6222 0212 3456 7890", "卡号************7890"),
        # What staff need, and what only looks like a proof.
        ("打13905121002，户号3200012888007", "打13905121002，户号3200012888007"),
        ("扣款卡尾号1234，GD202611270001", "扣款卡尾号1234，GD202611270001"),
        ("3200012888007 交了157.81", "3200012888007 交了157.81"),
    ],
)
def test_an_order_keeps_no_proof(said: str, kept: str) -> None:
    assert mask_proofs(said) == kept


def test_an_account_is_masked_with_its_digits() -> None:
    assert mask_text("没到账 3200012888007 1007") == "没到账 320*******007 ****"
