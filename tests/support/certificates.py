"""A certificate authority of one's own, made by the openssl command."""

import ssl
import subprocess


class Authority:
    """`file` is what its certificate is in, for those who trust it."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self.file = folder / "authority.pem"
        self._request("authority", "-x509", "-days", "1", "-out", self.file)

    def server(self, names, days=1):
        """The TLS of a server that has these names, as "DNS:localhost"; with days below zero its certificate has expired."""
        self._request("server", "-addext", f"subjectAltName={names}", "-out", "server.csr")
        self._run("x509", "-req", "-in", "server.csr", "-CA", self.file, "-CAkey", "authority.key", "-copy_extensions", "copy",
                  "-days", str(days), "-out", "server.pem")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "server.pem", self.folder / "server.key")
        return context

    def _request(self, name, *more):
        self._run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-keyout", f"{name}.key", "-subj", f"/CN={name}", *more)

    def _run(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)
