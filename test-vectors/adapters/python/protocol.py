"""What the adapters share: the loop over lines, and the request as a user of the library has it."""

import base64
import http.client
import json
import re
import sys
from datetime import datetime, timezone
from urllib.parse import quote, unquote_to_bytes


class Unsupported(Exception):
    """The library does not claim to do this."""


class Case:
    """A request of the protocol."""

    def __init__(self, members: dict):
        self.members = members
        self.op, self.method, self.target = members["op"], members.get("method"), members.get("target")
        self.service, self.region = members.get("service", "s3"), members.get("region")
        self.key_id, self.secret, self.token = members.get("access_key_id"), members["secret_access_key"], members.get("session_token")
        self.headers = members.get("headers", [])
        self.body = base64.b64decode(members.get("body", ""))
        self.rules = members.get("rules", {})
        self.expires = members.get("expires_seconds")

    @property
    def time(self) -> datetime:
        try:
            return datetime.strptime(self.members["timestamp"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
        except ValueError:
            # No clock shows what is no time.
            raise Unsupported from None

    @property
    def host(self) -> str:
        host = (self.value("host") or "").strip()
        # For libraries that take a URL: it has a host.
        self.demand(host)
        return host

    @property
    def url(self) -> str:
        # What is no ASCII, has a space or is no path is no part of a URL; a fragment is no part of a request.
        self.demand(self.target.isascii(), " " not in self.target, "#" not in self.target, self.target[:1] in ("", "/", "?"))
        return f"https://{self.host}{self.target}"

    @property
    def policy(self) -> str:
        """A POST policy, in base64. One that is not a text yet, each library writes in its own way."""
        given = self.members.get("policy")
        self.demand("policy_base64" in self.members or isinstance(given, str))
        return self.members.get("policy_base64") or base64.b64encode(given.encode()).decode()

    @property
    def query_is_encoded(self) -> bool:
        """Whether the query is as AWS's own encoder writes it: for libraries that sign it as it stands, and say so."""
        texts = [text for pair in self.target.partition("?")[2].split("&") for text in pair.split("=", 1)]
        return all(quote(unquote_to_bytes(text), safe="-._~") == text for text in texts)

    def value(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)

    def header_dict(self) -> dict:
        """Headers for a library that takes a name once."""
        names = [name.lower() for name, _ in self.headers]
        self.demand(all(value == value.strip() for _, value in self.headers))
        if len(set(names)) < len(names):
            raise Unsupported
        return dict(self.headers)

    def demand(self, *holds) -> None:
        if not all(holds):
            raise Unsupported

    def added(self, headers) -> list:
        """The headers that the library added to those of the caller, or changed."""
        given = {(name.lower(), value.strip()) for name, value in self.headers}
        texts = [(name, value if isinstance(value, str) else value.decode("latin-1")) for name, value in headers]
        return [[name, value] for name, value in texts if (name.lower(), value.strip()) not in given]

    def signed(self, headers) -> dict:
        """The answer to `sign`, if Python's HTTP client would send it."""
        added = self.added(headers)
        own = {name.lower() for name, _ in added}
        self.through_http([*(header for header in self.headers if header[0].lower() not in own), *added])
        authorization = next(value for name, value in added if name.lower() == "authorization")
        answer = {"headers": added, "authorization": authorization}
        for member, name in [("signature", "Signature"), ("signed_headers", "SignedHeaders")]:
            found = re.search(rf"\b{name}=([^, ]*)", authorization)
            answer[member] = found[1] if found else ""
        return answer

    def through_http(self, headers) -> None:
        """What the HTTP client refuses is refused; nothing is sent."""
        client = http.client.HTTPConnection("localhost")
        client.putrequest(self.method, self.target or "/", skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            client.putheader(name, value.encode())

    def presigned(self, url: str) -> dict:
        target = url.removeprefix(f"https://{self.host}")
        self.through_http(self.headers)
        signature = next(pair.split("=", 1)[1] for pair in target.partition("?")[2].split("&") if pair.startswith("X-Amz-Signature="))
        return {"target": target, "signature": signature}


def serve(**ops) -> None:
    """Answers each line with the function of its op."""
    for line in sys.stdin:
        members = json.loads(line)
        answer = {"unsupported": True}
        try:
            if members["op"] in ops:
                answer = ops[members["op"]](Case(members))
        except Unsupported:
            pass
        except Exception as error:
            answer = {"error": {"code": type(error).__name__, "message": str(error)}}
        print(json.dumps({"id": members["id"]} | answer), flush=True)


def frozen(time: datetime):
    """The module datetime, with its clock stopped."""
    import datetime as real

    class Frozen(real.datetime):
        @classmethod
        def now(cls, zone=None):
            return time if zone else time.replace(tzinfo=None)

        @classmethod
        def utcnow(cls):
            return time.replace(tzinfo=None)

    class Module:
        datetime, date, timezone, timedelta = Frozen, real.date, real.timezone, real.timedelta

    return Module
