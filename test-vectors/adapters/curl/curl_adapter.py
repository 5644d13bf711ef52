"""curl --aws-sigv4: the request is sent to a server of this adapter's own, and what arrives is the answer."""

import os
import pathlib
import socket
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "python"))
from protocol import Case, serve

LISTENER = socket.create_server(("127.0.0.1", 0))
PORT = LISTENER.getsockname()[1]


def capture(into: list) -> None:
    connection, _ = LISTENER.accept()
    with connection:
        connection.settimeout(5)
        data = b""
        while b"\r\n\r\n" not in data and (more := connection.recv(65536)):
            data += more
        into.append(data.partition(b"\r\n\r\n")[0])
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        try:
            while connection.recv(65536):
                pass
        except OSError:
            pass


def sign(case: Case) -> dict:
    case.demand(not case.rules, case.service not in ("s3express", "iotdevicegateway"), case.method != "HEAD", case.target.isascii(), " " not in case.target)
    # Its own date goes beside one of the caller's; the secret is a part of --user.
    case.demand(case.value("x-amz-date") is None, "\n" not in case.secret, ":" not in case.key_id)
    received: list = []
    server = threading.Thread(target=capture, args=(received,), daemon=True)
    server.start()
    # The clock of curl stands still at the time of signing.
    command = ["faketime", "-f", case.time.strftime("%Y-%m-%d %H:%M:%S"), "curl", "--silent", "--max-time", "5", "--path-as-is", "--globoff", "--aws-sigv4", f"aws:amz:{case.region}:{case.service}",
               "--user", f"{case.key_id}:{case.secret}", "--request", case.method, "--connect-to", f"::127.0.0.1:{PORT}"]
    for name, value in case.headers:
        # curl's word for a header without a value.
        command += ["--header", f"{name}: {value}" if value else f"{name};"]
    if case.token and case.value("x-amz-security-token") is None:
        command += ["--header", f"X-Amz-Security-Token: {case.token}"]
    if case.body:
        command += ["--data-binary", "@-"]
    ran = subprocess.run([*command, f"http://{case.host}{case.target}"], input=case.body, capture_output=True, env={**os.environ, "TZ": "UTC"})
    if not received:
        socket.create_connection(("127.0.0.1", PORT)).close()
    server.join(6)
    if not received or not received[0]:
        raise RuntimeError(f"curl sent nothing: exit code {ran.returncode}")
    first, *lines = received[0].decode("utf-8", "replace").split("\r\n")
    method, target, _ = first.split(" ", 2)
    case.demand(target == case.target or not case.target.startswith("/"), method == case.method)
    return case.signed(tuple(part.strip() for part in line.split(":", 1)) for line in lines)


serve(sign=sign)
