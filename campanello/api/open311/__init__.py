"""Open311 GeoReport v2: reports of public space for other programs, to read and to send. Nobody logs in here."""
