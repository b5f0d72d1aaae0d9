"""The published schema of a body and the server have the same verdict on every value of every field.

Each body also has an unknown member, so that it is always refused and nothing is stored: the faults that the response lists tell
the server's verdict on each field. A server may be more tolerant than the schema where docs/contract.md 1 says so, never stricter.
"""

import decimal
import functools
import itertools
import json
import re

import pytest
from support.documents import conditions_of_body, resolve
from support.resources import NEVER, filled, parameters_of_path, published, published_actions
from support.verdicts import admits, types_of, values

CREATABLE = [resource for resource in published().values() if resource.creatable]
PATCHED = [resource for resource in published().values() if resource.has("patch")]
ACTIONS = [action for action in published_actions() if action.schema]


class Exact(json.JSONEncoder):
    """Decimals as numbers, digit by digit."""

    def default(self, value):
        assert isinstance(value, decimal.Decimal)
        return f"@{value:f}@"


def encode(body):
    return re.sub(r'"@(-?[0-9.]+)@"', r"\1", json.dumps(body, cls=Exact, ensure_ascii=True))


def tolerated(schema, value):
    """What the server takes beyond the schema (docs/contract.md 1)."""
    if value is None:  # on create, null equals absent; no null stands beside a default
        return "default" in schema
    kinds, form = types_of(schema), schema.get("format")
    if isinstance(value, list) and "array" in kinds:
        return True if value == [] else all(tolerated(schema["items"], one) for one in value)
    if not isinstance(value, str):
        return False
    if "number" in kinds:  # a decimal as text
        return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", value) is not None
    if form == "date":  # in the form of a date-time
        return re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T", value) is not None
    if form == "date-time":  # without an offset
        return re.fullmatch(r"[0-9-]{10}T[0-9:.]+", value) is not None
    return value != value.strip() and not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in value)  # blanks at the ends


def check(call, document, schema, fields):
    """Sends the values of all fields side by side, and compares the verdicts."""
    follow = functools.partial(resolve, document)
    columns = {name: list(values(field, follow)) for name, field in fields.items()}
    conditions = list(conditions_of_body(schema))
    faults = []
    for row in itertools.zip_longest(*columns.values(), fillvalue=Ellipsis):
        body = {name: value for name, value in zip(columns, row) if value is not Ellipsis}
        text = encode({**body, "no-such-member": 1})
        if len(text) > 900_000:  # the limit of a body
            continue
        response = call(text)
        assert response.status_code == 400, f"{body}: {response.status_code} {response.text[:300]}"
        found = [error["pointer"] for error in response.json()["errors"]]
        assert "errors-total" in response.json() or "/no-such-member" in found, response.text[:500]
        if "errors-total" in response.json():
            continue
        for name, value in body.items():
            refused = any(pointer == f"/{name}" or pointer.startswith(f"/{name}/") for pointer in found)
            admitted = admits(document, fields[name], value)
            if admitted and value is None:  # perhaps it is required by the values of other fields, if those are right
                admitted = all(admits(document, part, body) for part in conditions
                               if name in part["then"]["required"] and not any(f'/{other}' in found for other in part["if"].get("properties", ())))
            if admitted and refused:
                faults.append(f"{name}: {str(value)[:80]!r} fits the schema and is refused: " +
                              "; ".join(f"{error['pointer']} {error['message']}" for error in response.json()["errors"]
                                        if error["pointer"].startswith(f"/{name}"))[:300])
            if not admitted and not refused and not tolerated(fields[name], value):
                faults.append(f"{name}: {str(value)[:80]!r} does not fit the schema and is accepted")
    assert not faults, f"{len(faults)} verdicts differ:\n" + "\n".join(faults[:40])


@pytest.mark.parametrize("resource", CREATABLE, ids=repr)
def test_creates(api, resource):
    kind = resource.create_kind
    path = resource.url(filled(resource.template(kind), dict.fromkeys(parameters_of_path(resource.template(kind)), NEVER)))
    check(lambda text: api.call("POST", path, content=text, headers={"Content-Type": "application/json"}),
          resource.document, resource.schema(kind), resource.fields(kind))


@pytest.mark.parametrize("resource", PATCHED, ids=repr)
def test_patches(api, resource):
    path = resource.url(filled(resource.template("patch"), {resource.id: NEVER}))
    check(lambda text: api.call("PATCH", path, content=text, headers={"Content-Type": "application/json"}),
          resource.document, resource.schema("patch"), resource.fields("patch"))


@pytest.mark.parametrize("action", ACTIONS, ids=repr)
def test_actions(api, action):
    fields = {name: resolve(action.document, field) for name, field in action.schema["properties"].items()}
    check(lambda text: api.call(action.method, action.path(), content=text, headers={"Content-Type": "application/json"}),
          action.document, action.schema, fields)


@pytest.mark.parametrize("action", ACTIONS, ids=repr)
def test_an_empty_body_of_an_action(api, action):
    """`{}` is refused for exactly what the schema requires; no body at all is never `{}`."""
    response = api.call(action.method, action.path(), body={})
    assert (response.status_code == 400) == (not admits(action.document, action.schema, {})), response.text
    nothing = api.call(action.method, action.path(), content="", headers={"Content-Type": "application/json"})
    assert (nothing.status_code, nothing.json()["code"]) == (400, "body-missing"), nothing.text


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "7", '{"a":1,"a":2}', '{"a":' * 40 + "1" + "}" * 40, "{} {}"])
def test_a_fault_of_the_whole_body_has_a_pointer(api, body):
    for resource in CREATABLE[:5]:
        path = resource.url(filled(resource.template(resource.create_kind),
                                   dict.fromkeys(parameters_of_path(resource.template(resource.create_kind)), NEVER)))
        response = api.call("POST", path, content=body, headers={"Content-Type": "application/json"})
        assert response.status_code == 400
        assert [error["pointer"] for error in response.json()["errors"]] == [""], response.text


def test_every_number_that_a_body_takes_has_bounds():
    unbounded = []

    def walk(place, document, schema):
        schema = resolve(document, schema)
        if {"integer", "number"} & set(types_of(schema)) and not {"minimum", "maximum"} <= set(schema):
            unbounded.append(place)
        for name, member in schema.get("properties", {}).items():
            walk(f"{place}/{name}", document, member)
        if "items" in schema:
            walk(f"{place}/[]", document, schema["items"])

    for resource in CREATABLE:
        walk(repr(resource), resource.document, resource.schema(resource.create_kind))
    for resource in PATCHED:
        walk(repr(resource), resource.document, resource.schema("patch"))
    for action in ACTIONS:
        walk(repr(action), action.document, action.schema)
    assert not unbounded
