"""Whether the links of the lists still lead somewhere: looked at in the background, politely and safely."""
