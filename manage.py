"""Django's own commands, for those who operate or develop campanello: `python manage.py migrate` and the like."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campanello.settings")
    execute_from_command_line(sys.argv)
