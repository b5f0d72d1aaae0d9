"""Malformed and ambiguous HTTP: 400 and the connection closes (docs/contract.md 9; RFC 9112)."""

import gzip
import json
import socket
import subprocess
import time

import pytest
from support.raw import exchange, is_closed, read_response

LIVE = b"/health/live"


def request(method=b"GET", target=LIVE, version=b"HTTP/1.1", host=b"Host: localhost\r\n", headers=b"", body=b""):
    return method + b" " + target + b" " + version + b"\r\n" + host + headers + b"\r\n" + body


def check_refusal(response, closed, statuses=(400,)):
    assert response is not None, "the connection closed without a response"
    assert response.status in statuses, f"{response.status} {response.body[:300]!r}"
    assert response.header("x-correlation-id"), "no correlation id"
    problem = json.loads(response.body)
    if response.header("content-type")[0].startswith("application/problem+json"):
        assert problem["status"] == response.status and problem["code"]
    else:
        assert problem["error"] == "invalid_request"  # the token endpoint: an error of RFC 6749
    assert closed, "the connection stays open after malformed HTTP"


MALFORMED = {
    "both lengths": request(b"POST", b"/oauth/token", headers=b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", body=b"0\r\n\r\n"),
    "two different lengths": request(b"POST", b"/oauth/token", headers=b"Content-Length: 3\r\nContent-Length: 4\r\n", body=b"abcd"),
    "two equal lengths": request(b"POST", b"/oauth/token", headers=b"Content-Length: 3\r\nContent-Length: 3\r\n", body=b"abc"),
    "a list of lengths": request(b"POST", b"/oauth/token", headers=b"Content-Length: 3, 3\r\n", body=b"abc"),
    "a signed length": request(b"POST", b"/oauth/token", headers=b"Content-Length: +3\r\n", body=b"abc"),
    "a negative length": request(b"POST", b"/oauth/token", headers=b"Content-Length: -3\r\n", body=b"abc"),
    "a hexadecimal length": request(b"POST", b"/oauth/token", headers=b"Content-Length: 0x3\r\n", body=b"abc"),
    "an empty length": request(b"POST", b"/oauth/token", headers=b"Content-Length: \r\n", body=b"abc"),
    "a length beyond 64 bits": request(b"POST", b"/oauth/token", headers=b"Content-Length: 99999999999999999999999\r\n"),
    "a folded header": request(headers=b"X-Folded: a\r\n b\r\n"),
    "a folded header with a tab": request(headers=b"X-Folded: a\r\n\tb\r\n"),
    "a header section that begins with a blank": b"GET /health/live HTTP/1.1\r\n Host: localhost\r\n\r\n",
    "a blank before the colon": request(headers=b"X-Blank : a\r\n"),
    "a header without a colon": request(headers=b"Nothing\r\n"),
    "a header without a name": request(headers=b": a\r\n"),
    "a header name with a bad character": request(headers=b"X-B@d: a\r\n"),
    "NUL in a header": request(headers=b"X-Nul: a\0b\r\n"),
    "a control character in a header": request(headers=b"X-Bell: a\x07b\r\n"),
    "a bare CR in a header": request(headers=b"X-Cr: a\rb\r\n"),
    "bare LF as line end": b"GET /health/live HTTP/1.1\nHost: localhost\n\n",
    "a bare LF among line ends": b"GET /health/live HTTP/1.1\r\nHost: localhost\nX-A: b\r\n\r\n",
    "no Host": request(host=b""),
    "two Hosts": request(headers=b"Host: other\r\n"),
    "two equal Hosts": request(headers=b"Host: localhost\r\n"),
    "a Host with a blank": request(host=b"Host: local host\r\n"),
    "a Host with a path": request(host=b"Host: localhost/x\r\n"),
    "a Host with a user": request(host=b"Host: a@localhost\r\n"),
    "a Host with a bad port": request(host=b"Host: localhost:99999999\r\n"),
    "an unfinished chunk size": request(b"POST", b"/oauth/token", headers=b"Transfer-Encoding: chunked\r\n", body=b"zz\r\nabc\r\n0\r\n\r\n"),
    "a chunk size beyond 64 bits": request(b"POST", b"/oauth/token", headers=b"Transfer-Encoding: chunked\r\n", body=b"fffffffffffffffff\r\nabc\r\n0\r\n\r\n"),
    "a chunk longer than its size": request(b"POST", b"/oauth/token", headers=b"Transfer-Encoding: chunked\r\n", body=b"3\r\nabcdef\r\n0\r\n\r\n"),
    "a chunk size with a sign": request(b"POST", b"/oauth/token", headers=b"Transfer-Encoding: chunked\r\n", body=b"+3\r\nabc\r\n0\r\n\r\n"),
    "chunked twice": request(b"POST", b"/oauth/token", headers=b"Transfer-Encoding: chunked, chunked\r\n", body=b"0\r\n\r\n"),
    "two Transfer-Encodings": request(b"POST", b"/oauth/token", headers=b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", body=b"0\r\n\r\n"),
    "chunked that is not last": request(b"POST", b"/oauth/token", headers=b"Transfer-Encoding: chunked, gzip\r\n", body=b"0\r\n\r\n"),
    "Transfer-Encoding in HTTP/1.0": request(b"POST", b"/oauth/token", version=b"HTTP/1.0", headers=b"Transfer-Encoding: chunked\r\n", body=b"0\r\n\r\n"),
    "raw UTF-8 in the target": request(target="/health/live/é".encode()),
    "a fragment in the target": request(target=b"/health/live#top"),
    "a blank in the target": request(target=b"/health/li ve"),
    "a broken escape in the target": request(target=b"/health/%zz"),
    "a target that is not a path": request(target=b"health/live"),
    "a lower-case method": request(b"get"),
    "a method with a bad character": request(b"G@T"),
    "no version": b"GET /health/live\r\nHost: localhost\r\n\r\n",
    "an invalid version": request(version=b"HTTP/x.y"),
    "two blanks in the request line": b"GET  /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "TLS on a plain port": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64 + b"\r\n\r\n",
    "nonsense": b"\x00\x01\x02\x03\r\n\r\n",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_http_is_refused_and_the_connection_closed(sandbox, name):
    response, closed = exchange(sandbox.port, MALFORMED[name])
    check_refusal(response, closed)


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_http_keeps_the_callers_correlation_id(sandbox, name):
    line, end, rest = MALFORMED[name].partition(b"\n")
    response, _ = exchange(sandbox.port, line + end + b"X-Correlation-Id: caller-7\r\n" + rest)
    given = response.header("x-correlation-id")
    assert json.loads(response.body).get("correlation-id", given[0]) == given[0]
    if rest.startswith(b" "):
        assert given != ["caller-7"], "a folded line changes the id"
    else:
        assert given == ["caller-7"]


def test_a_header_section_that_does_not_end_keeps_the_callers_correlation_id(sandbox):
    response, _ = exchange(sandbox.port, request(headers=b"X-Correlation-Id: caller-8\r\nX-Large: " + b"a" * 20_000))
    assert response.status == 431 and response.header("x-correlation-id") == ["caller-8"]


def test_an_unknown_transfer_coding(sandbox):
    response, closed = exchange(sandbox.port, request(b"POST", b"/oauth/token", headers=b"Transfer-Encoding: br\r\n", body=b"x"))
    check_refusal(response, closed, (400, 501))


def test_a_version_that_is_not_served(sandbox):
    response, closed = exchange(sandbox.port, request(version=b"HTTP/3.0"))
    check_refusal(response, closed, (400, 505))


def test_an_unknown_method(sandbox):
    response, _ = exchange(sandbox.port, request(b"BREW"))
    assert response.status in (405, 501)


@pytest.mark.parametrize("method", [b"TRACE", b"CONNECT"])
def test_methods_that_are_never_offered(sandbox, method):
    response, _ = exchange(sandbox.port, request(method))
    assert response.status in (400, 405, 501)


def test_an_expectation_that_cannot_be_met(sandbox):
    response, _ = exchange(sandbox.port, request(headers=b"Expect: a-miracle\r\n"))
    assert response.status == 417


def test_100_continue_requests_the_body(sandbox):
    body = b"grant_type=client_credentials"
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=10) as connection:
        connection.sendall(request(b"POST", b"/oauth/token",
                                   headers=b"Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n"
                                           b"Content-Length: %d\r\n" % len(body)))
        first = connection.recv(65536)
        assert first.startswith(b"HTTP/1.1 100"), first
        connection.sendall(body)
        assert read_response(connection, first).status in (400, 401)


def test_a_request_that_arrives_byte_by_byte(sandbox):
    raw = request(headers=b"X-Correlation-Id: slowly\r\nConnection: close\r\n")
    response, _ = exchange(sandbox.port, *(raw[i:i + 1] for i in range(len(raw))), pause=0.001)
    assert response.status == 200 and response.header("x-correlation-id") == ["slowly"]


def test_pipelined_requests_get_responses_in_order(sandbox):
    raw = b"".join(request(headers=b"X-Correlation-Id: n%d\r\n" % number) for number in range(5))
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=10) as connection:
        connection.sendall(raw)
        rest = b""
        for number in range(5):
            response = read_response(connection, rest)
            rest = response.rest
            assert response.status == 200 and response.header("x-correlation-id") == [f"n{number}"]


def test_a_connection_is_kept_alive(sandbox):
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=10) as connection:
        for _ in range(3):
            connection.sendall(request())
            assert read_response(connection).status == 200
        assert not is_closed(connection)


