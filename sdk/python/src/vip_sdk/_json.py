"""JSON whose decimals are `Decimal`, in both directions.

The standard library reads numbers as `Decimal` if asked, but cannot write one as a number. A document says where decimals are;
there, whole numbers become `Decimal` too, so that the type of a field does not depend on its value.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

# A shape says where decimals are below a value: "d" for a decimal, the name of a shape, [shape] for the items of a list.
Shape = Any
Shapes = Mapping[str, Mapping[str, Shape]]


def load(text: str | bytes, shapes: Shapes | None = None, shape: Shape = None) -> Any:
    value = json.loads(text, parse_float=Decimal)
    return value if shape is None else _with_decimals(value, shapes or {}, shape)


def _with_decimals(value: Any, shapes: Shapes, shape: Shape) -> Any:
    if shape == "d":
        return Decimal(value) if type(value) is int else value
    if isinstance(shape, list):
        return [_with_decimals(item, shapes, shape[0]) for item in value] if isinstance(value, list) else value
    if isinstance(value, dict):
        for name, inner in shapes[shape].items():
            if name in value:
                value[name] = _with_decimals(value[name], shapes, inner)
    return value


def dump(value: Any) -> str:
    """Raises TypeError for a float: its digits may not be those that were meant."""
    if value is None or isinstance(value, (bool, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (int, Decimal)):
        return number(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{json.dumps(str(name), ensure_ascii=False)}:{dump(item)}" for name, item in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return "[" + ",".join(map(dump, value)) + "]"
    if isinstance(value, float):
        raise TypeError("a float is not exact: pass a Decimal made of a text, such as Decimal('12.50')")
    raise TypeError(f"{type(value).__name__} has no form in JSON: pass str, int, Decimal, bool, None, a mapping or a sequence")


def number(value: int | Decimal) -> str:
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError("a decimal must be finite")
        return format(value, "f")
    return int.__repr__(value)
