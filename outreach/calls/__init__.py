"""The end-of-term topic call: opened by the school's dates, answered by a link, reminded twice at most."""
