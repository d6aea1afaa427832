"""How gunicorn serves Collab in production; WEB_CONCURRENCY says with how many processes (2 unless set)."""

import os

bind = "0.0.0.0:8000"  # inside the container; Compose publishes it for the proxy alone
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"  # a slow connection holds a thread, not a process
threads = 4
# Settings are read once, before the workers: a missing one ends the start with its sentence instead of a loop.
preload_app = True
# A leak, should there be one, ends with its process; the spread keeps them from ending all at once.
max_requests = 5000
max_requests_jitter = 500
graceful_timeout = 20
worker_tmp_dir = "/dev/shm"  # noqa: S108 - memory, since the container's disk is read-only
control_socket_disable = True
accesslog = "-"
logger_class = "collab.stack.web_log.WebLog"
