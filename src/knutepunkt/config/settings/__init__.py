"""Django's settings, by concern."""

from knutepunkt.config.settings.application import *  # noqa: F403 -- Django reads settings as names of one module
from knutepunkt.config.settings.database import *  # noqa: F403 -- the same
from knutepunkt.config.settings.mail import *  # noqa: F403 -- the same
from knutepunkt.config.settings.pages import *  # noqa: F403 -- the same
from knutepunkt.config.settings.sealing import *  # noqa: F403 -- the same
from knutepunkt.config.settings.security import *  # noqa: F403 -- the same
from knutepunkt.config.settings.sign_in import *  # noqa: F403 -- the same
