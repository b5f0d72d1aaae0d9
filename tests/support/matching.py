"""The expectations of tables: matchers of values, and variables.

An expected mapping must be contained in the response's, an expected list must match entry by entry, and a text may be one
of the matchers below or `~` and a regular expression. `$name` is a variable.
"""

import re
import uuid

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
VARIABLE = re.compile(r"\$(?:\{([a-z][a-z0-9-]*)\}|([a-z][a-z0-9-]*))")
MISSING = object()

CONDITIONS = {"$length", "$contains", "$each", "$none", "$gte", "$lte", "$gt", "$lt", "$not", "$one-of"}
MATCHERS = {
    "$any": lambda value: value is not MISSING,
    "$present": lambda value: value is not MISSING and value is not None,
    "$absent": lambda value: value is MISSING,
    "$null": lambda value: value is None,
    "$uuid": lambda value: isinstance(value, str) and bool(UUID.fullmatch(value)),
    "$date-time": lambda value: isinstance(value, str) and bool(DATE_TIME.fullmatch(value)),
    "$date": lambda value: isinstance(value, str) and bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)),
    "$string": lambda value: isinstance(value, str),
    "$integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "$number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "$boolean": lambda value: isinstance(value, bool),
    "$empty": lambda value: value in ([], {}, ""),
    "$some": lambda value: isinstance(value, list) and len(value) > 0,
}


def fill(node, variables):
    """Puts variables into a request or an expectation; matchers stay as they are."""
    if isinstance(node, dict):
        return {key if key in CONDITIONS else fill(key, variables): fill(value, variables) for key, value in node.items()}
    if isinstance(node, list):
        return [fill(value, variables) for value in node]
    if not isinstance(node, str) or node in MATCHERS:
        return node
    whole = VARIABLE.fullmatch(node)
    if whole:
        return variable(whole, variables)
    return VARIABLE.sub(lambda found: str(variable(found, variables)), node)


def variable(found, variables):
    name = found.group(1) or found.group(2)
    if name == "random-uuid":
        return str(uuid.uuid4())
    if name not in variables:
        raise KeyError(f"no variable ${name}; there are: {', '.join(sorted(variables))}")
    return variables[name]


def mismatches(expected, value, place=""):
    """All places where a value is not as expected."""
    if isinstance(expected, str) and expected in MATCHERS:
        if not MATCHERS[expected](value):
            yield f"{place or '/'}: expected {expected}, got {show(value)}"
    elif isinstance(expected, str) and expected.startswith("~"):
        if not isinstance(value, str) or not re.search(expected[1:], value):
            yield f"{place or '/'}: expected a match of {expected[1:]}, got {show(value)}"
    elif isinstance(expected, dict) and any(key.startswith("$") for key in expected):
        yield from condition_mismatches(expected, value, place)
    elif isinstance(expected, dict):
        if not isinstance(value, dict):
            yield f"{place or '/'}: expected an object, got {show(value)}"
            return
        for key, inner in expected.items():
            yield from mismatches(inner, value.get(key, MISSING), f"{place}/{key}")
    elif isinstance(expected, list):
        if not isinstance(value, list) or len(value) != len(expected):
            yield f"{place or '/'}: expected {len(expected)} entries, got {show(value)}"
            return
        for index, inner in enumerate(expected):
            yield from mismatches(inner, value[index], f"{place}/{index}")
    elif value is MISSING or value != expected or isinstance(value, bool) != isinstance(expected, bool):
        yield f"{place or '/'}: expected {show(expected)}, got {show(value)}"


def condition_mismatches(expected, value, place):
    for word, bound in expected.items():
        if word == "$length":
            inner = mismatches(bound, len(value) if hasattr(value, "__len__") and value is not MISSING else MISSING, place + "/$length")
        elif word == "$contains":
            found = isinstance(value, list) and any(not list(mismatches(bound, one)) for one in value)
            inner = [] if found else [f"{place}: no entry is {show(bound)} in {show(value)}"]
        elif word == "$each":
            listed = value if isinstance(value, list) else [MISSING]
            inner = [mismatch for index, one in enumerate(listed) for mismatch in mismatches(bound, one, f"{place}/{index}")]
        elif word == "$none":
            found = [one for one in value if not list(mismatches(bound, one))] if isinstance(value, list) else [MISSING]
            inner = [f"{place}: an entry is {show(bound)}: {show(found[0])}"] if found else []
        elif word in ("$gte", "$lte", "$gt", "$lt"):
            holds = value is not MISSING and value is not None and {
                "$gte": lambda: value >= bound, "$lte": lambda: value <= bound,
                "$gt": lambda: value > bound, "$lt": lambda: value < bound}[word]()
            inner = [] if holds else [f"{place}: expected {word} {bound}, got {show(value)}"]
        elif word == "$not":
            inner = [] if list(mismatches(bound, value)) else [f"{place}: must not be {show(bound)}"]
        elif word == "$one-of":
            inner = [] if any(not list(mismatches(one, value)) for one in bound) else [f"{place}: {show(value)} is none of {bound}"]
        else:
            raise ValueError(f"unknown condition {word} at {place}")
        yield from inner


def show(value):
    if value is MISSING:
        return "nothing"
    text = repr(value)
    return text if len(text) < 300 else text[:300] + "…"
