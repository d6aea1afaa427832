"""The way in: where `/` leads, and whether the installation is well."""
