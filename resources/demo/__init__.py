"""The demo of what the library prepares, built through the product's own actions."""
