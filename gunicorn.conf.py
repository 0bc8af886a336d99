"""How gunicorn serves PMHub. Threads keep their database connections, so few are enough."""

import ctypes
import gc
import os

workers = int(os.environ.get("PMHUB_WEB_WORKERS") or 2)
threads = int(os.environ.get("PMHUB_WEB_THREADS") or 4)
worker_class = "gthread"
preload_app = True
timeout = 60
graceful_timeout = 8
keepalive = 5
limit_request_line = 8190  # lists are addresses: a query may have 4,000 characters
loglevel = "warning"
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True

M_ARENA_MAX = -8  # of glibc's malloc.h


def when_ready(server):
    """Prepare what the workers inherit when they are forked.

    All that is loaded leaves the garbage collector's sight: walking through it costs 100 ms every few requests. And
    threads share one heap: of as many as glibc would make, each keeps what its largest answer once took.
    """
    gc.collect()
    gc.freeze()
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(M_ARENA_MAX, 1)
