"""Everything at once: reads, searches, writes, tokens, files and operators' commands on two tenants, and a stop in the middle of it.

In a build with ThreadSanitizer (`scripts/check races`) this is what the threads of a server do together; any report fails the stop.
"""

import threading
import time

import httpx
from support.api import Api
from support.commands import environment, vip
from support.writers import REGIONS, check_all, start_writers, stop

CONTACTS = "/contact-management/v1/api/contacts"
PATHS = [f"{CONTACTS}?q=a&size=50", f"{CONTACTS}?size=100&include=addresses&include=numbers", f"{CONTACTS}/duplicates", f"{REGIONS}?size=1000",
         "/patient-management/v1/api/patients?size=100&total=exact", "/clinical/v1/api/history?size=200", "/health/ready",
         "/clinical/v1/openapi.json", "/docs/errors/token-invalid"]


class Caller(threading.Thread):
    """Does one thing again and again."""

    def __init__(self, once):
        super().__init__(daemon=True)
        self.once, self.ending, self.count, self.wrong = once, threading.Event(), 0, []

    def run(self):
        while not self.ending.is_set():
            try:
                self.once(self)
                self.count += 1
            except (httpx.HTTPError, OSError):
                self.ending.wait(0.02)
            except AssertionError as error:
                self.wrong.append(str(error))


def reading(api, tenant):
    http = httpx.Client(base_url=api.sandbox.base, trust_env=False, timeout=60,
                        headers={"Authorization": f"Bearer {api.token()}", "Tenant-Id": api.tenants[tenant]})

    def once(caller):
        path = PATHS[caller.count % len(PATHS)]
        response = http.get(path)
        assert response.status_code in (200, 429, 503), f"{path}: {response.status_code} {response.text[:300]}"

    return once


def asking_for_tokens(api):
    client, secret = api.clients["limited"]
    http = httpx.Client(base_url=api.sandbox.base, trust_env=False, timeout=60)

    def once(_):
        form = {"client_id": client, "client_secret": secret, "grant_type": "client_credentials"}
        token = http.post("/oauth/token", data=form)
        assert token.status_code in (200, 429, 503), token.text
        if token.status_code == 200:
            form = {"client_id": client, "client_secret": secret, "token": token.json()["access_token"]}
            assert http.post("/oauth/revoke", data=form).status_code in (200, 429, 503)

    return once


def operating(server):
    def once(caller):
        name = f"Business {caller.count} {time.monotonic_ns()}"
        for words in (["business", "create", name], ["client", "list"], ["tenant", "list"], ["key", "list"]):
            done = vip(*words, "--data", server.data, "--json", env=environment())
            assert done.returncode in (0, 3), f"vip {' '.join(words)}: {done.stderr}"

    return once


def test_everything_at_once(start_sandbox, torture):
    server = start_sandbox()
    with Api(server) as api:
        writers = start_writers(api, 2, "threads", persistent=True) + start_writers(api, 2, "others", tenant="second", persistent=True)
        things = [reading(api, "first"), reading(api, "first"), reading(api, "second"), asking_for_tokens(api), operating(server)]
        callers = [Caller(once) for once in things]
        for caller in callers:
            caller.start()
        time.sleep(torture.times(short=4, full=120))
        # All of them go on while the server stops.
        error = server.end()
        assert error is None, error
        stop(callers + writers, patience=120)
        server.start()
        writes = check_all(api, writers)
    for caller in callers:
        assert not caller.wrong, caller.wrong[:3]
    torture.tell(f"threads: {sum(caller.count for caller in callers)} calls and commands beside {writes} acknowledged writes, none lost; "
                 "a stop under load ended with 0")
