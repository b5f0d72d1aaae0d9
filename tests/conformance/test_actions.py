"""Rules of every action: who may call it, and its response to invalid input."""

import pytest
from support.resources import published_actions

ACTIONS = pytest.mark.parametrize("action", published_actions(), ids=repr)


def body_of(action):
    return {} if action.schema else None


@ACTIONS
def test_without_a_token(api, action):
    response = api.call(action.method, action.path(), client=None)
    assert (response.status_code, response.json()["code"]) == (401, "token-missing"), response.text


@ACTIONS
def test_without_the_scope(api, action):
    other = "location:read" if not any(scope.startswith("location") for scope in action.scopes) else "contact:read"
    response = api.call(action.method, action.path(), scope=other, body=body_of(action))
    assert (response.status_code, response.json()["code"]) == (403, "insufficient-scope"), response.text


@ACTIONS
def test_a_tenant_that_is_not_granted(api, action):
    response = api.call(action.method, action.path(), client="limited", tenant="second", body=body_of(action))
    assert (response.status_code, response.json()["code"]) == (403, "tenant-not-granted"), response.text


@ACTIONS
def test_an_invalid_id(api, action):
    if "{" not in action.template:
        pytest.skip("the path has no id")
    names = [name.strip("{}") for name in action.template.split("/") if name.startswith("{")]
    path = action.path({name.split("}")[0]: "not-a-uuid" for name in names})
    response = api.call(action.method, path, body=body_of(action))
    assert response.status_code == 400, response.text
    assert "invalid-uuid" in {error["code"] for error in response.json()["errors"]}, response.text


@ACTIONS
def test_unknown_names(api, action):
    response = api.call(action.method, action.path() + "?no-such-parameter=1", body=body_of(action))
    if response.status_code == 415:
        return  # an upload: the media type is checked first
    assert response.status_code == 400 and "unknown-parameter" in {error["code"] for error in response.json()["errors"]}, response.text
    if action.schema:
        response = api.call(action.method, action.path(), body={"no-such-member": 1})
        assert response.status_code == 400 and "unknown-field" in {error["code"] for error in response.json()["errors"]}, response.text


@ACTIONS
def test_what_it_requires(api, action):
    if action.schema:
        required = action.schema.get("required", [])
        response = api.call(action.method, action.path(), body={})
        named = {error.get("pointer") for error in response.json().get("errors", [])} if response.status_code == 400 else set()
        assert named >= {f"/{name}" for name in required}, response.text
        return
    required = [name for name, parameter in action.query.items() if parameter.get("required")]
    if not required:
        pytest.skip("the action requires nothing")
    response = api.call(action.method, action.path())
    if response.status_code == 415:
        return
    named = {error.get("parameter") for error in response.json().get("errors", [])}
    assert response.status_code == 400 and named >= set(required), response.text


@ACTIONS
def test_values_of_another_type(api, action):
    """Each member in turn gets an object, a list and a number of the wrong type: 400, never a 5xx."""
    if not action.schema:
        pytest.skip("the action has no JSON body")
    for name in action.schema["properties"]:
        for value in ({"a": [1]}, [[]], True, -1e300, "\u0000"):
            response = api.call(action.method, action.path(), body={name: value})
            assert response.status_code in (400, 403), f"{name}: {value!r}: {response.text}"
