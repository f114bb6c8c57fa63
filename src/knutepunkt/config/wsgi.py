"""What the application server loads. It refuses to load with a configuration that is wrong: without a key of its own the server
would sign cookies with one that anybody can read in the source.
"""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from knutepunkt.config.check import problems
from knutepunkt.config.invented import mixed

if found := problems() or mixed():
    raise ImproperlyConfigured(" ".join(found))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knutepunkt.config.settings")
application = get_wsgi_application()
