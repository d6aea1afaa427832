"""What the library prepares: catalogue, topic requests, boxes, lists and purchases come to live here."""
