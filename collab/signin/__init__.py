"""Signing in: allauth with our rules, invitations, switching schools."""
