"""What holds for every action, whatever it does: who may call it, and what it says to input that is none of its."""

import pytest
from support.walker import published_actions

ACTIONS = pytest.mark.parametrize("action", published_actions(), ids=repr)


def body_of(action):
    return {} if action.schema else None


@ACTIONS
def test_without_a_token(api, action):
    answer = api.call(action.method, action.path(), client=None)
    assert (answer.status_code, answer.json()["code"]) == (401, "token-missing"), answer.text


@ACTIONS
def test_without_the_scope(api, action):
    other = "location:read" if not any(scope.startswith("location") for scope in action.scopes) else "contact:read"
    answer = api.call(action.method, action.path(), scope=other, body=body_of(action))
    assert (answer.status_code, answer.json()["code"]) == (403, "insufficient-scope"), answer.text


@ACTIONS
def test_a_tenant_that_is_not_granted(api, action):
    answer = api.call(action.method, action.path(), client="limited", tenant="second", body=body_of(action))
    assert (answer.status_code, answer.json()["code"]) == (403, "tenant-not-granted"), answer.text


@ACTIONS
def test_an_id_that_is_none(api, action):
    if "{" not in action.template:
        pytest.skip("its path has no id")
    names = [name.strip("{}") for name in action.template.split("/") if name.startswith("{")]
    path = action.path({name.split("}")[0]: "not-a-uuid" for name in names})
    answer = api.call(action.method, path, body=body_of(action))
    assert answer.status_code == 400, answer.text
    assert "invalid-uuid" in {fault["code"] for fault in answer.json()["errors"]}, answer.text


@ACTIONS
def test_names_that_it_does_not_know(api, action):
    answer = api.call(action.method, action.path() + "?no-such-parameter=1", body=body_of(action))
    if answer.status_code == 415:
        return  # a file is wanted, and its media type comes first
    assert answer.status_code == 400 and "unknown-parameter" in {fault["code"] for fault in answer.json()["errors"]}, answer.text
    if action.schema:
        answer = api.call(action.method, action.path(), body={"no-such-member": 1})
        assert answer.status_code == 400 and "unknown-field" in {fault["code"] for fault in answer.json()["errors"]}, answer.text


@ACTIONS
def test_what_it_requires(api, action):
    if action.schema:
        required = action.schema.get("required", [])
        answer = api.call(action.method, action.path(), body={})
        named = {fault.get("pointer") for fault in answer.json().get("errors", [])} if answer.status_code == 400 else set()
        assert named >= {f"/{name}" for name in required}, answer.text
        return
    required = [name for name, parameter in action.query.items() if parameter.get("required")]
    if not required:
        pytest.skip("it requires nothing")
    answer = api.call(action.method, action.path())
    if answer.status_code == 415:
        return
    named = {fault.get("parameter") for fault in answer.json().get("errors", [])}
    assert answer.status_code == 400 and named >= set(required), answer.text


@ACTIONS
def test_values_of_another_type(api, action):
    """Each member in turn is an object, a list and a number where none of these is meant: 400, and never a fault of ours."""
    if not action.schema:
        pytest.skip("it takes no JSON")
    for name in action.schema["properties"]:
        for value in ({"a": [1]}, [[]], True, -1e300, "\u0000"):
            answer = api.call(action.method, action.path(), body={name: value})
            assert answer.status_code in (400, 403), f"{name}: {value!r}: {answer.text}"
