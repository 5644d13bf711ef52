"""The body and what is said of it; session tokens; requests that are none; options of a deployment."""

from . import flags
from .cases import TOKEN, b64
from .received import BASE, EMPTY, LINK, SCOPE, added, group, in_header, in_query, replaced, retargeted
from .verify_flags import FLAGS

FILE = "verify_payload.json"
HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
NO = "SignatureDoesNotMatch"


def s3(declared, **more) -> dict:
    headers = [*BASE["headers"], *([["X-Amz-Content-Sha256", declared]] if declared is not None else [])]
    given = {"service": "s3", "headers": headers} | more
    return in_header(given, scope="20150830/us-east-1/s3/aws4_request", service="s3", payload=(declared or HELLO).strip())


def payloads() -> list:
    return [
        ("digest", "the declared digest is the body's", "LetIn", None, s3(HELLO)),
        ("unsigned", "UNSIGNED-PAYLOAD, and any body", "LetIn", None, s3("UNSIGNED-PAYLOAD") | {"body": b64(b"other")}),
        ("undeclared", "no x-amz-content-sha256, which S3 demands; the digest of the body is signed", "PayloadForm", "MissingPayloadHash", s3(None)),
        ("empty", "no body, and the digest of none", "LetIn", None, s3(EMPTY, body="")),
        ("other-body", "another body than the declared one", "PayloadMismatch", "PayloadMismatch", s3(HELLO) | {"body": b64(b"other")}),
        ("body-emptied", "the body dropped", "PayloadMismatch", "PayloadMismatch", s3(HELLO) | {"body": ""}),
        ("body-case", "a capital letter in the body", "PayloadMismatch", "PayloadMismatch", s3(HELLO) | {"body": b64(b"Hello")}),
        ("body-longer", "a line feed behind the body", "PayloadMismatch", "PayloadMismatch", s3(HELLO) | {"body": b64(b"hello\n")}),
        ("digest-of-nothing", "the digest of nothing over a body, and well signed", "PayloadMismatch", "PayloadMismatch", s3(EMPTY)),
        ("digest-of-another", "a digest of something else, and well signed", "PayloadMismatch", "PayloadMismatch", s3("0" * 64)),
        ("declared-changed", "the declared digest and the body changed together", "Tampered", NO,
         replaced(s3(EMPTY, body=""), "X-Amz-Content-Sha256", HELLO) | {"body": b64(b"hello")}),
        ("declared-opened", "the digest replaced by UNSIGNED-PAYLOAD", "Tampered", NO, replaced(s3(HELLO), "X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")),
        ("declared-dropped", "x-amz-content-sha256 dropped", "Tampered", "AbsentSignedHeader", replaced(s3(HELLO), "X-Amz-Content-Sha256", None)),
        *[(f"malformed-{name}", f"{comment}, and well signed", "PayloadForm", "MalformedPayloadHash", s3(text)) for name, text, comment in [
            ("capitals", HELLO.upper(), "a digest in capitals"), ("short", HELLO[:-1], "a digit less"), ("long", HELLO + "0", "a digit more"),
            ("md5", "5d41402abc4b2a76b9719d911017c592", "an MD5"), ("base64", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", "base64"),
            ("word", "unsigned-payload", "a name in small letters"), ("unknown", "STREAMING-OTHER", "a name that AWS does not define"),
            ("empty", "", "nothing")]],
        ("twice", "the digest declared twice", "PayloadForm", "MalformedPayloadHash",
         s3(HELLO, headers=[*BASE["headers"], ["X-Amz-Content-Sha256", HELLO], ["X-Amz-Content-Sha256", HELLO]])),
    ]


def presigned() -> list:
    def link(declared: str, **how) -> dict:
        given = {"service": "s3", "method": "PUT", "headers": [*LINK["headers"], ["X-Amz-Content-Sha256", declared]], "body": b64(b"hello")}
        return in_query(given, scope="20150830/us-east-1/s3/aws4_request", service="s3", **how) | {"service": "s3"}
    return [
        ("presigned-digest", "a URL that signs the digest of the body, as a header", "LetIn", None, link(HELLO)),
        ("presigned-digest-other-body", "a URL that signs a digest, and another body", "PayloadMismatch", "PayloadMismatch", link(HELLO) | {"body": b64(b"other")}),
        ("presigned-digest-signed-open", "a URL whose header declares a digest, signed over UNSIGNED-PAYLOAD", "Canonicalization", NO, link(HELLO, payload="UNSIGNED-PAYLOAD")),
        ("presigned-unsigned", "a URL with UNSIGNED-PAYLOAD as a header", "LetIn", None, link("UNSIGNED-PAYLOAD")),
        ("presigned-malformed", "a URL that signs a digest in capitals", "PayloadForm", "MalformedPayloadHash", link(HELLO.upper())),
    ]


def elsewhere() -> list:
    declared = {"headers": [*BASE["headers"], ["X-Amz-Content-Sha256", HELLO]]}
    open_ = {"headers": [*BASE["headers"], ["X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"]]}
    at_lambda = {"service": "lambda"}
    scope = "20150830/us-east-1/lambda/aws4_request"
    return [
        ("declared", "not S3: the digest is declared all the same", "LetIn", None, in_header(declared)),
        ("declared-other-body", "not S3: another body than the declared one", "PayloadMismatch", "PayloadMismatch", in_header(declared) | {"body": b64(b"other")}),
        ("open", "UNSIGNED-PAYLOAD at a service that is not S3: AWS documents it for S3 alone", "LetIn", None, in_header(open_), "acceptable"),
        ("lambda", "a function URL with its body signed", "LetIn", None, in_header(at_lambda, scope=scope)),
        ("lambda-declared", "a function URL with its body signed, and its digest declared", "LetIn", None, in_header(at_lambda | declared, scope=scope)),
        ("lambda-open", "a function URL does not take UNSIGNED-PAYLOAD", "PayloadForm", "UnsignedPayload", in_header(at_lambda | open_, scope=scope)),
    ]


def tokens() -> list:
    def with_token(token: str | None, **how) -> dict:
        headers = [*BASE["headers"], *([["X-Amz-Security-Token", token]] if token is not None else [])]
        return in_header({"headers": headers}, id="ASIAEXAMPLE", **how)

    def link(token: str | None, **how) -> dict:
        return in_query(id="ASIAEXAMPLE", **({"params": {"X-Amz-Security-Token": token}} if token is not None else {}), **how)
    W = "WrongToken"
    return [
        ("token", "the token of the key", "LetIn", None, with_token(TOKEN)),
        ("missing", "no token, and well signed", W, "WrongSessionToken", with_token(None)),
        ("other", "another token, and well signed", W, "WrongSessionToken", with_token("other")),
        ("empty", "an empty token, and well signed", W, "WrongSessionToken", with_token("")),
        ("shorter", "a character less, and well signed", W, "WrongSessionToken", with_token(TOKEN[:-1])),
        ("longer", "a character more, and well signed", W, "WrongSessionToken", with_token(TOKEN + "x")),
        ("case", "in capitals, and well signed", W, "WrongSessionToken", with_token(TOKEN.upper())),
        ("superfluous", "a token for a key that has none, and well signed", W, "WrongSessionToken",
         in_header({"headers": [*BASE["headers"], ["X-Amz-Security-Token", TOKEN]]})),
        ("dropped", "the token dropped", "Tampered", "AbsentSignedHeader", replaced(with_token(TOKEN), "X-Amz-Security-Token", None)),
        ("twice", "two tokens, and well signed", W, "RepeatedField",
         in_header({"headers": [*BASE["headers"], ["X-Amz-Security-Token", TOKEN], ["X-Amz-Security-Token", TOKEN]]}, id="ASIAEXAMPLE")),
        ("unsigned", "sent, and not signed", "UnsignedHeader", "UnsignedHeader", added(with_token(None), ("X-Amz-Security-Token", TOKEN))),
        ("presigned", "the token of the key in the query", "LetIn", None, link(TOKEN)),
        ("presigned-missing", "no token in the query, and well signed", W, "WrongSessionToken", link(None)),
        ("presigned-other", "another token in the query, and well signed", W, "WrongSessionToken", link("other")),
        ("presigned-appended", "put behind the signature, where it must be signed", "Tampered", NO,
         (lambda request: request | {"target": request["target"] + "&X-Amz-Security-Token=" + TOKEN.replace("/", "%2F")})(link(None))),
        ("presigned-twice", "two tokens in the query", "QueryForm", "RepeatedField", link(TOKEN, more=["X-Amz-Security-Token=other"])),
        ("query-only", "the header form, and the token in the query alone, where it is signed", W, "WrongSessionToken",
         in_header({"target": f"/a/b?X-Amz-Security-Token={TOKEN.replace('/', '%2F')}"}, id="ASIAEXAMPLE")),
        ("query-other", "the header form with its token, and another token in the query, both signed", W, None,
         in_header({"target": "/a/b?X-Amz-Security-Token=other", "headers": [*BASE["headers"], ["X-Amz-Security-Token", TOKEN]]}, id="ASIAEXAMPLE"),
         "acceptable"),
        ("presigned-changed", "the token changed", W, "WrongSessionToken", retargeted(link(TOKEN), "wEXAMPLE", "wEXAMPLF")),
    ]


EXPRESS = {"service": "s3express"}
EXPRESS_SCOPE = {"scope": "20150830/us-east-1/s3express/aws4_request", "service": "s3express", "id": "ASIAEXAMPLE"}


def express() -> list:
    """Sessions of S3 Express: the token's name is another one."""
    declared = [*BASE["headers"], ["X-Amz-Content-Sha256", HELLO]]

    def with_token(name: str, token: str) -> dict:
        return in_header(EXPRESS | {"headers": [*declared, [name, token]]}, **EXPRESS_SCOPE)

    def link(name: str, token: str) -> dict:
        return in_query(EXPRESS, params={name: token}, payload="UNSIGNED-PAYLOAD", **EXPRESS_SCOPE)
    W, OWN, QUERY = "WrongToken", "X-Amz-S3session-Token", "X-Amz-S3session-Token"
    return [
        ("token", "the token of the session", "LetIn", None, with_token(OWN, TOKEN)),
        ("other", "another token, and well signed", W, "WrongSessionToken", with_token(OWN, "other")),
        ("usual-name", "the token in x-amz-security-token", W, "WrongSessionToken", with_token("X-Amz-Security-Token", TOKEN)),
        ("unsigned", "the token sent, and not signed", "UnsignedHeader", "UnsignedHeader",
         added(in_header(EXPRESS | {"headers": declared}, **EXPRESS_SCOPE), (OWN, TOKEN))),
        ("presigned", "the token of the session in the query", "LetIn", None, link(QUERY, TOKEN)),
        ("presigned-other", "another token in the query, and well signed", W, "WrongSessionToken", link(QUERY, "other")),
        ("presigned-usual-name", "the token in X-Amz-Security-Token", W, "WrongSessionToken", link("X-Amz-Security-Token", TOKEN)),
    ]


def appended(given: dict, scope: str) -> list:
    """A token that is sent and is no part of the signature."""
    signed = {"scope": f"20150830/us-east-1/{scope}/aws4_request", "id": "ASIAEXAMPLE"}

    def sent(token: str) -> dict:
        return added(in_header(given, **signed), ("X-Amz-Security-Token", token))

    def link(token: str) -> dict:
        request = in_query(given, **signed)
        return request | {"target": f"{request['target']}&X-Amz-Security-Token={token.replace('/', '%2F')}"}
    W = "WrongToken"
    return [
        ("token", "the token is sent, and not signed", "LetIn", None, sent(TOKEN)),
        ("other", "another token is sent", W, "WrongSessionToken", sent("other")),
        ("missing", "no token is sent", W, "WrongSessionToken", in_header(given, **signed)),
        ("presigned", "the token behind the signature", "LetIn", None, link(TOKEN)),
        ("presigned-other", "another token behind the signature", W, "WrongSessionToken", link("other")),
        ("presigned-signed", "the token in the query, and signed", "Canonicalization", NO, in_query(given, params={"X-Amz-Security-Token": TOKEN}, **signed)),
    ]


def requests() -> list:
    good = in_header()
    R = "RequestForm"
    return [
        ("no-host", "no Host header", R, "InvalidRequest", replaced(good, "Host", None)),
        ("two-hosts", "the same Host header twice, of which one is signed", R, "InvalidRequest", added(good, ("Host", "example.amazonaws.com"))),
        ("two-hosts-signed", "the same Host header twice, signed as two values with a comma", R, "InvalidRequest",
         in_header({"headers": [["Host", "example.amazonaws.com"], *BASE["headers"]]})),
        ("two-hosts-differ", "two Host headers that differ, signed as two values with a comma", R, "InvalidRequest",
         in_header({"headers": [["Host", "example.com"], *BASE["headers"]]})),
        ("presigned-two-hosts", "a URL with the same Host header twice, signed as two values with a comma", R, "InvalidRequest",
         in_query({"headers": [*LINK["headers"], *LINK["headers"]]})),
        ("value-lf", "a line feed in a value", R, "InvalidRequest", replaced(good, "Content-Type", "text/plain\nx: y")),
        ("value-cr-lf", "a line break in a value", R, "InvalidRequest", replaced(good, "Content-Type", "text/plain\r\nx: y")),
        ("value-nul", "a NUL in a value", R, "InvalidRequest", replaced(good, "Content-Type", "text/plain\0")),
        ("name-space", "a space in a name", R, "InvalidRequest", added(good, ("a b", "c"))),
        ("name-empty", "no name", R, "InvalidRequest", added(good, ("", "c"))),
        ("name-colon", "a colon in a name", R, "InvalidRequest", added(good, ("host:", "c"))),
        ("target-lf", "a line feed in the target", R, "InvalidRequest", retargeted(good, "x=1", "x=1\n")),
        ("target-absolute", "a whole URL: RFC 9112, section 3.2.2, has servers take one, AWS's page speaks of path and query", R, "InvalidRequest",
         good | {"target": "https://example.amazonaws.com/a/b?x=1&y=2"}, "acceptable"),
        ("target-fragment", "a fragment", R, "InvalidRequest", good | {"target": "/a/b?x=1&y=2#f"}),
        ("method-lf", "a line feed in the method", R, "InvalidRequest", good | {"method": "POST\n"}),
        ("method-space", "a space in the method", R, "InvalidRequest", good | {"method": "POST /"}),
    ]


def options() -> list:
    good, O = in_header(), "Options"
    other = in_header(scope="20150830/eu-west-1/service/aws4_request")
    service = in_header(scope="20150830/us-east-1/other/aws4_request")
    body = in_header({"headers": [*BASE["headers"], ["X-Amz-Content-Sha256", HELLO]]}) | {"body": ""}

    def under(request: dict, **set_) -> dict:
        return request | {"options": set_}
    return [
        ("tolerance", "the tolerance: a minute, and a minute late", O, None, under(good, tolerance_seconds=60) | {"now": "20150830T123700Z"}),
        ("tolerance-late", "the tolerance: a minute, and 61 seconds late", "Options TimeWindow", "Expired", under(good, tolerance_seconds=60) | {"now": "20150830T123701Z"}),
        ("tolerance-early", "the tolerance: a minute, and 61 seconds early", "Options TimeWindow", "NotYetValid", under(good, tolerance_seconds=60) | {"now": "20150830T123459Z"}),
        ("tolerance-none", "no tolerance, and no time has passed", O, None, under(good, tolerance_seconds=0)),
        ("tolerance-none-late", "no tolerance, and a second late", "Options TimeWindow", "Expired", under(good, tolerance_seconds=0) | {"now": "20150830T123601Z"}),
        ("tolerance-hour", "the tolerance: an hour, and an hour late", O, None, under(good, tolerance_seconds=3600) | {"now": "20150830T133600Z"}),
        ("regions", "two regions, the second of them", O, None, under(other, regions=["us-east-1", "eu-west-1"])),
        ("regions-neither", "two regions, neither of them", "Options ScopeMismatch", "WrongRegion", under(other, regions=["us-east-1", "us-west-2"])),
        ("regions-instead", "regions replaces region", "Options ScopeMismatch", "WrongRegion", under(good, regions=["eu-west-1"])),
        ("services", "two services, the second of them", O, None, under(service, services=["service", "other"])),
        ("services-neither", "two services, neither of them", "Options ScopeMismatch", "WrongService", under(service, services=["service", "third"])),
        ("services-instead", "services replaces service", "Options ScopeMismatch", "WrongService", under(good, services=["other"])),
        ("required", "required: a header that is signed", O, None, under(good, required_signed_headers=["content-type"])),
        ("required-not-signed", "required: a header that is there and not signed", "Options UnsignedHeader", "UnsignedHeader",
         under(in_header(names="host;x-amz-date;x-amz-meta-color"), required_signed_headers=["content-type"])),
        ("required-absent", "required: a header that is not there", "Options UnsignedHeader", "UnsignedHeader", under(good, required_signed_headers=["digest"])),
        ("required-second", "required: two headers, of which the second is not there", "Options UnsignedHeader", "UnsignedHeader", under(good, required_signed_headers=["content-type", "digest"])),
        ("body-later", "the body is checked by somebody else", O, None, under(body, check_body=False)),
        ("body-later-malformed", "the body is checked by somebody else, and the declared digest is none", "Options PayloadForm", "MalformedPayloadHash",
         under(in_header({"headers": [*BASE["headers"], ["X-Amz-Content-Sha256", HELLO[:-1]]]}, payload=HELLO[:-1]), check_body=False)),
        ("body-now", "the body is checked", "Options PayloadMismatch", "PayloadMismatch", under(body, check_body=True)),
        ("body-later-forged", "the body is checked by somebody else, and the declared digest was changed", "Options Tampered", NO,
         under(replaced(body, "X-Amz-Content-Sha256", EMPTY), check_body=False)),
    ]


def build() -> dict:
    about = ["What the request says of its body; whose token it carries; whether it is a request at all.",
             "`options` are what a deployment sets otherwise; a verifier that has no such option answers `unsupported`."]
    return flags.document("Payloads, tokens, requests and options", about, [
        group("verify-payload", payloads() + presigned() + elsewhere()), group("verify-token", tokens()),
        group("verify-token/s3express", express()), group("verify-token/iot", appended({"service": "iotdevicegateway"}, "iotdevicegateway")),
        group("verify-token/by-rule", appended({"rules": {"session_token": "appended"}}, "service")[:3]),
        group("verify-request", requests()),
        group("verify-options", options())], FLAGS)
