"""Creates contacts through the API, over as many connections as the load has, without a client library: half a million take a minute."""

import itertools
import json
import socket

from practice import CONTACTS

FIRST = """Aaron Abigail Adam Agnes Aisha Alan Albert Alice Amelia Amir Amy Andrew Angus Anita Ann Anthony Arthur Barbara Beatrice Ben
Bilal Brenda Brian Bridget Callum Carl Carys Catherine Charles Chloe Christine Claire Colin Craig Daisy Daniel David Dawn Deborah Dennis
Derek Diana Dmitri Donald Dorothy Duncan Edith Edward Eileen Elaine Eleanor Elizabeth Ella Emily Emma Erin Ethan Eve Farah Femi Fiona
Florence Frances Frank Freya Gareth Gavin George Georgia Gillian Glenn Gordon Grace Graham Hamish Hannah Harold Harriet Harry Hassan
Hazel Heather Helen Henry Hilary Holly Howard Hugh Ian Imogen Ingrid Iris Isaac Isla Ivan Jack Jacob Jakub James Jane Janet Jasmine
Jean Jennifer Jeremy Jessica Joan Joanne John Joseph Joyce Judith Julia Karen Kate Keira Keith Kelly Kenneth Kevin Kirsty Laura Leah
Leo Lewis Liam Lily Linda Louise Lucy Luke Lydia Mabel Malcolm Margaret Marion Mark Martin Mary Matthew Maureen Megan Michael Millie
Miriam Mohammed Molly Morag Nadia Naomi Natalie Neil Niamh Nicholas Nigel Nina Nisha Norman Olive Oliver Olivia Oscar Owen Pamela""".split()
BEGINNINGS = """Ald Ash Bar Beck Black Brad Bram Brock Burn Carl Chad Clay Copp Cran Dal Den Dun East El Fair Farn Fen Gar Green Had
Hal Ham Har Hart Haw Hol Ing Kirk Lang Lea Lin Mar Mel Nor Oak Ock Pem Rad Rams Red Rush Sed Shel Stan Sut Thorn Up Wal Wen West Whit
Win Wood Wor Yar""".split()
ENDINGS = """bank beck berry borough bourne bridge brook burn bury by church cliffe combe cote croft dale den dene don field fold ford
gate ham hay head hill holme house hurst ing land leigh ley low man mere mond more ney over ridge rigg shaw shire stead stock ston sworth
thorpe thwaite ton tree wall ward water way well wick wood worth""".split()
RARE = "Quillfeather"  # who is found among any number: as many as a page shows
RARE_COUNT = 20


def names():
    """Distinct names, first and last, of which the first ones are rare."""
    for number in range(RARE_COUNT):
        yield FIRST[number], RARE
    # Both change from one to the next, as in the order in which people come.
    lasts = [beginning + ending for ending, beginning in itertools.product(ENDINGS, BEGINNINGS)]
    for number in range(len(FIRST) * len(lasts)):
        yield FIRST[(number + number // len(lasts)) % len(FIRST)], lasts[number % len(lasts)]


class Connection:
    def __init__(self, port, headers):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.head = (f"POST {CONTACTS} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
                     + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "Content-Length: ")

    def send(self, body):
        self.socket.sendall(f"{self.head}{len(body)}\r\n\r\n{body}".encode())

    def receive(self):
        """The id of what was created."""
        received = b""
        while b'"}' not in received:
            chunk = self.socket.recv(65536)
            received += chunk
            if not chunk or not received.startswith(b"HTTP/1.1 201"[:len(received)]):
                raise RuntimeError(f"a contact was not created: {received.decode(errors='replace')}")
        return json.loads(received.partition(b"\r\n\r\n")[2])["contact-uuid"]


def create_contacts(served, tenant, location, count, connections):
    """The ids of the contacts, in the order of creation."""
    opened = [Connection(served.sandbox.port, served.headers(tenant)) for _ in range(min(connections, count))]
    remaining = itertools.islice(names(), count)
    ids = []
    while batch := list(itertools.islice(remaining, len(opened))):
        for connection, (first, last) in zip(opened, batch):
            connection.send(json.dumps({"contact-type": "Client", "first-name": first, "last-name": last, "location-uuid": location}))
        ids += [connection.receive() for connection, _ in zip(opened, batch)]
    for connection in opened:
        connection.socket.close()
    return ids


def create_tenant(served, name, contacts, connections=32):
    """A new tenant with one location and contacts; its id and theirs."""
    tenant = served.new_tenant(name)
    location = served.api.create("/location-management/v1/api/locations", {"name": "Main Surgery", "timezone": "Europe/London"}, tenant=tenant)
    return tenant, create_contacts(served, tenant, location["location-uuid"], contacts, connections)
