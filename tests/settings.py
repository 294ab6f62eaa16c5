"""The program's settings under test: told that they are before they are read."""

import os

os.environ["CAMPANELLO_MODE"] = "test"

from campanello.settings import *  # noqa: F403
