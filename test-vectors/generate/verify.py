"""A strict verifier in plain Python: the second opinion on every result of the verify files.

Written from AWS's documentation and the checks that README.md lists; it shares the canonical request with sigv4.py, which
botocore and aws-c-auth confirm, and nothing with the implementation that the vectors come with. It answers None for a
request that holds, and otherwise the first thing that is wrong with it, in words of its own.
"""

import base64
import hashlib
import hmac
import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

import sigv4
import verify_streamed

TOKEN_CHARACTERS = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
QUERY_NAMES = ["Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature"]
LIMIT = 7 * 24 * 3600


class Wrong(Exception):
    pass


def demand(holds, complaint: str) -> None:
    if not holds:
        raise Wrong(complaint)


def verify(request: dict) -> str | None:
    try:
        check(request, request.get("options", {}))
    except Wrong as wrong:
        return str(wrong)
    return None


def check(request: dict, options: dict) -> None:
    well_formed(request)
    path, _, query = request["target"].partition("?")
    pairs = [pair.partition("=")[::2] for pair in query.split("&") if pair]
    authorizations = values(request, "authorization")
    in_query = [value for name, value in pairs if unquote(name) in ("X-Amz-Signature", "X-Amz-Algorithm", "X-Amz-Credential")]
    demand(len(authorizations) < 2, "two Authorization headers")
    demand(not (authorizations and in_query), "both forms")
    demand(authorizations or in_query, "no signature")
    claim = of_header(request, authorizations[0]) if authorizations else of_query(request, pairs)

    parts = claim["credential"].split("/")
    demand(len(parts) >= 5 and all(parts[-5:]) and "/".join(parts[:-4]), "credential")
    key_id, (day, region, service, end) = "/".join(parts[:-4]), parts[-4:]
    demand(end == "aws4_request" and re.fullmatch("[0-9]{8}", day, re.ASCII) and moment(day + "T000000Z"), "credential")
    demand(re.fullmatch("[0-9a-f]{64}", claim["signature"], re.ASCII), "signature's form")
    date = claim["date"]
    demand(day == date.strftime("%Y%m%d"), "day of the scope")
    demand(region in options.get("regions", [request["region"]]), "region")
    demand(service in options.get("services", [request["service"]]), "service")

    now = moment(request["now"])
    tolerance = timedelta(seconds=options.get("tolerance_seconds", 900))
    demand(date <= now + tolerance, "from the future")
    demand(now <= date + (claim["life"] or tolerance), "expired")

    names = claim["names"].split(";")
    given = {name.lower() for name, _ in request["headers"]}
    demand(names == sorted(set(names)) and all(names) and claim["names"] == claim["names"].lower(), "signed headers' form")
    demand(set(names) <= given, "a signed header is absent")
    rules = sigv4.rules_of(request | {"op": "presign" if claim["life"] else "sign"})
    must = {name for name in given if name == "host" or name.startswith("x-amz-")} | {"host", *options.get("required_signed_headers", [])}
    if rules["session_token"] == "appended":
        must.discard("x-amz-security-token")
    demand(must <= set(names), "an unsigned header")

    known = [one for one in request["credentials"] if one["access_key_id"] == key_id]
    demand(known, "unknown key")
    demand(known[0].get("session_token", "") == claim["token"], "session token")

    payload = payload_of(request, rules, bool(claim["life"]), pairs, options)
    signed = sigv4.canonical_headers([(name if name.lower() in names else "user-agent", value) for name, value in request["headers"]])
    signed |= {name: sigv4.canonical_headers([("x", value) for value in values(request, name)])["x"] for name in names}
    # In the header form the query is the caller's alone.
    apart = set() if authorizations else {"X-Amz-Signature"} | ({token_parameter(request)} if rules["session_token"] == "appended" else set())
    canonical_query = "&".join(pair for pair in query.split("&") if unquote(pair.partition("=")[0]) not in apart)
    text = "\n".join([
        request["method"], sigv4.canonical_path(path, rules), sigv4.canonical_query(canonical_query),
        *(f"{name}:{signed[name]}" for name in names), "", claim["names"], payload])
    string = "\n".join([sigv4.ALGORITHM, claim["stamp"], "/".join(parts[-4:]), hashlib.sha256(text.encode()).hexdigest()])
    key = ("AWS4" + known[0]["secret_access_key"]).encode()
    for message in [day, region, service, end]:
        key = hmac.new(key, message.encode(), hashlib.sha256).digest()
    demand(hmac.compare_digest(hmac.new(key, string.encode(), hashlib.sha256).hexdigest(), claim["signature"]), "signature")
    if payload in verify_streamed.KINDS:
        bad = verify_streamed.complaint(request, payload, claim["signature"], key, claim["stamp"], "/".join(parts[-4:]))
        demand(bad is None, bad)


