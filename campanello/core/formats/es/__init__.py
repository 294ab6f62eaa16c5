"""Days and moments in figures, as campanello/core/formats says."""
