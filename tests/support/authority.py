"""A certificate authority of the tests' own, made by openssl, and servers that speak TLS with what it has signed."""

import ssl
import subprocess
from pathlib import Path


class Authority:
    """An authority in a folder; ``file`` is what somebody who trusts it knows of it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder, self.file = folder, folder / "authority.pem"
        self._openssl("req", "-x509", *self._new_key("authority"), "-days", "2", "-subj", f"/CN={folder.name}", "-out", str(self.file))

    def certificate_for(self, name: str) -> ssl.SSLContext:
        """Return what lets a server prove that it has this name, as in DNS:mail.example.eu or IP:192.0.2.1."""
        wish, signed = self._folder / "wish.pem", self._folder / "signed.pem"
        extensions = self._folder / "extensions"
        extensions.write_text(f"subjectAltName = {name}\n", encoding="ascii")
        self._openssl("req", "-new", *self._new_key("server"), "-subj", "/CN=server", "-out", str(wish))
        by_us = ("-CA", str(self.file), "-CAkey", str(self._folder / "authority.key"), "-CAcreateserial")
        self._openssl("x509", "-req", "-in", str(wish), *by_us, "-days", "2", "-extfile", str(extensions), "-out", str(signed))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(signed, self._folder / "server.key")
        return context

    def _new_key(self, name: str) -> tuple[str, ...]:
        return "-newkey", "rsa:2048", "-nodes", "-keyout", str(self._folder / f"{name}.key")

    def _openssl(self, *words: str) -> None:
        subprocess.run(["openssl", *words], check=True, capture_output=True)
