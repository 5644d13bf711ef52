"""Fills `corpus` with the requests of the test vectors, and with `seeds`: python3 fuzz/seed.py"""

import base64
import hashlib
import json
from pathlib import Path

HERE = Path(__file__).resolve().parent
# As in src/lib.rs: the service by its place, and whether there is a token.
SERVICES = ["service", "s3", "lambda", "execute-api", "iotdevicegateway", "s3express"]


def main():
    for path in sorted((HERE.parent / "test-vectors").glob("*.json")):
        for group in json.loads(path.read_text()).get("groups", []):
            for case in group["cases"]:
                seed({**group["shared"], **case["input"]}, case["expected"])
    for path in sorted((HERE / "seeds").glob("*/*")):
        write(path.parent.name, path.read_bytes())
    for target in sorted((HERE / "corpus").iterdir()):
        print(f"{target.name}: {sum(1 for _ in target.iterdir())}")


def seed(request, expected):
    if "authorization" in expected:
        write("authorization", expected["authorization"].encode())
    for name, value in request.get("headers", []):
        if name.lower() == "authorization":
            write("authorization", value.encode())
    for member in ("date", "timestamp"):
        if member in request:
            write("authorization", request[member].encode())
    if "target" not in request:
        return
    write("sign", message(request))
    write("differential", message(request))
    write("explain", message(request) + b"\0" + refusal(expected.get("canonical_request", "")))
    edit = bytes([len(request["target"]) % 6, 0, len(request["method"]) + 2, 0x41])
    write("verify", message(request)[:1] + edit + message(request)[1:])
    headers = request["headers"] + expected.get("headers", [])
    write("signed_url", message({**request, "headers": headers, "target": expected.get("target", request["target"])}))


def message(request):
    service = request.get("service", "s3")
    place = SERVICES.index(service) if service in SERVICES else 0
    lines = [f"{request['method']} {request['target']}"]
    lines += [f"{name}:{value}" for name, value in request["headers"]]
    body = base64.b64decode(request.get("body", ""))
    return bytes([place << 1]) + "\n".join(lines).encode() + b"\n\n" + body


def refusal(canonical_request):
    """As AWS shows its side; of the header's name here, so that it differs."""
    shown = canonical_request.replace("x-amz-date", "x-amz-dates")
    text = f"m\n\nThe Canonical String for this request should have been\n'{shown}'\n\nThe String-to-Sign should have been\n'a\nb\nc\nd'\n"
    return json.dumps({"message": text}).encode()


def write(target, data):
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


if __name__ == "__main__":
    main()
