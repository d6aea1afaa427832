"""Catalogues of other systems: read in the background into ours."""
