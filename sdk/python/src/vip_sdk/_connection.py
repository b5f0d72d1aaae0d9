"""One call after the other: headers, token, repetition, errors. Domains and listings are built on this."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO, ClassVar, TypedDict
from urllib.parse import quote

import httpx

from vip_sdk import _json
from vip_sdk._answers import Answer, Download, Listing, Page, Paging
from vip_sdk._errors import ApiError, TransportError
from vip_sdk._retry import Retry, Safety, repeatable
from vip_sdk._token import TokenSource, retry_after_of

log = logging.getLogger("vip_sdk")
# Nothing was sent where these are raised.
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


class CallOptions(TypedDict, total=False):
    """`correlation_id`: 1 to 128 of A-Z a-z 0-9 . _ -; made if absent. `timeout`: seconds without progress."""

    correlation_id: str
    timeout: float


class ChangeOptions(CallOptions, total=False):
    """`if_match`: the entity tag that the record must still have, from an earlier `Answer.etag`."""

    if_match: str | None


class CreateOptions(CallOptions, total=False):
    """`representation`: answer with the whole record, not only with its id."""

    representation: bool


@dataclass(frozen=True)
class Call:
    """A request as an operation describes it."""

    method: str
    path: str
    safety: Safety
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    media_type: str = "application/json"
    form: Mapping[str, Any] | None = None
    shape: _json.Shape = None


class Connection:
    """Calls of one client for one tenant. Safe to share between threads."""

    def __init__(self, base: str, tenant: str, http: httpx.Client, tokens: TokenSource, retry: Retry, sleep: Callable[[float], None]):
        self.base, self.tenant, self.http, self.tokens, self.retry, self.sleep = base, tenant, http, tokens, retry, sleep

    def send(self, call: Call, options: Mapping[str, Any], stream: bool = False) -> tuple[httpx.Response, str]:
        correlation_id = options.get("correlation_id") or str(uuid.uuid4())
        # A change under a condition breaks that condition, so a second one would be refused although the first was carried out.
        safety = Safety.ONCE if options.get("if_match") else call.safety
        attempt, renewed, lost = 0, False, False
        while True:
            attempt += 1
            token = self.tokens.get(correlation_id)
            started = time.monotonic()
            try:
                response = self.http.send(self._request(call, options, token, correlation_id), stream=stream)
                if stream and response.status_code >= 300:
                    response.read()
            except httpx.TransportError as error:
                sent = not isinstance(error, NOT_SENT)
                log.info("%s %s: %s, correlation id %s", call.method, call.path, type(error).__name__, correlation_id)
                wait = self.retry.wait(attempt, None) if not sent or safety is not Safety.ONCE else None
                if wait is None or not self._rewind(call):
                    raise TransportError(f"{call.method} {call.path}: {type(error).__name__}", correlation_id, sent) from None
                lost = lost or sent
                self.sleep(wait)
                continue
            answered = response.headers.get("X-Correlation-Id", correlation_id)
            log.debug("%s %s: %d in %.0f ms, correlation id %s", call.method, call.path, response.status_code,
                      (time.monotonic() - started) * 1000, answered)
            if response.status_code < 300:
                return response, answered
            problem = _problem(response, answered)
            if problem.status == 401 and not renewed and self._rewind(call):
                renewed = True
                attempt -= 1
                self.tokens.reject(token)
                continue
            # The record is gone, as a DELETE whose answer was lost left it.
            if call.method == "DELETE" and problem.status == 404 and lost:
                return response, answered
            wait = self.retry.wait(attempt, problem.retry_after) if repeatable(safety, problem.status, problem.code) else None
            if wait is None or not self._rewind(call):
                raise problem
            self.sleep(wait)

    def _request(self, call: Call, options: Mapping[str, Any], token: str, correlation_id: str) -> httpx.Request:
        headers = {"Authorization": f"Bearer {token}", "Tenant-Id": self.tenant, "X-Correlation-Id": correlation_id}
        if options.get("if_match"):
            headers["If-Match"] = options["if_match"]
        if options.get("representation"):
            headers["Prefer"] = "return=representation"
        arguments: dict[str, Any] = {}
        if call.form is not None:
            files = {name: value for name, value in call.form.items() if isinstance(value, File)}
            arguments["files"] = {name: (file.name, file.content, file.media_type) for name, file in files.items()}
            arguments["data"] = {name: _text(value) for name, value in call.form.items() if name not in files and value is not None}
        elif call.body is not None:
            headers["Content-Type"] = call.media_type
            arguments["content"] = _json.dump(call.body).encode()
        if "timeout" in options:
            arguments["timeout"] = options["timeout"]
        return self.http.build_request(call.method, self.base + call.path, params=_pairs(call.query), headers=headers, **arguments)

    def _rewind(self, call: Call) -> bool:
        """Whether the body can be sent again. A stream that cannot go back can be sent once."""
        for value in (call.form or {}).values():
            if isinstance(value, File) and not (hasattr(value.content, "seekable") and value.content.seekable()):
                return False
        return True


@dataclass(frozen=True)
class File:
    """A file to upload: an open file, which is read as it is sent, its name and its media type."""

    content: BinaryIO
    name: str
    media_type: str = "application/octet-stream"


class Domain:
    """The operations of one domain; the generated classes derive from this."""

    PREFIX: ClassVar[str] = ""
    SHAPES: ClassVar[_json.Shapes] = {}

    def __init__(self, connection: Connection):
        self._connection = connection

    def _path(self, template: str, *values: str) -> str:
        return self.PREFIX + template.format(*(quote(str(value), safe="") for value in values))

    def _one(self, call: Call, options: Mapping[str, Any]) -> Answer[Any]:
        response, correlation_id = self._connection.send(call, options)
        data = _body(response, self.SHAPES, call.shape, correlation_id) if response.status_code < 300 and response.content else None
        return Answer(data, response.status_code, correlation_id, response.headers.get("ETag"), response.headers.get("Location"))

    def _many(self, call: Call, options: Mapping[str, Any], paging: Paging) -> Listing[Any]:
        """A listing; its query is the query of a GET, or the body of a search."""
        searches = call.method == "POST"

        def fetch(query: Mapping[str, Any]) -> Page[Any]:
            asked = Call(call.method, call.path, call.safety, {} if searches else query, dict(query) if searches else None, shape=call.shape)
            response, correlation_id = self._connection.send(asked, options)
            data = _body(response, self.SHAPES, call.shape, correlation_id)
            return Page(data["results"], correlation_id, data.get("page"), data.get("size"), data.get("total-results"),
                        data.get("total-at-least"), data.get("total-pages"), data.get("next-cursor"))

        return Listing(fetch, call.body if searches else call.query, paging)

    def _file(self, call: Call, options: Mapping[str, Any]) -> Download:
        response, correlation_id = self._connection.send(call, options, stream=True)
        return Download(response, correlation_id)


def _body(response: httpx.Response, shapes: _json.Shapes, shape: _json.Shape, correlation_id: str) -> Any:
    try:
        return _json.load(response.content, shapes, shape)
    except ValueError:
        raise TransportError("the answer is not JSON; is the URL that of the platform?", correlation_id, sent=True) from None


def _problem(response: httpx.Response, correlation_id: str) -> ApiError:
    problem: Any = None
    with suppress(ValueError):
        problem = response.json()
    return ApiError(response.status_code, problem if isinstance(problem, Mapping) else {}, correlation_id, retry_after_of(response))


def _pairs(query: Mapping[str, Any]) -> list[tuple[str, str | int | float | bool | None]]:
    """Absent and None are the same in a query: a filter by "no value" is `field[is-null]`."""
    pairs: list[tuple[str, str | int | float | bool | None]] = []
    for name, value in query.items():
        if isinstance(value, Mapping):
            pairs += _conditions(value)
        elif isinstance(value, Sequence) and not isinstance(value, str):
            pairs += [(name, _text(item)) for item in value]
        elif value is not None:
            pairs.append((name, _text(value)))
    return pairs


def _conditions(conditions: Mapping[str, Any]) -> list[tuple[str, str | int | float | bool | None]]:
    """A filter as parameters of a query: {"last-name": {"starts-with": "Har"}} is last-name[starts-with]=Har."""
    spelled = {"eq": "{}", "start": "{}-start", "end": "{}-end"}
    flat: dict[str, Any] = {}
    for name, condition in conditions.items():
        if isinstance(condition, Mapping):
            flat |= {spelled.get(op, f"{{}}[{op}]").format(name): value for op, value in condition.items()}
        else:
            flat[name] = condition
    return _pairs(flat)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return _json.number(value)
    if isinstance(value, float):
        raise TypeError("a float is not exact: pass a Decimal made of a text, such as Decimal('12.50')")
    return str(value)
