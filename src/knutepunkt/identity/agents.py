"""The kind of browser in a few words, from its User-Agent header. The header itself is not kept: it tells too much."""

LONGEST_READ = 500
# The first that fits wins: Edge and Opera call themselves Chrome as well, and Chrome calls itself Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def kind_of_browser(header: str) -> str:
    """Browser family and system, such as "Firefox, Windows"; empty when neither is known."""
    read = header[:LONGEST_READ]
    found = [next((name for sign, name in table if sign in read), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in found if name)
