"""Tokens, repetition and errors against a small server that answers what the test tells it to."""

import logging
import threading
import time

import httpx
import pytest
from conftest import Reply, problem
from vip_sdk import ApiError, Retry, TransportError, Vip

CREATED = Reply(201, {"contact-uuid": "c"})
EMPTY = Reply(200, {"results": []})


def create(client):
    return client.contact_management.create_contact({"contact-type": "Client"})


def patch(client, **options):
    return client.contact_management.update_contact("c", {"first-name": None}, **options)


def read(client):
    return client.contact_management.list_contacts().page()


def search(client):
    return client.contact_management.search_contacts({}).page()


DROP = Reply(drop=True)


@pytest.mark.parametrize("call,first,good", [
    (read, problem(503, "overloaded"), EMPTY),
    (read, Reply(503, b"<html>"), EMPTY),
    (read, Reply(502, b""), EMPTY),
    (read, problem(429, "too-many-requests"), EMPTY),
    (read, DROP, EMPTY),
    (search, Reply(504, b""), EMPTY),
    (search, DROP, EMPTY),
    (create, problem(503, "overloaded"), CREATED),
    (create, problem(503, "storage-unavailable"), CREATED),
    (create, problem(429, "too-many-requests"), CREATED),
    (patch, DROP, Reply(200, {})),
    (patch, Reply(502, b""), Reply(200, {})),
])
def test_is_repeated(fake, script, call, first, good):
    script.answer(first, good)
    call(fake)
    assert len(script.requests) == 2
    one, two = script.requests
    assert one[3] == two[3], "the body is the same"
    assert one[2]["X-Correlation-Id"] == two[2]["X-Correlation-Id"], "the call is the same"


@pytest.mark.parametrize("call,first", [
    (create, Reply(503, b"<html>")),
    (create, Reply(502, b"")),
    (create, Reply(504, b"")),
    (create, problem(500, "internal-error")),
    (read, problem(503, "deadline-exceeded")),
    (read, problem(500, "internal-error")),
    (lambda client: patch(client, if_match='"1"'), Reply(502, b"")),
])
def test_is_not_repeated(fake, script, call, first):
    script.answer(first)
    with pytest.raises(ApiError):
        call(fake)
    assert len(script.requests) == 1


@pytest.mark.parametrize("call", [create, lambda client: patch(client, if_match='"1"')])
def test_a_lost_answer_of_a_write_is_told(fake, script, call):
    script.answer(DROP)
    with pytest.raises(TransportError) as lost:
        call(fake)
    assert lost.value.sent and lost.value.correlation_id == script.requests[0][2]["X-Correlation-Id"]


def test_a_deletion_whose_answer_was_lost_is_done(fake, script):
    script.answer(DROP, problem(404, "not-found"))
    fake.contact_management.delete_address("a")
    script.answer(problem(404, "not-found"))
    with pytest.raises(ApiError):
        fake.contact_management.delete_address("a")


def test_no_connection_means_nothing_was_sent(waits):
    with Vip("http://127.0.0.1:1", "client", "secret", tenant="t", retry=Retry(attempts=3), sleep=waits.append) as nobody:
        with pytest.raises(TransportError) as refused:
            create(nobody)
    assert not refused.value.sent and len(waits) == 2


def test_a_creation_is_repeated_where_no_connection_was_made(script, waits):
    class Refusing(httpx.HTTPTransport):
        left = 1

        def handle_request(self, request):
            if request.url.path != "/oauth/token" and self.left:
                self.left -= 1
                raise httpx.ConnectError("refused", request=request)
            return super().handle_request(request)

    script.answer(CREATED)
    with Vip(script.url, "client", "secret", tenant="t", http=httpx.Client(transport=Refusing()), sleep=waits.append) as client:
        assert create(client).status == 201


def test_waits_as_the_platform_asks_and_gives_up(fake, script, waits):
    script.answer(problem(429, "too-many-requests", **{"Retry-After": "7"}), problem(503, "overloaded"),
                  problem(503, "overloaded", **{"Retry-After": "2"}))
    with pytest.raises(ApiError) as last:
        read(fake)
    assert waits[0] == 7 and 0.25 <= waits[1] <= 0.5
    assert len(script.requests) == 3 and last.value.retry_after == 2


def test_a_long_wait_is_left_to_the_caller(fake, script, waits):
    script.answer(problem(429, "too-many-requests", **{"Retry-After": "3600"}))
    with pytest.raises(ApiError):
        read(fake)
    assert waits == []


def test_waits_grow_and_are_bounded():
    retry = Retry(attempts=10)
    for attempt in range(1, 10):
        longest = min(8.0, 0.25 * 2 ** (attempt - 1))
        assert all(longest / 2 <= retry.wait(attempt, None) <= longest for _ in range(50))
    assert retry.wait(10, None) is None


def test_a_token_is_kept(fake, script):
    script.answer(EMPTY, EMPTY)
    read(fake)
    read(fake)
    assert script.tokens == 1
    assert {request[2]["Authorization"] for request in script.requests} == {"Bearer token-1"}
    assert {request[2]["Tenant-Id"] for request in script.requests} == {"tenant-1"}


def test_a_token_is_renewed_before_it_expires(fake, script, monkeypatch):
    script.lifetime = 3600
    script.answer(EMPTY, EMPTY, EMPTY)
    read(fake)
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 3600 - 250)
    read(fake)
    assert script.tokens == 1
    monkeypatch.setattr(time, "monotonic", lambda: now + 3600 - 230)
    read(fake)
    assert script.tokens == 2


def test_a_refused_token_is_renewed_once(fake, script):
    script.answer(problem(401, "token-invalid"), CREATED)
    create(fake)
    assert [request[2]["Authorization"] for request in script.requests] == ["Bearer token-1", "Bearer token-2"]
    script.answer(problem(401, "token-invalid"), problem(401, "token-invalid"))
    with pytest.raises(ApiError) as refused:
        create(fake)
    assert refused.value.status == 401 and script.tokens == 3


def test_threads_share_one_token(fake, script):
    script.answer(*[EMPTY] * 8)
    threads = [threading.Thread(target=read, args=(fake,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert script.tokens == 1


def test_a_busy_token_endpoint_is_asked_again(fake, script, waits):
    script.token_replies.extend([Reply(429, {"error": "slow_down"}, {"Retry-After": "3"}), Reply(503, b"")])
    script.answer(EMPTY)
    read(fake)
    assert script.tokens == 3 and waits[0] == 3


def test_nothing_secret_is_shown(fake, script, caplog):
    caplog.set_level(logging.DEBUG)
    script.answer(problem(400, "required"), DROP)
    shown = [repr(fake), repr(fake._connection), repr(fake._connection.tokens)]
    for _ in range(2):
        with pytest.raises((ApiError, TransportError)) as error:
            fake.contact_management.create_contact({"last-name": "Hidden-Name"})
        shown += [repr(error.value), str(error.value), str(vars(error.value))]
    shown.append("\n".join(record.getMessage() for record in caplog.records if record.name == "vip_sdk"))
    assert "correlation id" in shown[-1]
    for text in shown:
        assert "s3cret" not in text and "token-1" not in text and "Hidden" not in text


def test_an_answer_that_is_not_of_the_platform(fake, script):
    script.answer(Reply(200, b"<html>hello</html>"))
    with pytest.raises(TransportError, match="not JSON"):
        read(fake)
    script.answer(Reply(302, b"", {"Location": "https://elsewhere.example/"}))
    with pytest.raises(ApiError) as moved:
        read(fake)
    assert moved.value.code == "http-302" and len(script.requests) == 2, "a redirection is not followed with a token"
