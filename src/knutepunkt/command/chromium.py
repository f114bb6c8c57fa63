"""A Chromium for the browser tests: the machine's, else fetched."""

import os
import shutil
import sys
from pathlib import Path

# The shell without windows first: the whole browser spends three times as much on each new window, windows that nobody sees.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Where Playwright keeps its own, below the folder of its browsers.
PLAYWRIGHT_BUILDS = (
    "chromium_headless_shell-*/*/*headless*shell*",
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)
INSTALL = "DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends"
APT = f"apt-get -qq update && ({INSTALL} chromium-headless-shell || {INSTALL} chromium)"


def find() -> Path | None:
    """The browser that is here: named by KNUTEPUNKT_CHROMIUM, installed, or Playwright's."""
    named = os.environ.get("KNUTEPUNKT_CHROMIUM")
    if named:
        return Path(named)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    default = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "ms-playwright"
    browsers = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or default)
    for pattern in PLAYWRIGHT_BUILDS:
        for candidate in sorted(browsers.glob(pattern), reverse=True):
            if os.access(candidate, os.X_OK) and candidate.is_file():
                return candidate
    return None


def fetching() -> list[str]:
    """The command that fetches one: Debian's package as root, else Playwright's build."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        return ["/bin/sh", "-c", APT]
    return [sys.executable, "-m", "playwright", "install", "chromium"]
