"""nginx, which serves the bytes of answers as static files."""

import getpass
import pathlib
import re
import shutil
import subprocess

from peers.server import HERE, Server
from support.sandbox import free_port

BINARY = shutil.which("nginx") or "/usr/sbin/nginx"


class Nginx(Server):
    """`files`: contents by name."""

    def __init__(self, folder, files):
        port = free_port()
        www = folder / "www"
        www.mkdir(parents=True)
        for name, content in files.items():
            (www / name).write_bytes(content)
        text = (HERE / "nginx.conf.in").read_text()
        for key, value in (("USER", getpass.getuser()), ("FOLDER", folder), ("PORT", port)):
            text = text.replace(f"@{key}@", str(value))
        settings = folder / "nginx.conf"
        settings.write_text(text)
        super().__init__([BINARY, "-p", folder, "-e", folder / "nginx-error.log", "-c", settings], folder, port, f"/{next(iter(files))}")

    @staticmethod
    def version():
        said = subprocess.run([BINARY, "-v"], stderr=subprocess.PIPE, text=True, check=True).stderr
        return re.search(r"nginx/\S+", said).group(0).replace("/", " ")
