"""The directory: people, departments, invitations, leaving."""
