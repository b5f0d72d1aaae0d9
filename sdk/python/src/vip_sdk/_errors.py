"""What can go wrong. Nothing here contains a token, a secret or a request's body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class VipError(Exception):
    """The base of all errors of this package."""


@dataclass(frozen=True)
class Fault:
    """One error of a request: where it is (`pointer`, `parameter` or `header`), what kind it is, and a text for people."""

    code: str
    message: str
    pointer: str | None = None
    parameter: str | None = None
    header: str | None = None


class ApiError(VipError):
    """The platform refused the request (RFC 9457). `code` is stable: compare it, not the texts."""

    def __init__(self, status: int, problem: Mapping[str, Any], correlation_id: str, retry_after: float | None = None):
        self.status = status
        self.code = str(problem.get("code") or f"http-{status}")
        self.title = str(problem.get("title") or "The answer is not one of the platform")
        self.detail = str(problem.get("detail") or self.title)
        self.type = str(problem.get("type") or "about:blank")
        self.correlation_id = str(problem.get("correlation-id") or correlation_id)
        self.retry_after = retry_after
        listed = problem.get("errors")
        self.errors = [_fault(entry) for entry in listed if isinstance(entry, Mapping)] if isinstance(listed, list) else []
        super().__init__(f"{status} {self.code}: {self.detail} (correlation id {self.correlation_id})")


class TokenError(VipError):
    """The token endpoint refused the credentials or the request (RFC 6749)."""

    def __init__(self, status: int, error: str, description: str, correlation_id: str):
        self.status = status
        self.error = error
        self.description = description
        self.correlation_id = correlation_id
        super().__init__(f"{status} {error}: {description} (correlation id {correlation_id})")


class TransportError(VipError):
    """There is no whole answer: no connection, a time-out, a connection that broke. `sent` says whether the platform may have
    received the request, and so whether a write may have been carried out."""

    def __init__(self, message: str, correlation_id: str, sent: bool):
        self.correlation_id = correlation_id
        self.sent = sent
        super().__init__(f"{message} (correlation id {correlation_id})")


def _fault(entry: Mapping[str, Any]) -> Fault:
    def text(name: str) -> str | None:
        value = entry.get(name)
        return value if isinstance(value, str) else None

    return Fault(text("code") or "", text("message") or "", text("pointer"), text("parameter"), text("header"))
