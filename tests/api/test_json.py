"""JSON is strict (docs/contract.md 9): invalid input is refused and nothing is stored."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

REGIONS = "/location-management/v1/api/regions"
SETTINGS = settings(max_examples=60, deadline=None, derandomize=True, database=None,
                    suppress_health_check=[HealthCheck.function_scoped_fixture])

NOT_JSON = [b"", b" ", b"{", b"}", b"[", b"{]", b'{"name"}', b'{"name":}', b'{"name":"a",}', b"{'name':'a'}", b'{name:"a"}', b'{"name":"a"}x',
            b'{"name":"a"}{}', b'{"name":01}', b'{"name":1.}', b'{"name":.5}', b'{"name":+1}', b'{"name":1e}', b'{"name":NaN}', b'{"name":Infinity}',
            b'{"name":-}', b'{"name":0x1}', b'{"name":tru}', b'{"name":True}', b'{"name":nul}', b'{"name":"a\nb"}', b'{"name":"\\x41"}',
            b'{"name":"\\u12"}', b'{"name":"a', b'{"name":"\xff"}', b'{"name":"\xc0\xaf"}', b'{"name":"\xed\xa0\x80"}', b'{"name":"\xf5\x80\x80\x80"}',
            b'\xef\xbb\xbf\xef\xbb\xbf{"name":"a"}', b'{"name":"a"}\xef\xbb\xbf', b'/* a */{"name":"a"}', b'{"name":"a"}//', b'{"name":"a" "b":1}', b'{"a":1,"a":1}', b'{"name":"a"}\0',
            b'{"name":"\\ud800"}', b'{"name":"\\udc00\\ud800"}', '{"name":"a"}'.encode("utf-16")]


@pytest.mark.parametrize("content", NOT_JSON, ids=[repr(one)[:40] for one in NOT_JSON])
def test_invalid_json_is_refused(api, content):
    response = api.call("POST", REGIONS, content=content, headers={"Content-Type": "application/json"})
    assert response.status_code == 400, response.text


@SETTINGS
@given(st.binary(max_size=300))
def test_any_bytes_as_a_body(api, content):
    response = api.call("POST", REGIONS, content=content, headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 201)


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4), max_leaves=12)


@SETTINGS
@given(JSON)
def test_any_json_as_a_name(api, value):
    response = api.call("POST", REGIONS, body={"name": value})
    assert response.status_code in (400, 201)
    if response.status_code == 201:
        assert isinstance(value, str)
        region = api.get(response.headers["location"]).json()
        assert region["name"] == value


@SETTINGS
@given(st.dictionaries(st.sampled_from(["last-name", "first-name", "contact-type", "location-uuid", "title-uuid", "registered-date",
                                        "online-access", "date-of-birth", "x"]), JSON, max_size=9))
def test_any_contact(api, body):
    """All errors of the fields are reported, and none is a 5xx."""
    response = api.call("POST", "/contact-management/v1/api/contacts", content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 422), response.text


@SETTINGS
@given(st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=60))
def test_any_text_as_a_query(api, text):
    response = api.http.get(f"{REGIONS}", params={"q": text}, headers={"Authorization": f"Bearer {api.token()}", "Tenant-Id": api.tenants["first"]})
    assert response.status_code in (200, 400), response.text


@SETTINGS
@given(st.text(alphabet="abcdef0123456789-[]=&%.,\"'", min_size=1, max_size=40))
def test_any_parameter(api, text):
    response = api.http.get(f"{REGIONS}?{text}", headers={"Authorization": f"Bearer {api.token()}", "Tenant-Id": api.tenants["first"]})
    assert response.status_code in (200, 400), response.text
