"""The contacts of the running practice as a file that peers load, read through the API."""

import json

CONTACTS, LOCATIONS = "/contact-management/v1/api", "/location-management/v1/api/locations"


def everything(api, path):
    """All records of a list, by its cursor."""
    first = f"{path}{'&' if '?' in path else '?'}size=500"
    page = read(api, first)
    records = page["results"]
    while "next-cursor" in page:
        include = path.partition("include=")[2].partition("&")[0]
        page = read(api, f"{path.partition('?')[0]}?cursor={page['next-cursor']}&size=500" + (f"&include={include}" if include else ""))
        records += page["results"]
    return records


def read(api, path):
    response = api.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code} {response.text}"
    return response.json()


def export_practice(api, file):
    file.write_text(json.dumps({
        "locations": everything(api, LOCATIONS),
        "titles": everything(api, f"{CONTACTS}/titles"),
        "practitioner-types": everything(api, f"{CONTACTS}/practitioner-types"),
        "contacts": everything(api, f"{CONTACTS}/contacts?include-deactivated=true&include=addresses,numbers,emails"),
    }))
