"""When a call is repeated, and after how long.

A read is repeated after anything that can pass. A write is repeated only where nothing can have been carried out: no connection was
made, or the platform said that it did not do it (429, 503 `overloaded`, 503 `storage-unavailable`). A DELETE is idempotent, and so is
a PATCH: they are repeated after a lost answer, too, unless they have a condition, which their own change would break.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import Enum

NOT_CARRIED_OUT = frozenset({"overloaded", "storage-unavailable"})
PASSING = frozenset({429, 502, 503, 504})


class Safety(Enum):
    READ = "read"
    IDEMPOTENT = "idempotent"
    ONCE = "once"


@dataclass(frozen=True)
class Retry:
    """How often and how patiently calls are repeated; times are in seconds. `Retry(attempts=1)` repeats nothing."""

    attempts: int = 4
    first_wait: float = 0.25
    longest_wait: float = 8.0
    longest_retry_after: float = 60.0

    def wait(self, attempt: int, retry_after: float | None) -> float | None:
        """How long to wait after the `attempt`-th failure (from 1), or None to give up."""
        if attempt >= self.attempts:
            return None
        if retry_after is not None:
            return retry_after if retry_after <= self.longest_retry_after else None
        longest = min(self.longest_wait, self.first_wait * 2 ** (attempt - 1))
        return random.uniform(longest / 2, longest)


def repeatable(safety: Safety, status: int, code: str) -> bool:
    if status not in PASSING or code == "deadline-exceeded":
        return False
    return safety is not Safety.ONCE or status == 429 or (status == 503 and code in NOT_CARRIED_OUT)