def test_a_connection_is_closed_on_request(sandbox):
    response, closed = exchange(sandbox.port, request(headers=b"Connection: close\r\n"))
    assert response.status == 200 and closed


def test_http_1_0_gets_a_response_and_is_closed(sandbox):
    response, closed = exchange(sandbox.port, request(version=b"HTTP/1.0"))
    assert response.status == 200 and closed


def test_a_chunked_body_is_accepted(sandbox):
    body = b'{"client_id": "nobody", "client_secret": "x"}'
    chunks = b"%x\r\n" % 10 + body[:10] + b"\r\n" + b"%x;note=1\r\n" % (len(body) - 10) + body[10:] + b"\r\n0\r\n\r\n"
    response, _ = exchange(sandbox.port, request(b"POST", b"/oauth/token",
                                                 headers=b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", body=chunks))
    assert response.status == 401, response.body


def test_a_missing_body_does_not_affect_the_server(sandbox):
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=10) as connection:
        connection.sendall(request(b"POST", b"/oauth/token", headers=b"Content-Type: application/json\r\nContent-Length: 100\r\n", body=b"{"))
    assert sandbox.ready()


def test_many_idle_connections_do_not_affect_the_server(sandbox):
    idle = [socket.create_connection(("127.0.0.1", sandbox.port), timeout=10) for _ in range(200)]
    try:
        started = time.monotonic()
        assert sandbox.ready()
        assert time.monotonic() - started < 2
    finally:
        for connection in idle:
            connection.close()


def test_an_unfinished_header_section_times_out(sandbox):
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=25) as connection:
        connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n")
        response = read_response(connection)
    assert 8 <= time.monotonic() - started <= 15
    assert response is None or response.status == 408


