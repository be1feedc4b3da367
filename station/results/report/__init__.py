"""One page for an athlete or a group: what was seen, how sure that is, and what has changed."""
