"""What is kept outside the database: the key that signs, the public keys that are trusted, and the newest root."""

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from knutepunkt.audit.seal.chain import Root

PUBLIC_LENGTH = 32


class KeyFileError(Exception):
    """A file with keys that cannot be read as such. The text is a whole sentence."""


class Key:
    """A signing key (Ed25519)."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw()
        self.id = key_id(self.public)

    @classmethod
    def new(cls) -> "Key":
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_hex(cls, text: str) -> "Key":
        return cls(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text.strip())))

    def sign(self, data: bytes) -> bytes:
        return self._private.sign(data)

    def hex(self) -> str:
        return self._private.private_bytes_raw().hex()


def key_id(public: bytes) -> str:
    """The name of a key: the beginning of its public half's hash."""
    return sha256(public).hexdigest()[:16]


def signed(public: bytes, signature: bytes, data: bytes) -> bool:
    """Is this the signature of the holder of that key?"""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def read_public(path: Path) -> list[bytes]:
    """The public keys of a file, one a line; raises KeyFileError."""
    try:
        found = [bytes.fromhex(line) for line in path.read_text(encoding="ascii").split()]
    except OSError as error:
        raise KeyFileError(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError:
        found = []
    if not found or any(len(public) != PUBLIC_LENGTH for public in found):
        raise KeyFileError(f"{path} is not a file of public keys: one key a line, each 64 characters 0–9 and a–f.")
    return found


class SealFolder:
    """The folder outside the database: `key` (secret), `trusted` (public keys, oldest first), `newest` (the last root)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def key(self, name: str = "key") -> Key | None:
        try:
            return Key.from_hex(self._path(name).read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except ValueError:
            raise KeyFileError(
                f"{self._path(name)} does not hold a signing key: put back the one that belongs there."
            ) from None

    def key_of(self, public: bytes) -> Key | None:
        """The signing key with this public half. One that was prepared counts: its taking into use was interrupted."""
        for name in ("key", "key-next"):
            key = self.key(name)
            if key and key.public == public:
                if name == "key-next":
                    self.promote()
                return key
        return None

    def trusted(self) -> list[bytes]:
        return read_public(self._path("trusted")) if self._path("trusted").exists() else []

    def newest(self) -> Root | None:
        try:
            return Root.read(self._path("newest").read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except ValueError:
            raise KeyFileError(
                f"{self._path('newest')} does not hold a root: put back the one that `kp audit root` gave."
            ) from None

    def prepare(self, key: Key) -> None:
        """Keep a key that is to be taken into use, and trust it."""
        self._write("key-next", [key.hex()])
        trusted = [*self.trusted(), key.public]
        self._write("trusted", [public.hex() for public in dict.fromkeys(trusted)])

    def promote(self) -> None:
        """The prepared key, if there is one, is the one in use now."""
        if self._path("key-next").exists():
            self._path("key-next").rename(self._path("key"))

    def keep_newest(self, root: Root) -> None:
        self._write("newest", [str(root)])

    def _path(self, name: str) -> Path:
        return self.root / name

    def _write(self, name: str, lines: Iterable[str]) -> None:
        """Whole or not at all, readable by the owner only."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self._path(f"{name}.{os.getpid()}")
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(self._path(name))
