"""Values around every keyword of a published schema, and the schema's verdict on each.

The verdict is that of JSON Schema 2020-12 with its formats asserted, and of the platform's own keywords `x-scale` (decimals
that a number may have) and `x-minimum` (the first date). The server must have the same.
"""

import datetime
import decimal
import re

import jsonschema

NEVER = "018f3f2e-0000-7000-8000-000000000000"

# For each format: what the server accepts, and what a pattern may admit but the format does not.
FORMATS = {
    "uuid": ([NEVER, NEVER.upper()], ["", "x", NEVER.replace("-", ""), "{" + NEVER + "}", NEVER[:-1], NEVER[:-1] + "g"]),
    "date": (["2026-03-02", "1753-01-01", "9999-12-31", "2024-02-29"],
             ["", "2026-2-3", "2026-02-30", "2025-02-29", "02/03/2026", "1752-12-31", "0000-01-01", "10000-01-01", "2026-W10"]),
    "date-time": (["2026-03-02T09:30:00Z", "2026-03-02T09:30:00.123456789Z", "2026-03-02T09:30:00+05:30", "1753-01-01T00:00:00Z",
                   "9999-12-31T23:59:59.999Z"],
                  ["", "2026-03-02", "2026-03-02T25:00:00Z", "2026-03-02T09:60:00Z", "1752-12-31T23:59:59Z", "1700-01-01T00:00:00Z",
                   "2026-02-30T09:30:00Z", "2026-03-02T09:30:00+25:00"]),
    "time-zone": (["Europe/London", "UTC"], ["Mars/Olympus", "europe"]),
    "locale": (["en_GB", "fr"], ["en-GB", "EN_GB", "en_XX", "xx_GB", "english"]),
    "email": (["name@example.com", "a.b+c@sub.example.org"], ["", "name", "name@", "@example.com", "a@b", "a b@example.com", "a@@example.com"]),
    "uri": (["https://example.com/a?b=c", "http://example.com"], ["", "ftp://example.com", "https://", "https:///x", "example.com", "https://a b"]),
    "country": (["GB", "DE"], ["", "gb", "GBR", "XX", "G"]),
    "currency": (["GBP", "EUR"], ["", "gbp", "GB", "GBPX"]),
    "colour": (["#3366CC", "#aabbcc"], ["", "3366CC", "#36C", "#3366CG", "#3366CC0"]),
    "digits": ([], ["", "12a", "-1", "1.5", "１２３４５６７８"]),
    "microchip": (["999000000000123", "123456789"], ["", "12345", "1234567890123456", "x"]),
    "gtin": (["5012345678900", "96385074"], ["", "5012345678901", "123456789", "1234567890", "12345678901", "96385075", "x"]),
    "loinc": (["8867-4", "29463-7"], ["", "8867-5", "8867", "8867-44", "x-1"]),
    "sha-256": ([], ["", "9f86", "z" * 64]),
    "phone": (["01632 960123", "+44 1632 960123"], ["", "x", "call me", "12"]),
}
WRONG_TYPES = [True, 7, 1.5, "text", {}, [], {"a": 1}, [[]]]


def ecma(pattern):
    """A pattern of ECMA-262 for Python's engine, in which `$` also matches before a final line feed."""
    return re.compile(re.sub(r"\$$", r"\\Z", pattern).replace("|$", r"|\Z"))


def _pattern(validator, pattern, instance, schema):
    # The byte order mark is white space in ECMA-262, and not in Python.
    if isinstance(instance, str) and not ecma(pattern).search(instance.replace("\ufeff", "\u3000")):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern}")


def _scale(validator, scale, instance, schema):
    if isinstance(instance, (int, float, decimal.Decimal)) and not isinstance(instance, bool):
        number = decimal.Decimal(str(instance)).normalize()
        if -number.as_tuple().exponent > scale:
            yield jsonschema.ValidationError(f"{instance} has more than {scale} decimals")


def _minimum(validator, first, instance, schema):
    if isinstance(instance, str) and instance[:10] < first[:10]:
        yield jsonschema.ValidationError(f"{instance} is before {first}")


def _is_day(text):
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.A)) and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def _is_moment(text):
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)", text, re.A)
    return match is not None and _is_day(match.group(1))


CHECKED = {"uuid": lambda text: bool(re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text)), "date": _is_day, "date-time": _is_moment}
BY_PATTERN = {"digits", "uri", "currency", "colour", "sha-256"}


def _at_least(validator, bound, instance, schema):
    if _is_number(None, instance) and decimal.Decimal(str(instance)) < decimal.Decimal(str(bound)):
        yield jsonschema.ValidationError(f"{instance} is below {bound}")


def _at_most(validator, bound, instance, schema):
    if _is_number(None, instance) and decimal.Decimal(str(instance)) > decimal.Decimal(str(bound)):
        yield jsonschema.ValidationError(f"{instance} is above {bound}")


def _format(validator, name, instance, schema):
    """Some formats can be computed, some are a matter of the pattern; of the rest the accepted texts are listed."""
    if not isinstance(instance, str) or name not in FORMATS:
        return
    known = instance in FORMATS[name][0] or instance in schema.get("examples", ())
    good = CHECKED[name](instance) if name in CHECKED else name in BY_PATTERN or known
    if not good:
        yield jsonschema.ValidationError(f"{instance!r} is no {name}")


