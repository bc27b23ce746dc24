"""The server under the desk."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI


def serve(app: FastAPI, listening: socket.socket) -> None:
    """Serve until interrupted, on a socket that listens already."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, lifespan="off"
    )
    uvicorn.Server(config).run(sockets=[listening])
