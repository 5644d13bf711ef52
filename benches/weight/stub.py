#!/usr/bin/env python3
"""STS and a function URL on 127.0.0.1, which verify every signature by computing it themselves, with the standard
library only. A request that is not signed right gets 403 and its reason.

stub.py    listens on a free port, prints it, and serves until its standard input ends
"""

import hashlib
import hmac
import sys
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ALGORITHM = "AWS4-HMAC-SHA256"
# AWS's published example, and what AssumeRole hands out.
CALLER = ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
ROLE = ("ASIATEMPEXAMPLE12345", "tempSecretTempSecretTempSecretTempSecret")
TOKEN = "IQoJb3JpZ2luX2Vj" + "Ab/+" * 90 + "=="
# Which key may call which service.
SERVICES = {"sts": CALLER, "lambda": ROLE}
ANSWER = f"""<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><AssumedRoleId>AROAEXAMPLE:session-1</AssumedRoleId>
<Arn>arn:aws:sts::123456789012:assumed-role/deploy/session-1</Arn></AssumedRoleUser>
<Credentials><AccessKeyId>{ROLE[0]}</AccessKeyId><SecretAccessKey>{ROLE[1]}</SecretAccessKey>
<SessionToken>{TOKEN}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
</AssumeRoleResult><ResponseMetadata><RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ResponseMetadata>
</AssumeRoleResponse>"""


def encode(text: str) -> str:
    return urllib.parse.quote(text, safe="-_.~")


def mac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), "sha256").digest()


def refusal(method: str, path: str, query: str, headers: dict, body: bytes) -> str:
    """Why a request is refused; empty if its signature is right."""
    try:
        algorithm, _, fields = headers["authorization"].partition(" ")
        fields = dict(field.strip().split("=", 1) for field in fields.split(","))
        key_id, day, region, service, end = fields["Credential"].split("/")
        names, signature, date = fields["SignedHeaders"], fields["Signature"], headers["x-amz-date"]
        known_id, secret = SERVICES[service]
    except (KeyError, ValueError) as error:
        return f"not signed: {error}"
    if (algorithm, key_id, end, day) != (ALGORITHM, known_id, "aws4_request", date[:8]):
        return "algorithm, key or scope"
    if not {"host", "x-amz-date"} <= set(names.split(";")):
        return "signed headers"
    if service == "lambda" and headers.get("x-amz-security-token") != TOKEN:
        return "session token"
    hashed = hashlib.sha256(body).hexdigest()
    if headers.get("x-amz-content-sha256", hashed) != hashed:
        return "hash of the body"
    pairs = sorted((encode(n), encode(v)) for n, v in urllib.parse.parse_qsl(query, keep_blank_values=True))
    pairs = "&".join(f"{name}={value}" for name, value in pairs)
    # reqsign can't be told of another STS: what it signs is for AWS's, and is sent here all the same.
    hosts = [headers["host"]] + [f"sts.{region}.amazonaws.com"] * (service == "sts")
    for host in hosts:
        values = {name: " ".join(headers.get(name, "").split()) for name in names.split(";")} | {"host": host}
        lines = "".join(f"{name}:{value}\n" for name, value in values.items())
        canonical = "\n".join([method, path, pairs, lines, names, hashed])
        scope = "/".join([day, region, service, end])
        to_sign = "\n".join([ALGORITHM, date, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        key = ("AWS4" + secret).encode()
        for part in [day, region, service, end]:
            key = mac(key, part)
        if hmac.compare_digest(mac(key, to_sign).hex(), signature):
            return ""
    return "signature"


class Handler(BaseHTTPRequestHandler):
    protocol_version, wbufsize, disable_nagle_algorithm = "HTTP/1.1", 65536, True

    def log_message(self, *_):
        pass

    def answer(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        why = refusal(self.command, path, query, headers, body)
        is_sts = "Action=AssumeRole" in query or b"Action=AssumeRole" in body
        content = f"403 {why}" if why else ANSWER if is_sts else "hello from lambda"
        self.send_response(403 if why else 200)
        self.send_header("content-type", "text/xml" if is_sts else "text/plain")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content.encode())

    do_GET = do_POST = answer


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()
