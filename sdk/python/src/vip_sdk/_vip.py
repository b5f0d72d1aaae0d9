"""The entry of the package: `Vip`."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

import httpx

from vip_sdk._connection import Connection
from vip_sdk._retry import Retry
from vip_sdk._token import TokenSource
from vip_sdk.domains import Domains

try:
    VERSION = version("vip-sdk")
except PackageNotFoundError:
    VERSION = "0"


class Vip(Domains):
    """The platform as one client sees one tenant of it: `vip.contact_management.list_contacts()`.

    `timeout` is in seconds without progress. `http` replaces the HTTP client, for a proxy, own certificates or tests. Close this, or
    use it in a `with` block.
    """

    def __init__(self, url: str, client_id: str, client_secret: str, *, tenant: str, scope: str | None = None, timeout: float = 35.0,
                 retry: Retry | None = None, http: httpx.Client | None = None, sleep: Callable[[float], None] = time.sleep):
        base = url.rstrip("/")
        self._client_id = client_id
        self._http = http or httpx.Client(timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)),
                                          headers={"User-Agent": f"vip-sdk-python/{VERSION}"})
        patience = retry or Retry()
        tokens = TokenSource(self._http, f"{base}/oauth/token", client_id, client_secret, scope, patience, sleep)
        super().__init__(Connection(base, tenant, self._http, tokens, patience, sleep))

    @classmethod
    def from_environment(cls) -> Vip:
        """Reads VIP_URL, VIP_CLIENT_ID, VIP_CLIENT_SECRET and VIP_TENANT_ID."""
        names = ("VIP_URL", "VIP_CLIENT_ID", "VIP_CLIENT_SECRET", "VIP_TENANT_ID")
        if missing := [name for name in names if not os.environ.get(name)]:
            raise KeyError(f"not set: {', '.join(missing)}")
        url, client_id, client_secret, tenant = (os.environ[name] for name in names)
        return cls(url, client_id, client_secret, tenant=tenant)

    def for_tenant(self, tenant: str) -> Domains:
        """Another tenant of the same client, with the same token and connections."""
        own = self._connection
        return Domains(Connection(own.base, tenant, own.http, own.tokens, own.retry, own.sleep))

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Vip:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Vip(url={self._connection.base!r}, client_id={self._client_id!r}, tenant={self._connection.tenant!r})"
