"""The server under the desk."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI


def serve(app: FastAPI, listening: socket.socket) -> None:
    """Serve until interrupted, on a socket that listens already."""
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