def _is_number(checker, instance):
    return isinstance(instance, (int, float, decimal.Decimal)) and not isinstance(instance, bool)


def _is_integer(checker, instance):
    return _is_number(checker, instance) and instance == int(instance)


def _computed(validator, name, instance, schema):
    """What can be computed of a format, and nothing that is listed as wrong."""
    if isinstance(instance, str) and (instance in FORMATS.get(name, ((), ()))[1] or name in CHECKED and not CHECKED[name](instance)):
        yield jsonschema.ValidationError(f"{instance!r} is no {name}")


Validator = jsonschema.validators.extend(
    jsonschema.Draft202012Validator, {"pattern": _pattern, "minimum": _at_least, "maximum": _at_most, "x-scale": _scale, "x-minimum": _minimum, "format": _format},
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine_many({"number": _is_number, "integer": _is_integer}))

# For values that nobody has listed.
AnyValidator = jsonschema.validators.extend(Validator, {"format": _computed})


def admits(document, schema, value):
    resolver = jsonschema.RefResolver("", document)
    return Validator(schema, resolver=resolver).is_valid(value)


def types_of(schema):
    kind = schema.get("type")
    return kind if isinstance(kind, list) else [kind]


def values(schema, resolve):
    """Values on both sides of each keyword of a schema."""
    schema = resolve(schema)
    kinds = types_of(schema)
    yield None
    yield from WRONG_TYPES
    if "enum" in schema:
        yield from [one for one in schema["enum"] if one is not None]
        yield from ("", "no-such-value", str(schema["enum"][0]).swapcase() + "x")
    elif "string" in kinds and "number" not in kinds:
        yield from texts(schema)
    if "integer" in kinds:
        yield from numbers(schema, decimal.Decimal(1))
        yield from (901.0, 3.0, 1e2, 901.5, 1e30, "1")
    if "number" in kinds:
        yield from numbers(schema, decimal.Decimal(1).scaleb(-schema.get("x-scale", 0)))
        yield from (decimal.Decimal(10) ** 30, "abc", "")
    if "array" in kinds:
        yield from lists(schema, resolve)
    if "object" in kinds:
        yield from objects(schema, resolve)


def texts(schema):
    least, most, form = schema.get("minLength", 0), schema.get("maxLength"), schema.get("format")
    if form in FORMATS:
        for group in FORMATS[form]:
            yield from group
    if form == "digits":
        yield from ("1" * max(least, 1), "1" * (most or 10), "1" * ((most or 10) + 1), "1" * (least - 1))
    if schema.get("examples"):
        yield from schema["examples"]
    if form is None:
        most = most or 100
        for letter in ("x", "é", "🐕"):
            yield from (letter * max(least, 1), letter * most, letter * (most + 1), letter * (least - 1))
        yield from (" " + "x" * max(least, 1), "x" * max(least, 1) + " ", "x\u00a0y" + "z" * least)
    yield from ("", " ", "   " * max(least, 1), "\u00a0", "\u2003\u3000", "\ufeff" * max(least, 1), "\u200b")
    word = "x" * max(least, 2)
    for control in ("\x00", "\x01", "\t", "\n", "\r", "\x0b", "\x0c", "\x1b", "\x1f", "\x7f", "\x80", "\x85", "\x9f"):
        yield from (word + control + word, control + word, word + control)
    yield from ("24:00", "09:30", "9:30", "23:59", "23:60")


def numbers(schema, step):
    low, high = schema.get("minimum"), schema.get("maximum")
    for bound in (low, high):
        if bound is not None:
            bound = decimal.Decimal(str(bound))
            yield from (bound, bound - step, bound + step, bound + step / 10)
    yield from (0, 1, -1, decimal.Decimal("12.34567891"))


def lists(schema, resolve):
    item = resolve(schema["items"])
    good = example_of(item, resolve)
    most = schema.get("maxItems", 100)
    yield []
    yield [good]
    yield [None]
    unique = schema.get("uniqueItems")
    many = [NEVER[:-4] + f"{i:04x}" for i in range(most + 1)] if item.get("format") == "uuid" else [good] * (most + 1)
    yield many[:most]
    yield many
    yield [good, good] if unique else [good]
    for value in values(item, resolve):
        yield [value]
        if not unique or value != good.upper():  # ids are compared as ids
            yield [good, value]


def objects(schema, resolve):
    good = example_of(schema, resolve)
    yield good
    yield {**good, "no-such-member": 1}
    for name in schema.get("required", []):
        yield {key: value for key, value in good.items() if key != name}
    for name, member in schema.get("properties", {}).items():
        for value in values(member, resolve):
            yield {**good, name: value}


def example_of(schema, resolve):
    """A value that the schema admits: its example, or one of its required members."""
    schema = resolve(schema)
    if schema.get("examples"):
        return schema["examples"][0]
    if "properties" in schema:
        return {name: example_of(schema["properties"][name], resolve) for name in schema.get("required", [])}
    if "enum" in schema:
        return schema["enum"][0]
    if good := FORMATS.get(schema.get("format"), ([],))[0]:
        return good[0]
    kind = next(one for one in types_of(schema) if one != "null")
    return {"boolean": True, "integer": schema.get("minimum", 1), "number": schema.get("minimum", 1), "array": [], "string": "Text"}[kind]
