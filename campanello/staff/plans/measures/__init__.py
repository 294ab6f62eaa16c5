"""Pages of measures: their funds and funnels, and the form that makes or changes one."""
