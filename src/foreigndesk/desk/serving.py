"""The server under the desk."""

from __future__ import annotations

import gc
import socket
import sys
from typing import Final

import uvicorn
from fastapi import FastAPI

# Seconds for which a thread that renders holds up one that fetches rows; it waits at each row.
SWITCH: Final = 0.0005


def serve(app: FastAPI, listening: socket.socket) -> None:
    """Serve until interrupted, on a socket that listens already."""
    # What is loaded now stays: the collector need not go through it while a reader waits.
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,  # Ctrl-C does not wait for a reader's idle connection
    )
    uvicorn.Server(config).run(sockets=[listening])