def values(request: dict, name: str) -> list:
    return [value for key, value in request["headers"] if key.lower() == name]


def well_formed(request: dict) -> None:
    demand(TOKEN_CHARACTERS.fullmatch(request["method"]), "method")
    demand(re.fullmatch("(/|\\?|$)[^\0-\x20\x7f#]*", request["target"]), "target")
    for name, value in request["headers"]:
        demand(TOKEN_CHARACTERS.fullmatch(name), "a header's name")
        demand(not re.search("[\0-\x08\x0a-\x1f\x7f]", value), "a header's value")
    hosts = values(request, "host")
    demand(len(hosts) == 1 and hosts[0].strip(), "host")


def moment(text: str) -> datetime | None:
    try:
        demand(re.fullmatch("[0-9]{8}T[0-9]{6}Z", text, re.ASCII), "date")
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
    except ValueError:
        raise Wrong("date") from None


def once(found: list, what: str) -> str | None:
    demand(len(found) < 2, f"{what} twice")
    return found[0].strip(" \t") if found else None


def of_header(request: dict, text: str) -> dict:
    algorithm, _, rest = text.partition(" ")
    demand(algorithm == sigv4.ALGORITHM, "algorithm")
    members = [member.strip(" ").partition("=")[::2] for member in rest.split(",")]
    names = [name for name, _ in members]
    demand(sorted(names) == ["Credential", "Signature", "SignedHeaders"], "members")
    fields = dict(members)
    stamp, other = once(values(request, "x-amz-date"), "date"), once(values(request, "date"), "date")
    demand(stamp is not None or other is not None, "no date")
    if stamp is None:
        date = moment(other) if re.fullmatch("[0-9]{8}T[0-9]{6}Z", other) else http_date(other)
    else:
        date = moment(stamp)
    return {"credential": fields["Credential"], "names": fields["SignedHeaders"], "signature": fields["Signature"], "date": date,
            "stamp": date.strftime("%Y%m%dT%H%M%SZ"), "life": None, "token": once(values(request, sigv4.token_name(request)), "token") or ""}


def http_date(text: str) -> datetime:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        raise Wrong("date") from None


def of_query(request: dict, pairs: list) -> dict:
    fields = {}
    for name in [*QUERY_NAMES, token_parameter(request).removeprefix("X-Amz-")]:
        fields[name] = once([unquote(value) for key, value in pairs if unquote(key) == f"X-Amz-{name}"], name)
    exact = {key: unquote(value) for key, value in pairs}
    demand(all(fields[name] is not None for name in QUERY_NAMES), "a missing parameter")
    demand(fields["Algorithm"] == sigv4.ALGORITHM, "algorithm")
    life = exact["X-Amz-Expires"]
    demand(re.fullmatch("[0-9]+", life, re.ASCII) and 1 <= int(life) <= LIMIT, "expires")
    return {"credential": fields["Credential"], "names": fields["SignedHeaders"], "signature": exact["X-Amz-Signature"],
            "date": moment(exact["X-Amz-Date"]), "stamp": exact["X-Amz-Date"], "life": timedelta(seconds=int(life)),
            "token": fields[token_parameter(request).removeprefix("X-Amz-")] or ""}


def token_parameter(request: dict) -> str:
    return "X-Amz-S3session-Token" if request["service"] == "s3express" else "X-Amz-Security-Token"


def payload_of(request: dict, rules: dict, presigned: bool, pairs: list, options: dict) -> str:
    declared = once(values(request, "x-amz-content-sha256"), "payload's hash")
    actual = hashlib.sha256(base64.b64decode(request["body"])).hexdigest()
    if declared is None:
        demand(presigned or not rules["content_sha256_header"], "no payload's hash")
        return rules["payload"] if presigned and rules["payload"] != "signed" else actual
    if declared in verify_streamed.KINDS and not presigned:
        return declared
    demand(declared == "UNSIGNED-PAYLOAD" or re.fullmatch("[0-9a-f]{64}", declared), "payload's hash")
    if declared == "UNSIGNED-PAYLOAD":
        demand(request["service"] != "lambda", "an unsigned payload")
    elif options.get("check_body", True):
        demand(declared == actual, "body")
    return declared
