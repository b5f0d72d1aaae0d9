"""Limits of what one request, one client and one tenant may use, and what is said of them."""

import contextlib
import json
import re
import signal
import subprocess
import urllib.error
import urllib.request

import pytest
from support.sandbox import BINARY
from support.served import Served

PROTOCOLS = "/clinical/v1/api/protocols"
CONTACTS = "/contact-management/v1/api/contacts"


def protocol(questions, answers):
    choice = {"text": "Which?", "kind": "Choice", "answers": [{"text": f"{number}"} for number in range(answers)]}
    return {"name": f"{questions} x {answers}", "sections": [{"name": "Part", "questions": [choice] * questions}]}


def sections_of(api, created):
    return api.get(f"{PROTOCOLS}/{created.json()['protocol-uuid']}").json()["sections"]


def test_a_large_list_of_lists_is_kept_whole(api):
    body = protocol(60, 100)
    created = api.call("POST", PROTOCOLS, body=body)
    assert created.status_code == 201, created.text
    kept = sections_of(api, created)
    assert [len(question["answers"]) for question in kept[0]["questions"]] == [100] * 60
    path = f"{PROTOCOLS}/{created.json()['protocol-uuid']}"
    assert api.call("PATCH", path, body={"sections": protocol(50, 100)["sections"]}).status_code == 200
    assert len(sections_of(api, created)[0]["questions"]) == 50


def test_too_large_a_list_of_lists_is_refused_and_changes_nothing(api):
    too_large = {"name": "Large", "sections": [part for _ in range(4) for part in protocol(100, 83)["sections"]]}  # 33,200 answers
    refused = api.call("POST", PROTOCOLS, body=too_large)
    assert (refused.status_code, refused.json()["code"]) == (400, "too-many-items"), refused.text[:300]
    assert refused.json()["errors"][0]["pointer"] == "/sections"
    created = api.call("POST", PROTOCOLS, body=protocol(1, 2))
    before = sections_of(api, created)
    refused = api.call("PATCH", f"{PROTOCOLS}/{created.json()['protocol-uuid']}", body={"sections": too_large["sections"]})
    assert (refused.status_code, refused.json()["code"]) == (400, "too-many-items")
    assert sections_of(api, created) == before


@pytest.mark.parametrize("count", [99, 100, 101, 60_000])
def test_at_most_a_hundred_errors_are_listed(api, count):
    body = {f"n{number}": 1 for number in range(count - 1)} | {"last-name": 7}  # wrong, too
    body |= {"contact-type": "Client", "location-uuid": "00000000-0000-0000-0000-000000000000", "first-name": "Ann"}
    refused = api.call("POST", CONTACTS, body=body)
    assert refused.status_code == 400
    problem = refused.json()
    assert len(problem["errors"]) == min(count, 100) and problem["errors"][0]["pointer"] == "/last-name"
    assert problem.get("errors-total") == (count if count > 100 else None)
    assert len(refused.content) < 50_000


def test_what_include_embeds_counts(api):
    """One record that is embedded in each of many is what made answers of 200 MB."""
    library = api.call("POST", PROTOCOLS, body={"name": "Embedded", "sections": [part | {"name": "P" * 90} for part in protocol(60, 100)["sections"]]})
    patient = api.get("/patient-management/v1/api/patients?size=1").json()["results"][0]["patient-uuid"]
    practitioner = api.get(f"{CONTACTS}?contact-type=Practitioner&size=1").json()["results"][0]["contact-uuid"]
    question = sections_of(api, library)[0]["questions"][0]
    note = {"patient-uuid": patient, "protocol-uuid": library.json()["protocol-uuid"], "contact-practitioner-uuid": practitioner,
            "answers": [{"question-uuid": question["question-uuid"], "answer-uuid": question["answers"][0]["answer-uuid"]}]}
    for _ in range(60):
        made = api.call("POST", "/clinical/v1/api/clinical-notes", body=note)
        assert made.status_code == 201, made.text
    query = f"?patient-uuid={patient}&include=protocol&size="
    refused = api.call("GET", f"/clinical/v1/api/clinical-notes{query}1000")
    assert (refused.status_code, refused.json()["code"]) == (400, "answer-too-large")
    assert "`size`" in refused.json()["detail"] and "`include`" in refused.json()["detail"]
    assert api.get(f"/clinical/v1/api/clinical-notes{query}5").status_code == 200


