"""An authenticator in a few lines, for tests: makes a passkey and shows it, honestly or as a test wants it to lie."""

import base64
import hashlib
import json
import os
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def b64(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Device:
    def __init__(self, origin="http://testserver"):
        self.origin, self.host = origin, origin.split("//")[1].split(":")[0]
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = os.urandom(32)
        self.counter = 0
        self.handle = b""

    def _client(self, kind, challenge, origin):
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin or self.origin}).encode()

    def _data(self, flags, extra=b""):
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + struct.pack(">I", self.counter) + extra

    def make(self, options, *, flags=PRESENT | VERIFIED, origin=None):
        """The browser's answer to a request for a new passkey."""
        self.handle = base64.urlsafe_b64decode(options["user"]["id"] + "==")
        numbers = self.key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        credential = bytes(16) + struct.pack(">H", 32) + self.credential_id + cbor.encode(key)
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(flags | ATTESTED, credential)}
        client = self._client("webauthn.create", options["challenge"], origin)
        return self._answer({"clientDataJSON": b64(client), "attestationObject": b64(cbor.encode(attestation))})

    def show(self, options, *, flags=PRESENT | VERIFIED, origin=None, key=None, handle=None):
        """The browser's answer to a request to show a passkey."""
        self.counter += 1
        client, data = self._client("webauthn.get", options["challenge"], origin), self._data(flags)
        signature = (key or self.key).sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": b64(client),
                "authenticatorData": b64(data),
                "signature": b64(signature),
                "userHandle": b64(self.handle if handle is None else handle),
            }
        )

    def _answer(self, response):
        name = b64(self.credential_id)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
        )
