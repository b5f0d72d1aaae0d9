"""What calls return: answers, pages, listings and downloads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

import httpx

from vip_sdk._errors import TransportError

T = TypeVar("T")


@dataclass(frozen=True)
class Answer(Generic[T]):
    """A single result. Give `etag` as `if_match` to change the record only if nobody else has."""

    data: T
    status: int
    correlation_id: str
    etag: str | None = None
    location: str | None = None


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list. A total is None where the platform did not count."""

    results: list[T]
    correlation_id: str
    page: int | None = None
    size: int | None = None
    total_results: int | None = None
    total_at_least: int | None = None
    total_pages: int | None = None
    next_cursor: str | None = None


class Paging(Enum):
    CURSOR = "cursor"
    NUMBER = "number"
    NONE = "none"


class Listing(Generic[T]):
    """A list that is read when it is iterated: `for record in listing` reads all pages, one at a time.

    By cursor, each page costs the same, and a record that matches all the while appears exactly once.
    """

    # Members that may stand beside a cursor; the cursor contains the rest.
    _BESIDE_CURSOR = ("size", "fields", "include")
    _SIZE = 200

    def __init__(self, fetch: Callable[[Mapping[str, Any]], Page[T]], query: Mapping[str, Any], paging: Paging):
        self._fetch, self._query, self._paging = fetch, dict(query), paging

    def page(self) -> Page[T]:
        """The page that the query names; the first, of 20, if it names none."""
        return self._fetch(self._query)

    def pages(self) -> Iterator[Page[T]]:
        if self._paging is Paging.NONE:
            yield self.page()
            return
        query = {"size": self._SIZE, **self._query}
        if self._paging is Paging.CURSOR and "cursor" not in query and "total" not in query:
            query["total"] = "none"
        while True:
            page = self._fetch(query)
            yield page
            if self._paging is Paging.CURSOR:
                if page.next_cursor is None:
                    return
                query = {name: query[name] for name in self._BESIDE_CURSOR if name in query} | {"cursor": page.next_cursor}
            else:
                if len(page.results) < int(query["size"]):
                    return
                query["page"] = int(query.get("page", 1)) + 1

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.results


class Download:
    """A file that arrives as it is read. Use it in a `with` block, which closes the connection."""

    def __init__(self, response: httpx.Response, correlation_id: str):
        self._response = response
        self.correlation_id = correlation_id
        self.content_type: str = response.headers.get("Content-Type", "application/octet-stream")
        length = response.headers.get("Content-Length", "")
        self.size: int | None = int(length) if length.isdigit() and "Content-Encoding" not in response.headers else None
        self.etag: str | None = response.headers.get("ETag")

    def __enter__(self) -> Download:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._response.close()

    def chunks(self, size: int = 65536) -> Iterator[bytes]:
        try:
            yield from self._response.iter_bytes(size)
        except httpx.TransportError as error:
            raise TransportError(f"the download broke: {type(error).__name__}", self.correlation_id, sent=True) from None

    def read(self) -> bytes:
        return b"".join(self.chunks())

    def save(self, path: str | os.PathLike[str]) -> int:
        """Writes the file and returns its size in bytes."""
        written = 0
        with open(path, "wb") as file:
            for chunk in self.chunks():
                written += file.write(chunk)
        return written
