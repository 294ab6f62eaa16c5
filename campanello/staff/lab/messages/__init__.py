"""Pages of messages: written once in several languages, sent to who agreed, and what became of each."""
