"""The requests that are measured, compared and profiled on one server, by name."""

import pathlib

from practice import CONTACTS, PATIENTS

CREATE = pathlib.Path(__file__).resolve().parent / "create.lua"
PLAIN = "plain page"  # of 20

SIZES = {
    "live": "/health/live",
    "size=1": f"{CONTACTS}?size=1",
    "size=1, total=none": f"{CONTACTS}?size=1&total=none",
    "size=20": f"{CONTACTS}?size=20",
    "size=100": f"{CONTACTS}?size=100",
    "size=1000": f"{CONTACTS}?size=1000",
}
SEARCHES = {
    PLAIN: CONTACTS,
    "q=ha": f"{CONTACTS}?q=ha",
    "last-name[starts-with]=Ha": f"{CONTACTS}?last-name[starts-with]=Ha",
    "include of three relations": f"{CONTACTS}?include=addresses,numbers,emails",
}


def patient_path(served):
    return f"{PATIENTS}/{served.api.get(f'{PATIENTS}?size=1').json()['results'][0]['patient-uuid']}"


def create(served, receiver=None):
    """Creates of contacts at a location of the practice, sent to the server or to another one with the same practice."""
    location = served.api.get(f"{CONTACTS}?size=1").json()["results"][0]["default-location-uuid"]
    return (receiver or served).request(CONTACTS, script=CREATE, arguments=(location,))


def named(served):
    paths = SIZES | SEARCHES | {"by id": patient_path(served)}
    return {name: served.request(path) for name, path in paths.items()} | {"create": create(served)}
