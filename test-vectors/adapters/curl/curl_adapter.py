"""curl --aws-sigv4: the request is sent to a server of this adapter's own, and what arrives is the answer."""

import hashlib
import os
import pathlib
import queue
import socket
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "python"))
from protocol import Case, serve

LISTENER = socket.create_server(("127.0.0.1", 0))
PORT = LISTENER.getsockname()[1]
RECEIVED: queue.Queue = queue.Queue()


def receive() -> None:
    """Keeps the head of each request, and answers it."""
    while True:
        connection, _ = LISTENER.accept()
        with connection:
            connection.settimeout(5)
            data = b""
            while b"\r\n\r\n" not in data and (more := connection.recv(65536)):
                data += more
            RECEIVED.put(data.partition(b"\r\n\r\n")[0])
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def sign(case: Case) -> dict:
    case.demand(not case.rules, case.service not in ("s3express", "iotdevicegateway"), case.method != "HEAD")
    # Its own date goes beside one of the caller's; the secret is a part of --user.
    case.demand(case.value("x-amz-date") is None, "\n" not in case.secret, ":" not in case.key_id)
    # The clock of curl stands still at the time of signing.
    command = ["faketime", "-f", case.time.strftime("%Y-%m-%d %H:%M:%S"), "curl", "--silent", "--max-time", "5", "--path-as-is",
               "--globoff", "--aws-sigv4", f"aws:amz:{case.region}:{case.service}", "--user", f"{case.key_id}:{case.secret}",
               "--request", case.method, "--connect-to", f"::127.0.0.1:{PORT}"]
    for name, value in case.headers:
        # curl's word for a header without a value.
        command += ["--header", f"{name}: {value}" if value else f"{name};"]
    if case.token and case.value("x-amz-security-token") is None:
        command += ["--header", f"X-Amz-Security-Token: {case.token}"]
    if case.service.startswith("s3") and case.value("x-amz-content-sha256") is None:
        # S3 wants it, and this curl leaves it to its user.
        command += ["--header", f"X-Amz-Content-Sha256: {hashlib.sha256(case.body).hexdigest()}"]
    if case.body:
        command += ["--data-binary", "@-"]
    url = case.url.replace("https", "http", 1)
    ran = subprocess.run([*command, url], input=case.body, capture_output=True, env={**os.environ, "TZ": "UTC"})
    head = b"" if RECEIVED.empty() else RECEIVED.get()
    if not head:
        raise RuntimeError(f"curl sent nothing: exit code {ran.returncode}")
    first, *lines = head.decode("utf-8", "replace").split("\r\n")
    method, target, _ = first.split(" ", 2)
    case.demand(target == case.target or not case.target.startswith("/"), method == case.method)
    return case.signed(tuple(part.strip() for part in line.split(":", 1)) for line in lines)


threading.Thread(target=receive, daemon=True).start()
serve(sign=sign)
