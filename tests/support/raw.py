"""HTTP over a plain socket, for messages that no client library would send."""

import socket
import time


class Response:
    """One response as received."""

    def __init__(self, status, headers, body, rest):
        self.status = status
        self.headers = headers
        self.body = body
        self.rest = rest

    def header(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]


def read_response(connection, buffer=b"", method="GET"):
    """The next response (1xx ones are skipped), or None when the connection ends without one."""
    while b"\r\n\r\n" not in buffer:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        buffer += chunk
    head, _, buffer = buffer.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    status = int(lines[0].split(" ")[1])
    headers = [(key, value.strip()) for key, _, value in (line.partition(":") for line in lines[1:])]
    if 100 <= status < 200:
        return read_response(connection, buffer, method)
    length = next((int(value) for key, value in headers if key.lower() == "content-length"), None)
    chunked = any(key.lower() == "transfer-encoding" for key, _ in headers)
    if method == "HEAD" or status in (204, 304):
        length = 0
    while not chunked and length is not None and len(buffer) < length:
        chunk = connection.recv(65536)
        if not chunk:
            break
        buffer += chunk
    while chunked and not buffer.endswith(b"0\r\n\r\n"):
        chunk = connection.recv(65536)
        if not chunk:
            break
        buffer += chunk
    size = len(buffer) if chunked or length is None else length
    return Response(status, headers, buffer[:size], buffer[size:])


def exchange(port, *parts, pause=0.0, timeout=15, half_close=False):
    """Sends the parts one after the other; returns (response or None, whether the server closed the connection)."""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        try:
            for number, part in enumerate(parts):
                if number and pause:
                    time.sleep(pause)
                connection.sendall(part)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused while sending: there may still be a response
        try:
            response = read_response(connection)
        except ConnectionResetError:
            return None, True
        if response is None:
            return None, True
        return response, is_closed(connection)


def is_closed(connection):
    connection.settimeout(1.0)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
    except (TimeoutError, socket.timeout):
        return False