# Limits


def test_a_target_within_the_limit(sandbox):
    response, _ = exchange(sandbox.port, request(target=b"/health/live?x=" + b"a" * 8000))
    assert response.status in (200, 400)


def test_a_target_beyond_the_limit(sandbox):
    response, closed = exchange(sandbox.port, request(target=b"/" + b"a" * 8200))
    check_refusal(response, closed, (414,))
    assert b"8" in response.body


def test_one_header_beyond_the_limit(sandbox):
    response, closed = exchange(sandbox.port, request(headers=b"X-Long: " + b"a" * 16400 + b"\r\n"))
    check_refusal(response, closed, (431,))


def test_too_many_headers(sandbox):
    response, closed = exchange(sandbox.port, request(headers=b"".join(b"X-%d: a\r\n" % number for number in range(101))))
    check_refusal(response, closed, (431,))


def test_a_header_section_beyond_the_limit(sandbox):
    response, closed = exchange(sandbox.port, request(headers=b"".join(b"X-%d: " % number + b"a" * 4000 + b"\r\n" for number in range(9))))
    check_refusal(response, closed, (431,))


def test_a_header_section_within_the_limits(sandbox):
    response, _ = exchange(sandbox.port, request(headers=b"X-Long: " + b"a" * 15000 + b"\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(90))))
    assert response.status == 200


def test_a_body_with_too_large_a_length_is_refused_before_it_arrives(api, sandbox):
    headers = (f"Authorization: Bearer {api.token()}\r\nTenant-Id: {api.tenants['first']}\r\nContent-Type: application/json\r\n"
               f"Content-Length: {1024 * 1024 + 1}\r\n").encode()
    response, closed = exchange(sandbox.port, request(b"POST", b"/location-management/v1/api/regions", headers=headers))
    check_refusal(response, closed, (413,))
    assert b"body-too-large" in response.body


def test_a_chunked_body_is_refused_once_it_is_too_large(api, sandbox):
    headers = (f"Authorization: Bearer {api.token()}\r\nTenant-Id: {api.tenants['first']}\r\nContent-Type: application/json\r\n"
               "Transfer-Encoding: chunked\r\n").encode()
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    response, closed = exchange(sandbox.port, request(b"POST", b"/location-management/v1/api/regions", headers=headers), chunk * 17)
    assert closed
    assert response is None or response.status == 413


def test_a_token_body_has_its_own_limit(sandbox):
    response, _ = exchange(sandbox.port, request(b"POST", b"/oauth/token",
                                                 headers=b"Content-Type: application/json\r\nContent-Length: 16385\r\n", body=b" " * 16385))
    assert response.status == 413


def test_a_body_of_almost_a_mebibyte_is_read(api):
    padded = json.dumps({"name": 7}).rjust(1024 * 1024)
    response = api.call("POST", "/location-management/v1/api/regions", content=padded, headers={"Content-Type": "application/json"})
    assert response.status_code == 400 and response.json()["code"] == "invalid-type"


@pytest.mark.parametrize("depth, code", [(32, "invalid-type"), (33, "invalid-json"), (100_000, "invalid-json")])
def test_the_depth_of_json(api, depth, code):
    inner = depth - 1  # the object itself is the first level
    content = '{"name": ' + "[" * inner + "]" * inner + "}"
    response = api.call("POST", "/location-management/v1/api/regions", content=content, headers={"Content-Type": "application/json"})
    assert response.status_code == 400 and response.json()["code"] == code


@pytest.mark.parametrize("count, status", [(100, 200), (101, 400)])
def test_the_values_of_in(api, count, status):
    values = ",".join(f"018f3f2e-0000-7000-8000-{number:012d}" for number in range(count))
    search = {"contact-uuid[in]": values.split(",")}
    response = api.call("POST", "/contact-management/v1/api/contacts/search", body=search)
    assert response.status_code == status, response.text
    if status == 400:
        assert "100" in response.json()["errors"][0]["message"]


def test_an_upper_case_path_is_another_path(api):
    assert api.get("/Health/live", client=None, tenant=None).status_code == 404


@pytest.mark.parametrize("path", ["/health/../health/live", "/health/./live", "//health/live", "/health//live", "/health/%2e%2e/health/live",
                                  "/health%2Flive", "/health/live%00"])
def test_paths_are_not_normalised(sandbox, path):
    response, _ = exchange(sandbox.port, request(target=path.encode()))
    assert response.status in (400, 404)


# Compressed bodies, empty bodies, other versions


def api_request(api, method, path, body=b"", *headers):
    lines = [f"Authorization: Bearer {api.token()}", f"Tenant-Id: {api.tenants['first']}", *headers]
    return request(method.encode(), path.encode(), headers="".join(f"{line}\r\n" for line in lines).encode(), body=body)


def chunked(body, size=11):
    chunks = [body[i:i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"


REGIONS = "/location-management/v1/api/regions"


def create_region(api, sandbox, body, *headers, chunks=False):
    framing = "Transfer-Encoding: chunked" if chunks else f"Content-Length: {len(body)}"
    raw = api_request(api, "POST", REGIONS, chunked(body) if chunks else body, "Content-Type: application/json", framing, *headers)
    return exchange(sandbox.port, raw)[0]


def region_body(**members):
    return json.dumps({"name": f"Region {time.monotonic_ns()}", **members}).encode()


@pytest.mark.parametrize("chunks", [False, True])
@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP", "gzip, identity"])
def test_a_gzip_body_is_read(api, sandbox, coding, chunks):
    response = create_region(api, sandbox, gzip.compress(region_body()), f"Content-Encoding: {coding}", chunks=chunks)
    assert response.status == 201, response.body


def test_a_gzip_body_of_several_members_is_one_body(api, sandbox):
    body = region_body()
    response = create_region(api, sandbox, gzip.compress(body[:9]) + gzip.compress(b"") + gzip.compress(body[9:]), "Content-Encoding: gzip")
    assert response.status == 201, response.body


@pytest.mark.parametrize("chunks", [False, True])
@pytest.mark.parametrize("spoil", [lambda packed: packed[:-1], lambda packed: packed[:12], lambda packed: packed + b"x",
                                   lambda packed: packed + b"\0", lambda packed: packed[:-8] + b"12345678", lambda packed: b"{}"])
def test_a_gzip_body_that_cannot_be_decoded(api, sandbox, spoil, chunks):
    response = create_region(api, sandbox, spoil(gzip.compress(region_body())), "Content-Encoding: gzip", chunks=chunks)
    assert response.status == 400 and json.loads(response.body)["errors"][0]["header"] == "Content-Encoding", response.body


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "gzip, gzip", "br, gzip"])
def test_another_content_coding_is_refused_and_the_known_ones_named(api, sandbox, coding):
    response = create_region(api, sandbox, region_body(), f"Content-Encoding: {coding}")
    assert response.status == 415 and response.header("accept-encoding") == ["gzip, identity"]


@pytest.mark.parametrize("chunks", [False, True])
def test_a_gzip_body_is_bounded_as_decoded(api, sandbox, chunks):
    bomb = gzip.compress(b" " * (50 * 1024 * 1024))
    started = time.monotonic()
    response = create_region(api, sandbox, bomb, "Content-Encoding: gzip", chunks=chunks)
    assert response.status == 413 and time.monotonic() - started < 5
    padded = region_body().rjust(1024 * 1024)
    assert create_region(api, sandbox, gzip.compress(padded), "Content-Encoding: gzip", chunks=chunks).status == 201
    assert create_region(api, sandbox, gzip.compress(padded + b" "), "Content-Encoding: gzip", chunks=chunks).status == 413


def test_a_gzip_token_request(api, sandbox):
    key, secret = api.clients["pii"]
    body = gzip.compress(json.dumps({"client_id": key, "client_secret": secret}).encode())
    head = b"Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n" % len(body)
    response, _ = exchange(sandbox.port, request(b"POST", b"/oauth/token", headers=head, body=body))
    assert response.status == 200 and json.loads(response.body)["access_token"] == api.token()
    response, _ = exchange(sandbox.port, request(b"POST", b"/oauth/token", headers=head.replace(b"gzip", b"brot"), body=body))
    assert response.status == 415 and json.loads(response.body)["error"] == "invalid_request"
    assert response.header("accept-encoding") == ["gzip, identity"]
    bomb = gzip.compress(b" " * 10_000_000)
    head = b"Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n" % len(bomb)
    response, _ = exchange(sandbox.port, request(b"POST", b"/oauth/token", headers=head, body=bomb))
    assert response.status == 413


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_get_with_an_empty_chunked_body_is_served(api, sandbox, method):
    raw = api_request(api, method, REGIONS, b"0\r\n\r\n", "Transfer-Encoding: chunked")
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=10) as connection:
        for _ in range(2):  # and the connection goes on
            connection.sendall(raw)
            response = read_response(connection, method=method)
            assert response.status == 200, response.body


@pytest.mark.parametrize("method, path", [("GET", REGIONS), ("DELETE", REGIONS + "/018f3f2e-0000-7000-8000-000000000000")])
@pytest.mark.parametrize("chunks", [False, True])
def test_a_body_where_none_belongs_is_refused(api, sandbox, method, path, chunks):
    framing = "Transfer-Encoding: chunked" if chunks else "Content-Length: 2"
    response, closed = exchange(sandbox.port, api_request(api, method, path, chunked(b"{}") if chunks else b"{}", framing))
    assert response.status == 400 and json.loads(response.body)["code"] == "body-not-expected" and closed


HTTP2_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


@pytest.mark.parametrize("pieces", [[HTTP2_PREFACE], [HTTP2_PREFACE[:7], HTTP2_PREFACE[7:20], HTTP2_PREFACE[20:]]])
def test_http_2_is_told_in_its_own_frames_that_http_1_1_is_served(sandbox, pieces):
    settings = bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=10) as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(0.02)
        connection.sendall(settings)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    frames = []
    while received:
        length = int.from_bytes(received[:3], "big")
        frames.append((received[3], received[9:9 + length]))
        received = received[9 + length:]
    assert [kind for kind, _ in frames] == [4, 7]  # SETTINGS, GOAWAY
    last_stream, error = (int.from_bytes(frames[1][1][i:i + 4], "big") for i in (0, 4))
    assert (last_stream, error) == (0, 0xd)  # HTTP_1_1_REQUIRED: nothing was processed


