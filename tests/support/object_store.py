"""An S3-compatible object store on loopback: npm's s3rver behind a proxy that checks what s3rver does not, and makes faults.

The proxy calculates each request's signature by botocore, Amazon's own code, and compares; it compares the content's digests as well.
"""

import base64
import datetime
import hashlib
import hmac
import http.client
import http.server
import os
import pathlib
import re
import socket
import subprocess
import threading
import time

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from support.sandbox import ROOT, free_port

KEY, SECRET, REGION, BUCKET = "S3RVER", "S3RVER", "eu-west-2", "backups"
S3RVER = ROOT / "tests" / "node_modules" / "s3rver" / "bin" / "s3rver.js"
AUTHORIZATION = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/]+)/\d{8}/([^/]+)/s3/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})")
MUST_BE_SIGNED = {"host", "x-amz-content-sha256", "x-amz-date"}


def error(status, code):
    return status, f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>refused</Message></Error>".encode()


def fault_of(request, body, hosts):
    """What Amazon's store would refuse the request for; None if nothing."""
    found = AUTHORIZATION.fullmatch(request.headers.get("Authorization", ""))
    if not found:
        return error(403, "AccessDenied")
    key, region, signed, signature = found.groups()
    signed = signed.split(";")
    if key != KEY:
        return error(403, "InvalidAccessKeyId")
    if region != REGION or not MUST_BE_SIGNED <= set(signed) or request.headers["Host"] not in hosts:
        return error(400, "AuthorizationHeaderMalformed")
    at = datetime.datetime.strptime(request.headers["x-amz-date"], "%Y%m%dT%H%M%SZ")
    if abs((datetime.datetime.utcnow() - at).total_seconds()) > 900:
        return error(403, "RequestTimeTooSkewed")
    again = AWSRequest(method=request.command, url=f"http://{request.headers['Host']}{request.path}", data=body,
                       headers={name: request.headers[name] for name in signed})
    again.context["timestamp"] = request.headers["x-amz-date"]
    signer = S3SigV4Auth(Credentials(KEY, SECRET), "s3", region)
    expected = signer.signature(signer.string_to_sign(again, signer.canonical_request(again)), again)
    if not hmac.compare_digest(expected, signature):
        return error(403, "SignatureDoesNotMatch")
    if hashlib.sha256(body).hexdigest() != request.headers["x-amz-content-sha256"]:
        return error(400, "XAmzContentSHA256Mismatch")
    if request.command == "PUT" and base64.b64encode(hashlib.md5(body).digest()).decode() != request.headers["Content-MD5"]:
        return error(400, "BadDigest")
    return None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def serve(self):
        store = self.server.store
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        store.requests.append((self.command, self.path))
        answer = fault_of(self, body, store.hosts) or store.fault(self)
        if answer is None:
            to = http.client.HTTPConnection("127.0.0.1", store.inner, timeout=60)
            try:
                # It would refuse what it does not know of version 4; it is checked already.
                headers = {name: value for name, value in self.headers.items() if name.lower() not in ("connection", "transfer-encoding")}
                to.request(self.command, store.path_of(self), body=body or None, headers=headers)
                got = to.getresponse()
                answer = got.status, got.read()
            finally:
                to.close()
        if answer == "cut":
            self.close_connection = True
            self.connection.close()
            return
        status, content = answer
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_PUT = do_DELETE = do_HEAD = serve

    def log_message(self, *_):
        """Nothing."""


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that went."""


class ObjectStore:
    """`fault` is asked before each request: None, an answer as (status, content), or "cut" to close the connection."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.requests, self.fault = [], lambda request: None
        self.scheme = "http"
        self.inner = free_port()
        (self.folder / BUCKET).mkdir(parents=True)
        node = ROOT / "build" / "tools" / "bin" / "node"
        self.process = subprocess.Popen([node if node.exists() else "node", S3RVER, "-d", self.folder, "-a", "127.0.0.1", "-p", str(self.inner), "-s",
                                         "--no-vhost-buckets"], env=os.environ | {"NODE_OPTIONS": "--openssl-legacy-provider"},  # its tokens are of DES
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.store, self.port = self, self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        end = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.inner), timeout=5).close()
                break
            except OSError:
                assert time.monotonic() < end and self.process.poll() is None, "s3rver does not start"
                time.sleep(0.05)

    def speak_tls(self, context):
        self.scheme = "https"
        # The handshake is the handler's, in its thread: who does not complete it keeps nobody waiting.
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)

    @property
    def endpoint(self):
        return f"{self.scheme}://127.0.0.1:{self.port}"

    @property
    def bucket_host(self):
        """The host that is the bucket; every resolver takes it for this machine."""
        return f"{BUCKET}.localhost:{self.port}"

    @property
    def hosts(self):
        return {f"127.0.0.1:{self.port}", self.bucket_host}

    def path_of(self, request):
        """s3rver finds the bucket in the path."""
        return f"/{BUCKET}{request.path}" if request.headers["Host"] == self.bucket_host else request.path

    def files(self, part=""):
        """What s3rver keeps the objects' contents in, by the objects' names."""
        end = "._S3rver_object"
        return {str(path.relative_to(self.folder / BUCKET))[:-len(end)]: path
                for path in (self.folder / BUCKET).rglob(f"*{end}") if part in str(path)}

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.process.terminate()
        self.process.wait(20)

    def credentials(self, file, key=KEY, secret=SECRET):
        file.write_text(f"{key}\n{secret}\n")
        os.chmod(file, 0o600)
        return file
