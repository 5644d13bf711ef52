"""Signed requests as a server receives them, right ones and wrong ones: every step may be told to go astray."""

import hashlib
import hmac

import sigv4

from .cases import SECRET, SOURCE, TOKEN, b64

DATE = "20150830T123600Z"
SCOPE = "20150830/us-east-1/service/aws4_request"
EMPTY = hashlib.sha256(b"").hexdigest()
BASE = {
    "method": "POST",
    "target": "/a/b?x=1&y=2",
    "headers": [["Host", "example.amazonaws.com"], ["Content-Type", "text/plain"], ["X-Amz-Date", DATE], ["X-Amz-Meta-Color", "blue"]],
    "body": b64(b"hello"),
}
KNOWN = [{"access_key_id": "AKIDEXAMPLE", "secret_access_key": SECRET},
         {"access_key_id": "ASIAEXAMPLE", "secret_access_key": SECRET, "session_token": TOKEN}]
SHARED = {"now": DATE, "credentials": KNOWN, "region": "us-east-1", "service": "service"}


def signature(text: str, scope: str, secret: str = SECRET) -> str:
    key = ("AWS4" + secret).encode()
    for part in [*scope.split("/"), text]:
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key.hex()


def canonical(given: dict, names: str, payload: str, how: dict) -> str:
    path, _, query = given["target"].partition("?")
    rules = sigv4.rules_of({"op": "verify", "service": how.get("service", "service")})
    values = sigv4.canonical_headers(given["headers"]) | how.get("values", {})
    lines = how.get("lines") or [f"{name}:{values.get(name.lower(), '')}" for name in names.split(";")]
    return "\n".join([
        how.get("method", given["method"]),
        how.get("path", sigv4.canonical_path(path, rules)),
        how.get("query", sigv4.canonical_query(query)),
        *lines, "", names, payload])


def to_sign(text: str, scope: str, how: dict) -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return "\n".join([how.get("algorithm", "AWS4-HMAC-SHA256"), how.get("signed_date", how.get("date", DATE)), scope, digest])


def payload_of(given: dict, how: dict) -> str:
    return how.get("payload") or sigv4.payload_hash_of({"op": "sign", "service": "service", **given})


def in_header(given: dict | None = None, **how) -> dict:
    """A request with an Authorization header. `how` says what goes astray before it is signed."""
    given = BASE | (given or {})
    scope = how.get("scope", SCOPE)
    names = how.get("names", ";".join(sigv4.canonical_headers(given["headers"])))
    text = canonical(given, names, payload_of(given, how), how)
    signed = how.get("signature") or signature(to_sign(text, scope, how), how.get("key_scope", scope), how.get("secret", SECRET))
    layout = how.get("layout", "{algorithm} Credential={credential}, SignedHeaders={names}, Signature={signature}")
    value = layout.format(algorithm=how.get("algorithm", "AWS4-HMAC-SHA256"), names=names, signature=signed,
                          credential=how.get("credential", f"{how.get('id', 'AKIDEXAMPLE')}/{scope}"))
    return given | {"headers": [*given["headers"], ["Authorization", value]]}


LINK = {"method": "GET", "target": "/a/b?x=1&y=2", "headers": [["Host", "example.amazonaws.com"]], "body": ""}


def in_query(given: dict | None = None, **how) -> dict:
    """A presigned request. `params` lays values over those of the query, `without` leaves some out, `more` is added."""
    given = LINK | (given or {})
    scope = how.get("scope", SCOPE)
    names = how.get("names", ";".join(sigv4.canonical_headers(given["headers"])))
    values = {
        "X-Amz-Algorithm": how.get("algorithm", "AWS4-HMAC-SHA256"),
        "X-Amz-Credential": f"{how.get('id', 'AKIDEXAMPLE')}/{scope}",
        "X-Amz-Date": how.get("date", DATE),
        "X-Amz-Expires": "3600",
        "X-Amz-SignedHeaders": names,
    } | how.get("params", {})
    pairs = [f"{name}={sigv4.uri_encode(value.encode())}" for name, value in values.items() if name not in how.get("without", [])]
    path, _, query = given["target"].partition("?")
    joined = "&".join(filter(None, [query, *pairs, *how.get("more", [])]))
    asked = given | {"target": f"{path}?{joined}"}
    text = canonical(asked, names, payload_of(given, how), how)
    signed = how.get("signature") or signature(to_sign(text, scope, how), how.get("key_scope", scope))
    return asked | {"target": f"{path}?{joined}&X-Amz-Signature={signed}" if "X-Amz-Signature" not in how.get("without", []) else asked["target"]}


def header(request: dict, name: str) -> str:
    return next(value for key, value in request["headers"] if key.lower() == name.lower())


def replaced(request: dict, name: str, value) -> dict:
    """With another value of a header; with None, without the header."""
    headers = [[key, old if key.lower() != name.lower() else value] for key, old in request["headers"]]
    return request | {"headers": [pair for pair in headers if pair[1] is not None]}


def added(request: dict, *headers) -> dict:
    return request | {"headers": [*request["headers"], *map(list, headers)]}


def retargeted(request: dict, old: str, new: str) -> dict:
    assert old in request["target"], (old, request["target"])
    return request | {"target": request["target"].replace(old, new, 1)}


def reauthorized(request: dict, old: str, new: str) -> dict:
    value = header(request, "Authorization")
    assert old in value, (old, value)
    return replaced(request, "Authorization", value.replace(old, new, 1))


def group(prefix: str, rows: list, **shared) -> dict:
    """Rows are (name, comment, flags, reason or None for a valid one, request); behind them, `acceptable` for one that is."""
    cases = [{"id": f"{prefix}/{name}", "comment": comment, "flags": flags.split(),
              "result": result[0] if result else "invalid" if reason else "valid",
              "input": request, "expected": {"reason": reason} if reason else {}}
             for name, comment, flags, reason, request, *result in rows]
    source = SOURCE | {"oracles": ["generate/sigv4.py (signatures)", "generate/verify.py (results)"]}
    return {"op": "verify", "source": source, "shared": SHARED | shared, "cases": cases}
