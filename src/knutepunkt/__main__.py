"""`python -m knutepunkt`: the way `./kp` hands over, whatever the path of the checkout looks like."""

import sys

from knutepunkt.command.main import main

if __name__ == "__main__":
    sys.exit(main())
