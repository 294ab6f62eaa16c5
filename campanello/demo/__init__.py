"""The demo programme: invented people whose evaluation gives the figures that the sources print. No web, no prompt."""
