"""Create, patch with null, omitted, unknown and immutable fields, delete: for every resource that offers it."""

import decimal
import re

import pytest
from support.walker import filled, published, types_of

NEVER = "018f3f2e-0000-7000-8000-000000000000"


def same(sent, got):
    """Whether a value that was sent is the one that came back: decimals and instants may be written otherwise."""
    if isinstance(sent, str) and isinstance(got, (int, float)) and not isinstance(got, bool):
        return decimal.Decimal(sent) == decimal.Decimal(str(got))
    if isinstance(sent, dict) and isinstance(got, dict):
        return all(same(value, got.get(name)) for name, value in sent.items())
    if isinstance(sent, list) and isinstance(got, list):
        return len(sent) == len(got) and all(same(a, b) for a, b in zip(sent, got))
    if isinstance(sent, str) and isinstance(got, str) and sent != got:
        return re.sub(r"[^0-9a-z]", "", sent.lower()) == re.sub(r"[^0-9a-z]", "", got.lower())
    return sent == got


def check_created(walker, made):
    resource = made.resource
    assert made.answer.headers["location"].endswith(made.path), made.answer.headers["location"]
    answer = walker.call("GET", made.path)
    assert answer.status_code == 200
    record = answer.json()
    assert record[resource.id] == made.id
    assert made.answer.headers["etag"] == answer.headers["etag"]
    for name, value in made.body.items():
        if name in record:
            assert same(value, record[name]), f"{name}: sent {value!r}, got {record[name]!r}"


@pytest.mark.resources_with("create")
def test_create_and_read(walker, resource, made):
    check_created(walker, made)
    if resource.has("list"):
        listed = walker.call("GET", f"{made.collection}?sort=created-date,desc&size=1000").json()["results"]
        assert made.id in [record[resource.id] for record in listed]


@pytest.mark.resources_with("singleton-create")
def test_create_and_read_the_newest(walker, resource, made):
    check_created(walker, made)


@pytest.mark.resources_with("create")
def test_the_whole_record_when_preferred(walker, resource, made):
    body = dict(made.body)
    answer = walker.call("POST", made.collection, body=walker.own(resource.fields("create"), body), headers={"Prefer": "return=representation"})
    if answer.status_code == 201:
        assert set(answer.json()) >= {resource.id, "modified", "created-date"}
    else:
        assert answer.status_code in (409, 422)


@pytest.mark.resources_with("create")
def test_what_is_required(walker, resource, made):
    answer = walker.call("POST", made.collection, body={})
    if resource.required:
        assert answer.status_code == 400, answer.text
        assert {fault["pointer"] for fault in answer.json()["errors"]} >= {f"/{name}" for name in resource.required}
        assert all(fault["code"] == "required" for fault in answer.json()["errors"])
    for name in resource.required:
        answer = walker.call("POST", made.collection, body={**made.body, name: None})
        assert answer.status_code == 400, f"{name}: null is no value"
        assert [fault["pointer"] for fault in answer.json()["errors"]] == [f"/{name}"]


@pytest.mark.resources_with("create")
def test_create_refuses_what_it_does_not_know(walker, resource, made):
    before = count(walker, made)
    for body, code in (({"no-such-field": 1}, "unknown-field"), ({"modified": "2024-01-01T00:00:00Z"}, "read-only-field"),
                       ({resource.id: NEVER}, "read-only-field")):
        answer = walker.call("POST", made.collection, body={**made.body, **body})
        assert (answer.status_code, answer.json()["code"]) == (400, code), answer.text
    assert count(walker, made) == before


@pytest.mark.resources_with("create")
def test_create_refuses_other_types(walker, resource, made):
    for name, schema in resource.fields("create").items():
        wrong = {"no": "object"} if "object" not in types_of(schema) else 7
        answer = walker.call("POST", made.collection, body={**made.body, name: wrong})
        assert answer.status_code == 400, f"{name}: {answer.status_code} {answer.text}"
        assert any(fault["pointer"].startswith(f"/{name}") for fault in answer.json()["errors"])


@pytest.mark.resources_with("create")
def test_bounds_of_texts(walker, resource, made):
    for name, schema in resource.fields("create").items():
        if "string" not in types_of(schema) or "enum" in schema or schema.get("format") in ("uuid", "date", "date-time"):
            continue
        if most := schema.get("maxLength"):
            answer = walker.call("POST", made.collection, body={**made.body, name: "x" * (most + 1)})
            assert answer.status_code == 400, f"{name} of {most + 1} characters"
        for blank in ("", "   "):
            answer = walker.call("POST", made.collection, body={**made.body, name: blank})
            assert answer.status_code == 400, f"{name} of {blank!r}"


def count(walker, made):
    if not made.resource.has("list"):
        return None
    return walker.call("GET", f"{made.collection}?size=1&total=exact").json()["total-results"]


@pytest.fixture
def changeable(walker, resource):
    """A record that may be changed: a new one where one can be made, else one that is there."""
    if resource.creatable:
        made = walker.make(resource)
        return made.path
    _, records = walker.sample(resource)
    return resource.url(filled(resource.template("patch"), {resource.id: records[0][resource.id]}))


def read(walker, path):
    answer = walker.call("GET", path)
    return answer.json(), answer.headers["etag"]


@pytest.mark.resources_with("patch")
def test_patch_of_nothing(walker, resource, changeable):
    before = read(walker, changeable)
    answer = walker.call("PATCH", changeable, body={})
    assert answer.status_code == 200
    assert (answer.json(), answer.headers["etag"]) == before


