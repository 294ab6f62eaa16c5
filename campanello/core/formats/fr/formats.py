"""Days and moments in figures. Arabic's own forms hold marks of direction, English's have the month first."""

SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
