"""Decimals in JSON, in both directions."""

from decimal import Decimal

import pytest
from vip_sdk import _json

SHAPES = {"Row": {"amount": "d", "lines": ["Line"], "steps": ["d"]}, "Line": {"price": "d"}}


def test_decimals_are_where_the_shape_says():
    value = _json.load('{"amount":10,"count":10,"lines":[{"price":0.1,"n":1},{"price":null}],"steps":[1,2.50],"other":[1]}', SHAPES, "Row")
    assert value == {"amount": Decimal(10), "count": 10, "lines": [{"price": Decimal("0.1"), "n": 1}, {"price": None}],
                     "steps": [Decimal(1), Decimal("2.50")], "other": [1]}
    assert type(value["amount"]) is Decimal and type(value["count"]) is int and type(value["steps"][0]) is Decimal


@pytest.mark.parametrize("text", ["0.1", "12345678901234567890.123456789", "-0.00", "100"])
def test_digits_stay(text):
    assert _json.dump({"a": Decimal(text)}) == '{"a":%s}' % text
    assert str(_json.load('{"amount":%s}' % text, SHAPES, "Row")["amount"]) == text


def test_no_exponent_is_sent():
    assert _json.dump([Decimal("1E+3"), Decimal("1E-7"), 10**20]) == "[1000,0.0000001,100000000000000000000]"


def test_values_of_json():
    assert _json.dump({"t": True, "f": False, "n": None, "s": 'é"\n', "l": (1, "2")}) == '{"t":true,"f":false,"n":null,"s":"é\\"\\n","l":[1,"2"]}'


@pytest.mark.parametrize("value,error", [(1.5, TypeError), (Decimal("NaN"), ValueError), (Decimal("Infinity"), ValueError),
                                         (b"x", TypeError), ({"a": object()}, TypeError)])
def test_what_has_no_exact_form_is_refused(value, error):
    with pytest.raises(error):
        _json.dump(value)
