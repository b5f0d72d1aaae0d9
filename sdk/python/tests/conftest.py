"""One sandbox, and a small server on loopback that answers what a test tells it to."""

import json
import pathlib
import sys
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from vip_sdk import Retry, Vip

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests"))


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory):
    from support.sandbox import Sandbox

    server = Sandbox(tmp_path_factory.mktemp("sandbox"))
    yield server
    error = server.stop()
    assert error is None, error


@pytest.fixture(scope="session")
def vip(sandbox):
    known = sandbox.credentials
    with Vip(sandbox.base, known["VIP_CLIENT_ID"], known["VIP_CLIENT_SECRET"], tenant=known["VIP_TENANT_ID"]) as client:
        yield client


@pytest.fixture(scope="session")
def location_uuid(vip):
    return next(iter(vip.location_management.list_locations()))["location-uuid"]


class Reply:
    """`drop` closes the connection without an answer, after the request was read."""

    def __init__(self, status=200, body=None, headers=None, drop=False):
        self.status, self.body, self.headers, self.drop = status, body if body is not None else {}, headers or {}, drop


def problem(status, code, **headers):
    return Reply(status, {"type": "about:blank", "title": code, "status": status, "code": code, "correlation-id": "from-problem"},
                 {"Content-Type": "application/problem+json", **headers})


class Script:
    """The replies of the fake server, in order, and the requests that it got."""

    def __init__(self):
        self.replies, self.requests, self.tokens = deque(), [], 0
        self.lifetime = 86400
        self.token_replies = deque()
        self.url = ""

    def answer(self, *replies):
        self.replies.extend(replies)

    def serve(self, handler):
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        if handler.path == "/oauth/token":
            self.tokens += 1
            return self.token_replies.popleft() if self.token_replies else Reply(
                200, {"access_token": f"token-{self.tokens}", "token_type": "Bearer", "expires_in": self.lifetime})
        self.requests.append((handler.command, handler.path, dict(handler.headers), body))
        return self.replies.popleft()


@pytest.fixture
def script():
    plan = Script()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self):
            reply = plan.serve(self)
            if reply.drop:
                self.close_connection = True
                return
            body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_DELETE = respond

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    plan.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield plan
    server.shutdown()
    server.server_close()


@pytest.fixture
def waits():
    return []


@pytest.fixture
def fake(script, waits):
    """A client of the fake server that notes its waits and does not wait."""
    with Vip(script.url, "client", "s3cret-value", tenant="tenant-1", retry=Retry(attempts=3), sleep=waits.append) as client:
        yield client
    assert not script.replies, "replies that nobody asked for"
