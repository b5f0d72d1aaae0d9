"""The platform's order of values (docs/contract.md 1 and 6), implemented again from the contract, not from the code."""

import decimal
import unicodedata


LETTERS = str.maketrans({"æ": "ae", "ð": "d", "ø": "o", "þ": "th", "đ": "d", "ħ": "h", "ı": "i", "ĸ": "q", "ł": "l", "ŋ": "n", "œ": "oe", "ŧ": "t"})
APOSTROPHES = "`´‘’‛′ʹʻʼʽ"


def plain(text):
    """Apostrophes and hyphens of all kinds as ' and -."""
    marks = {one: "'" for one in APOSTROPHES} | {"−": "-"}
    return "".join("-" if unicodedata.category(one) == "Pd" else one for one in text.translate(str.maketrans(marks)))


def text_key(text):
    """NFKD, marks removed, full case folding, base letters."""
    decomposed = unicodedata.normalize("NFKD", plain(text))
    folded = "".join(one for one in decomposed if not unicodedata.combining(one)).casefold()
    return plain(unicodedata.normalize("NFKD", folded)).translate(LETTERS)


def key(value):
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return decimal.Decimal(str(value))
    return text_key(value) if isinstance(value, str) else value


def is_ordered(values, descending):
    """Whether the values are in order, nulls last; digits may be ordered as texts or as numbers."""
    there = [value for value in values if value is not None]
    if values[:len(there)] != there:
        return False
    orders = [[key(value) for value in there]]
    if there and all(isinstance(value, str) and value.isdigit() for value in there):
        orders.append([int(value) for value in there])
    return any(all((b <= a) if descending else (a <= b) for a, b in zip(order, order[1:])) for order in orders)