def test_the_first_request_of_http_2_is_told_to_use_http_1_1(sandbox):
    frame = lambda kind, stream, payload: len(payload).to_bytes(3, "big") + bytes([kind, 0]) + stream.to_bytes(4, "big") + payload
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=10) as connection:
        connection.sendall(HTTP2_PREFACE + frame(4, 0, bytes(18)) + frame(8, 0, bytes(4)) + frame(1, 1, b"header block"))
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    assert received == frame(4, 0, b"") + frame(3, 1, bytes([0, 0, 0, 0xd]))  # RST_STREAM: HTTP_1_1_REQUIRED


@pytest.mark.skipif("HTTP2" not in subprocess.run(["curl", "--version"], stdout=subprocess.PIPE, text=True, check=False).stdout,
                    reason="curl without HTTP/2")
def test_curl_with_prior_knowledge_of_http_2_goes_on_with_http_1_1(sandbox):
    run = subprocess.run(["curl", "-sS", "--noproxy", "*", "--http2-prior-knowledge", "-w", "%{http_version}", f"{sandbox.base}/health/live"],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, timeout=20)
    assert (run.returncode, run.stdout) == (0, '{"status":"pass"}1.1'), run.stderr


def test_last_modified_is_never_later_than_date(api):
    from email.utils import parsedate_to_datetime
    made = api.create(REGIONS, {"name": f"Region {time.monotonic_ns()}"})["region-uuid"]
    for number in range(30):
        for response in (api.call("PATCH", f"{REGIONS}/{made}", body={"description": str(number)}), api.get(f"{REGIONS}/{made}")):
            date, modified = (parsedate_to_datetime(response.headers[name]) for name in ("date", "last-modified"))
            assert modified <= date
        time.sleep(0.03)


def test_if_modified_since_hides_no_change(api):
    """Reads and changes in turn, faster than HTTP's dates can tell: the copy that conditions keep is never stale."""
    made = api.create(REGIONS, {"name": f"Region {time.monotonic_ns()}"})["region-uuid"]
    copy = api.get(f"{REGIONS}/{made}")
    for number in range(40):
        api.call("PATCH", f"{REGIONS}/{made}", body={"description": str(number)})
        again = api.get(f"{REGIONS}/{made}", headers={"If-Modified-Since": copy.headers["last-modified"]})
        assert again.status_code == 200 and again.json()["description"] == str(number)
        copy = again
        time.sleep(0.02 if number % 5 else 0.4)
    time.sleep(1.1)
    copy = api.get(f"{REGIONS}/{made}")
    assert api.get(f"{REGIONS}/{made}", headers={"If-Modified-Since": copy.headers["last-modified"]}).status_code == 304
