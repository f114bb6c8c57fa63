"""Where a data folder keeps its things. Every command that takes `--data` goes through here."""

from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
PRIVATE = CHECKOUT / ".kp"
DEMO_DATA = PRIVATE / "demo"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One data folder: a database, its secrets and its logs belong together."""

    root: Path

    @classmethod
    def at(cls, path: Path) -> "DataFolder":
        """Take the folder by its real path, so that two spellings of it are one data folder."""
        return cls(path.expanduser().resolve())

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.root / "postgres"

    @property
    def unfinished_cluster(self) -> Path:
        """Where a cluster is made before it gets its name, so that an interrupted one is never used."""
        return self.root / "postgres.unfinished"

    @property
    def secrets(self) -> Path:
        """Keys and passwords, readable by the owner only."""
        return self.root / "secrets"

    @property
    def seal(self) -> Path:
        """The signing key of the logs, the public keys and the newest root; see audit.seal.keys."""
        return self.root / "seal"

    @property
    def lock(self) -> Path:
        """Held by the process that runs this data folder, for as long as it lives."""
        return self.root / "lock"

    @property
    def logs(self) -> Path:
        """One file for each program. They hold no personal data."""
        return self.root / "log"

    @property
    def migrated(self) -> Path:
        """Fingerprint of the migrations that the database has, so that later starts need not ask it."""
        return self.root / "migrated"

    @property
    def demo(self) -> Path:
        """Present where `kp demo` made the data: commands on it run in demo mode."""
        return self.root / "demo"