class Practice:
    """`vip serve` with one client of one tenant."""

    def __init__(self, data):
        self.data = str(data)
        self.run("init")
        self.run("customer", "create", "Meadow House")
        self.tenant = self.run("tenant", "create", "--customer", "Meadow House", "--name", "Meadow")["tenant-uuid"]
        self.run("business", "create", "Acme")
        self.client = self.run("client", "create", "--business", "Acme", "--name", "main", "--scopes", "location:read")
        self.run("grant", "add", "--client", "main", "--tenant", "Meadow", "--authorised-by", "A. Test")

    def run(self, *words):
        done = subprocess.run([str(BINARY), *words, "--data", self.data, *([] if words[0] == "init" else ["--json"])],
                              capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        with contextlib.suppress(json.JSONDecodeError):
            return json.loads(done.stdout)
        return done.stdout

    def ask(self, base, path, token=None, **form):
        headers = {"Tenant-Id": self.tenant} | ({"Authorization": f"Bearer {token}"} if token else {})
        body = "&".join(f"{name}={value}" for name, value in form.items()).encode() or None
        request = urllib.request.Request(base + path, data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, error.headers, json.loads(error.read())

    def token(self, base):
        return self.ask(base, "/oauth/token", grant_type="client_credentials", client_id=self.client["client-id"],
                        client_secret=self.client["client-secret"])[2]["access_token"]


def test_a_client_has_a_rate(tmp_path):
    practice = Practice(tmp_path / "data")
    regions = "/location-management/v1/api/regions"
    with Served(tmp_path / "data") as server:
        base = f"http://127.0.0.1:{server.port}"
        token = practice.token(base)
        status, headers, _ = practice.ask(base, regions, token)
        assert status == 200
        assert headers["RateLimit-Policy"] == '"cost";q=60000;w=60'
        assert re.fullmatch(r'"cost";r=(60000|59\d{3});t=1', headers["RateLimit"])

        shown = practice.run("client", "limits", "main", "--rate", "1")
        assert shown["rate-limit"] == 1
        answers = [practice.ask(base, regions, token) for _ in range(60)]
        refused = [(headers, body) for status, headers, body in answers if status == 429]
        assert refused, "a millisecond a minute lasted for 60 requests"
        headers, body = refused[-1]
        assert body["code"] == "too-many-requests" and int(headers["Retry-After"]) >= 1
        assert headers["RateLimit-Policy"] == '"cost";q=1;w=60' and headers["RateLimit"].startswith('"cost";r=0;t=')
        assert {status for status, *_ in answers} <= {200, 429}

        status, _, usage = practice.ask(base, "/platform/v1/api/usage", token)
        assert status == 200 and usage["window-seconds"] == 60
        (row,) = usage["results"]
        assert row["tenant-uuid"] == practice.tenant and row["quota"] == 1
        assert row["refused"] == len(refused) and row["requests"] == 61 - len(refused)
        assert practice.ask(base, "/platform/v1/api/usage")[0] == 401

        practice.run("client", "limits", "main", "--rate", "none")
        status, headers, _ = practice.ask(base, regions, token)
        assert status == 200 and headers["RateLimit"] is None
        assert practice.ask(base, "/platform/v1/api/usage", token)[2]["results"][0]["quota"] is None
        practice.run("client", "limits", "main", "--rate", "default")
        assert practice.ask(base, regions, token)[1]["RateLimit-Policy"] == '"cost";q=60000;w=60'


@pytest.mark.parametrize("rate", ["0", "-1", "1.5", "100000001", "many", ""])
def test_a_rate_that_is_none(tmp_path, rate):
    practice = Practice(tmp_path / "data")
    done = subprocess.run([str(BINARY), "client", "limits", "main", "--rate", rate, "--data", practice.data], capture_output=True, text=True,
                          timeout=60, check=False)
    assert done.returncode == 2, done.stdout


def test_the_rate_of_all_is_reloaded(tmp_path):
    practice, config = Practice(tmp_path / "data"), tmp_path / "vip.yaml"
    config.write_text("rate-limit: 7000\n")
    with Served(tmp_path / "data", "--config", str(config)) as server:
        base = f"http://127.0.0.1:{server.port}"
        token = practice.token(base)

        def policy():
            return practice.ask(base, "/location-management/v1/api/regions", token)[1]["RateLimit-Policy"]

        assert policy() == '"cost";q=7000;w=60'
        config.write_text("rate-limit: 5000\n")
        server.process.send_signal(signal.SIGHUP)
        server.wait_for(lambda: server.events("reloaded"))
        assert server.events("reloaded")[-1]["applied"] == "rate-limit"
        assert policy() == '"cost";q=5000;w=60'


def test_what_is_sent_costs_as_what_is_received(tmp_path):
    practice = Practice(tmp_path / "data")
    with Served(tmp_path / "data") as server:
        base = f"http://127.0.0.1:{server.port}"
        token = practice.token(base)

        def used_bytes():
            rows = practice.ask(base, "/platform/v1/api/usage", token)[2]["results"]
            return rows[0]["bytes"] if rows else 0

        request = urllib.request.Request(f"{base}/location-management/v1/api/regions/search", data=b"{" + b" " * 200_000 + b"}",
                                         headers={"Tenant-Id": practice.tenant, "Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        before = used_bytes()
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.status == 200
        assert used_bytes() - before > 200_000
