"""A full disk: writes are refused and reads answered, nothing that was acknowledged is lost, and all is well once there is space."""

import os
import time

from support.api import Api
from support.disk import small_disk
from support.writers import REGIONS, check_all, start_writers, stop

SIZE = 160  # MiB
WRITERS = 4
RECOVERY = 15  # seconds
PAGE = 4096  # bytes


class Ballast:
    """A file that takes what space is left."""

    def __init__(self, folder):
        self.file = folder / "ballast"

    def fill(self):
        """By halves: all that is free at one moment may not be free at the next, and then nothing of it is taken."""
        free = os.statvfs(self.file.parent)
        size = max(free.f_bavail * free.f_frsize, PAGE)
        with self.file.open("ab") as ballast:
            end = ballast.tell()
            while size >= PAGE:
                try:
                    os.posix_fallocate(ballast.fileno(), end, size)
                    end += size
                except OSError:
                    size //= 2

    def remove(self):
        self.file.unlink(missing_ok=True)


def writes_again(api, patience):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        response = api.call("POST", REGIONS, body={"name": f"after {time.monotonic_ns()}"}, check=False)
        if response.status_code == 201:
            return True
        time.sleep(0.1)
    return False


def test_a_full_disk_loses_nothing(start_sandbox, torture, tmp_path):
    rounds, writes, postponed = torture.times(short=1, full=10), 0, 0
    with small_disk(tmp_path / "disk", SIZE) as disk:
        server = start_sandbox(disk)
        ballast = Ballast(disk)
        for number in range(rounds):
            with Api(server) as api:
                writers = start_writers(api, WRITERS, f"full{number}", persistent=True)
                time.sleep(torture.random.uniform(0.2, 0.6))
                # What the server gives back, by a checkpoint, is taken as well.
                for _ in range(8):
                    ballast.fill()
                    time.sleep(0.25)
                assert api.call("GET", f"{REGIONS}?size=5").status_code == 200, "a full disk must not stop reads"
                assert api.http.get("/health/live").status_code == 200
                ballast.remove()
                assert writes_again(api, RECOVERY), f"no write within {RECOVERY} s of space: {server.said()}"
                stop(writers)
                writes += check_all(api, writers)
                postponed += sum(writer.postponed for writer in writers)
            if number % 2 == 0:
                server.kill()
                server.start()
                with Api(server) as api:
                    check_all(api, writers)
        assert postponed > 0, "the disk was never full"
        error = server.stop()
        assert error is None, error
    torture.tell(f"disk full: {rounds} times, {writes} acknowledged writes, none lost, {postponed} answered 503")


def test_a_server_on_a_full_disk_starts_or_says_why(start_sandbox, torture, tmp_path):
    with small_disk(tmp_path / "disk", SIZE) as disk:
        server = start_sandbox(disk)
        with Api(server) as api:
            writers = start_writers(api, WRITERS, "restart")
            time.sleep(0.5)
            server.kill()
            stop(writers)
        ballast = Ballast(disk)
        ballast.fill()
        try:
            server.start()
            begun = "starts"
        except RuntimeError as refusal:
            begun = "refuses to start"
            assert "vip:" in str(refusal) and "Traceback" not in str(refusal), refusal
            assert server.process.returncode in (1, 3), f"it ended with {server.process.returncode}: {refusal}"
        ballast.remove()
        if begun == "refuses to start":
            server.start()
        with Api(server) as api:
            check_all(api, writers)
            assert writes_again(api, RECOVERY)
        error = server.stop()
        assert error is None, error
    torture.tell(f"disk full: a server {begun} on a full disk, and loses nothing")
