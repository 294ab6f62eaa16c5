"""The program's settings under test: told that they are before they are read."""

import os

os.environ["CAMPANELLO_MODE"] = "test"

from campanello.settings import *  # noqa: F403

# Tests make users by the hundred and log them in at once; those about passwords and second proofs say so themselves.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECOND_FACTOR_ASKED = False
