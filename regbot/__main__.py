"""`python -m regbot`."""

import sys

from regbot.cli.main import main

sys.exit(main())
