"""The access token: fetched when it is needed, kept, renewed before it expires."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from urllib.parse import quote

import httpx

from vip_sdk._errors import TokenError, TransportError
from vip_sdk._retry import Retry

# The platform issues a fresh token in the last five minutes of the old one.
RENEW_BEFORE = 240.0


class TokenSource:
    def __init__(self, http: httpx.Client, url: str, client_id: str, client_secret: str, scope: str | None, retry: Retry,
                 sleep: Callable[[float], None]):
        self._http, self._url, self._id, self._secret = http, url, client_id, client_secret
        self._scope, self._retry, self._sleep = scope, retry, sleep
        self._lock = threading.Lock()
        self._token: str | None = None
        self._renew_at = 0.0

    def __repr__(self) -> str:
        return f"TokenSource(client {self._id!r})"

    def get(self, correlation_id: str) -> str:
        with self._lock:
            if self._token is None or time.monotonic() >= self._renew_at:
                self._fetch(correlation_id)
            assert self._token is not None
            return self._token

    def reject(self, token: str) -> None:
        """The platform refused this token; the next `get` fetches one, unless another thread has done so."""
        with self._lock:
            if self._token == token:
                self._token = None

    def _fetch(self, correlation_id: str) -> None:
        attempt = 0
        while True:
            attempt += 1
            retry_after: float | None = None
            failure: Exception
            try:
                response = self._post(correlation_id)
                if response.status_code == 200 and self._keep(response):
                    return
                failure = _refusal(response, correlation_id)
                retry_after = retry_after_of(response)
                wait = self._retry.wait(attempt, retry_after) if response.status_code == 429 or response.status_code >= 500 else None
            except httpx.TransportError as error:
                failure = TransportError(f"no token could be fetched: {type(error).__name__}", correlation_id, sent=False)
                wait = self._retry.wait(attempt, None)
            if wait is None:
                raise failure from None
            self._sleep(wait)

    def _post(self, correlation_id: str) -> httpx.Response:
        form = {"grant_type": "client_credentials", **({"scope": self._scope} if self._scope else {})}
        return self._http.post(self._url, data=form, auth=(quote(self._id, safe=""), quote(self._secret, safe="")),
                               headers={"X-Correlation-Id": correlation_id, "Accept": "application/json"})

    def _keep(self, response: httpx.Response) -> bool:
        try:
            answer = response.json()
            token, lifetime = answer["access_token"], float(answer["expires_in"])
        except (ValueError, KeyError, TypeError):
            return False
        self._token = str(token)
        self._renew_at = time.monotonic() + max(lifetime - RENEW_BEFORE, lifetime / 2)
        return True


def retry_after_of(response: httpx.Response) -> float | None:
    """Seconds to wait. The platform sends numbers; a date, which a proxy may send, counts as absent."""
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isascii() and value.isdigit() else None


def _refusal(response: httpx.Response, correlation_id: str) -> TokenError:
    try:
        answer = response.json()
    except ValueError:
        answer = {}
    if not isinstance(answer, dict):
        answer = {}
    return TokenError(response.status_code, str(answer.get("error") or "unexpected_answer"),
                      str(answer.get("error_description") or "The token endpoint gave no token"),
                      response.headers.get("X-Correlation-Id", correlation_id))
