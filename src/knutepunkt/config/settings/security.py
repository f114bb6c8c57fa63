"""Keys, cookies, headers, uploads."""

from knutepunkt.config import env

SECRET_KEY = env.SECRET_KEY.text() or "only-for-commands-that-serve-nobody-" + "x" * 30
KNUTEPUNKT_FIELD_KEYS = env.FIELD_KEY.words()
KNUTEPUNKT_HASH_KEY = env.HASH_KEY.text()
ALLOWED_HOSTS = env.HOSTS.words()
KNUTEPUNKT_ORIGIN = env.ORIGIN.text()
_HTTPS = KNUTEPUNKT_ORIGIN.startswith("https://")
CSRF_TRUSTED_ORIGINS = [KNUTEPUNKT_ORIGIN] if KNUTEPUNKT_ORIGIN else []
CSRF_FAILURE_VIEW = "knutepunkt.ui.errors.csrf_failure"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_HTTPONLY = True
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_NAME = "kp"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
KNUTEPUNKT_IDLE_MINUTES = env.IDLE_MINUTES.number()
KNUTEPUNKT_LOCAL_SIGN_IN = env.LOCAL_SIGN_IN.flag()
KNUTEPUNKT_PROXIES = env.PROXIES.number()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
# A message may hold 20 MB; the request around it a little more.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
KNUTEPUNKT_MAX_MESSAGE = 20 * 1024 * 1024