@pytest.mark.resources_with("patch")
def test_patch_with_null(walker, resource, changeable):
    for name, schema in resource.fields("patch").items():
        before = read(walker, changeable)
        answer = walker.call("PATCH", changeable, body={name: None})
        if "null" in types_of(schema):
            assert answer.status_code in (200, 422, 400), f"{name}: {answer.text}"
            if answer.status_code == 400:  # required because of another field
                assert answer.json()["code"] in ("required", "required-here"), f"{name}: {answer.text}"
            if answer.status_code == 200:
                continue
        else:
            assert (answer.status_code, answer.json()["code"]) == (400, "required"), f"{name}: {answer.text}"
            assert answer.json()["errors"][0]["pointer"] == f"/{name}"
        assert read(walker, changeable) == before, f"{name}: refused, and yet something changed"


@pytest.mark.resources_with("patch")
def test_patch_leaves_what_is_omitted(walker, resource, changeable):
    """Each field in turn is set to what it is: everything stays, the version too."""
    before = read(walker, changeable)
    for name in resource.fields("patch"):
        value = before[0].get(name)
        if value is None:
            continue
        answer = walker.call("PATCH", changeable, body={name: value})
        assert answer.status_code == 200, f"{name}={value!r}: {answer.text}"
        assert (answer.json(), answer.headers["etag"]) == before, f"{name}: set to what it was, and something changed"


@pytest.mark.resources_with("patch")
def test_patch_refuses_unknown_read_only_and_immutable_fields(walker, resource, changeable):
    before = read(walker, changeable)
    patchable = set(resource.fields("patch"))
    answer = walker.call("PATCH", changeable, body={"no-such-field": 1})
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown-field")
    creatable = resource.fields("create") if resource.has("create") else {}
    for name, schema in resource.properties.items():
        if name in patchable or "$ref" in schema or schema.get("x-embedded"):
            continue
        if schema.get("readOnly"):
            expected = "read-only-field"
        elif name in creatable and creatable[name].get("x-immutable") or schema.get("x-immutable"):
            expected = "immutable-field"
        else:
            continue
        answer = walker.call("PATCH", changeable, body={name: before[0].get(name)})
        assert (answer.status_code, answer.json()["code"]) == (400, expected), f"{name}: {answer.text}"
    assert read(walker, changeable) == before


@pytest.mark.resources_with("patch")
def test_patch_under_a_condition(walker, resource, changeable):
    before, etag = read(walker, changeable)
    assert walker.call("PATCH", changeable, body={}, headers={"If-Match": etag}).status_code == 200
    answer = walker.call("PATCH", changeable, body={}, headers={"If-Match": '"999999"'})
    assert (answer.status_code, answer.json()["code"]) == (412, "precondition-failed")
    assert read(walker, changeable) == (before, etag)


@pytest.mark.resources_with("patch")
def test_a_change_shows_in_version_and_modified(walker, resource, changeable):
    before, etag = read(walker, changeable)
    answer = walker.call("PATCH", changeable, body={"external-id": f"x-{before[resource.id]}"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] != etag and answer.json()["modified"] > before["modified"]
    after = answer.json()
    # `modified` may stand there under another documented name as well.
    moment = {name for name in before if before[name] == before["modified"] and after[name] == after["modified"]}
    rest = set(before) - moment - {"external-id"}
    assert {name: after[name] for name in rest} == {name: before[name] for name in rest}


@pytest.mark.resources_with("patch")
def test_patch_refuses_what_is_no_object(walker, resource, changeable):
    for content in ("[]", '"x"', "7", "null"):
        answer = walker.call("PATCH", changeable, content=content, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (400, "body-not-object"), answer.text


@pytest.mark.resources_with("delete", "create")
def test_delete(walker, resource, made):
    answer = walker.call("DELETE", made.path)
    assert answer.status_code == 204, answer.text
    gone = walker.call("GET", made.path)
    if gone.status_code == 404:
        assert walker.call("PATCH", made.path, body={}).status_code == 404 if resource.has("patch") else True
        assert walker.call("DELETE", made.path).status_code == 404
    else:
        assert gone.status_code == 200
        assert walker.call("DELETE", made.path).status_code == 204
        assert walker.call("GET", made.path).headers["etag"] == gone.headers["etag"], "a second delete is no new version"
    listed = walker.call("GET", f"{made.collection}?sort=created-date,desc&size=1000").json()["results"]
    assert made.id not in [record[resource.id] for record in listed]


@pytest.mark.resources_with("delete", "create")
def test_delete_under_a_condition(walker, resource, made):
    assert walker.call("DELETE", made.path, headers={"If-Match": '"999999"'}).status_code == 412
    assert walker.call("DELETE", made.path, headers={"If-Match": made.answer.headers["etag"]}).status_code == 204


@pytest.mark.resources_with("create")
def test_references_must_exist(walker, resource, made):
    for name, schema in resource.fields("create").items():
        if not schema.get("x-references"):
            continue
        value = [NEVER] if "array" in types_of(schema) else NEVER
        answer = walker.call("POST", made.collection, body=resource.completed({**made.body, name: value}))
        assert answer.status_code in (409, 422), f"{name}: {answer.text}"
        assert any(fault["code"] == "reference-not-found" and fault["pointer"].startswith(f"/{name}") for fault in answer.json()["errors"]), answer.text
