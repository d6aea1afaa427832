"""Topic requests: what teachers will teach, and where each request stands."""
