"""Who works on a list: its curators, and the owner, who can pass it on."""
