"""Invalid and unusual values in every field of every body: each gets a response of the contract, never a 5xx.

The names of the fields determine their values, so that a run can be repeated. Other tests of the sandbox are not affected:
an accepted value only creates an additional record.
"""

import json
import random
import urllib.parse

import pytest
from support.resources import NEVER, published, published_actions

EACH = 4  # values for each field
ODD = [
    None, True, 0, -1, 1.5, 1e308, -(10**18), 10**30, "", " ", "x", "x" * 70_000, "\u0000", "\ud83d", "\u202e", "é" * 200, {}, [], [None], [[]] * 50,
    [{"a": 1}], {"a": {"b": [{}]}}, [1, 2, 3], ["x"] * 600, [NEVER] * 3, {"number": "1e999"}, "2026-13-45", "2026-02-30T25:61:00Z",
    "9999-12-31T23:59:59.999Z", "0000-01-01", "24:00", "-1", "1e999", "NaN", "00000000-0000-0000-0000-000000000000", NEVER, "' OR 1=1--",
    "../../etc/passwd", "%00", "<script>alert(1)</script>",
]
BODIES = ["", "{", "[]", "null", '"x"', "1e999", '{"a":1,"a":2}', '{"a":' * 200 + "1" + "}" * 200, "\ufeff\ufeff{}", "{} {}", '{"external-id":"\\ud800"}']
REFUSED = (400, 403, 404, 409, 413, 422)

CREATABLE = [resource for resource in published().values() if resource.creatable]
PATCHED = [resource for resource in published().values() if resource.creatable and resource.has("patch")]


def fuzz(*place):
    return random.Random("/".join(map(str, place))).sample(ODD, EACH)


def send(factory, method, path, content, done):
    response = factory.call(method, path, content=content, headers={"Content-Type": "application/json"})
    assert response.status_code in (*done, *REFUSED), f"{method} {path} {content[:300]}: {response.status_code} {response.text[:300]}"


@pytest.mark.parametrize("resource", CREATABLE, ids=repr)
def test_creates(factory, resource):
    made = factory.make(resource)
    for name in [*resource.fields(resource.create_kind), "unknown"]:
        for value in fuzz(resource, "create", name):
            send(factory, "POST", made.collection, json.dumps({**made.body, name: value}), done=(201,))
    for body in BODIES:
        send(factory, "POST", made.collection, body, done=())


@pytest.mark.parametrize("resource", PATCHED, ids=repr)
def test_patches(factory, resource):
    made = factory.make(resource)
    for name in [*resource.fields("patch"), "unknown"]:
        for value in fuzz(resource, "patch", name):
            send(factory, "PATCH", made.path, json.dumps({name: value}), done=(200,))
    for body in BODIES:
        send(factory, "PATCH", made.path, body, done=())


@pytest.mark.parametrize("action", [action for action in published_actions() if action.schema], ids=repr)
def test_bodies_of_actions(api, action):
    names = list(action.schema["properties"])
    for round_ in range(10):
        dice = random.Random(f"{action} {round_}")
        body = {name: dice.choice(ODD) for name in dice.sample(names, min(len(names), dice.randint(1, 4)))}
        response = api.call(action.method, action.path(), content=json.dumps(body), headers={"Content-Type": "application/json"})
        assert response.status_code in (200, 201, 202, *REFUSED), f"{body}: {response.text[:300]}"


@pytest.mark.parametrize("action", [action for action in published_actions() if action.query], ids=repr)
def test_parameters_of_actions(api, action):
    texts = [value for value in ODD if isinstance(value, str) and len(value) < 1000]
    for round_ in range(10):
        dice = random.Random(f"{action} {round_}")
        query = {name: dice.choice(texts).encode("utf-8", "replace") for name in action.query if dice.random() < 0.6}
        response = api.call(action.method, action.path() + "?" + urllib.parse.urlencode(query))
        assert response.status_code in (200, 415, *REFUSED), f"{query}: {response.text[:300]}"
