"""The two forms of a signature, and what is not of them. Where that is possible, what is refused here is well signed."""

from . import flags
from .received import BASE, LINK, SCOPE, added, group, header, in_header, in_query, reauthorized, replaced, retargeted
from .verify_flags import FLAGS

FILE = "verify_form.json"
F, Q = "AuthorizationForm", "QueryForm"
PLURAL = {"Algorithm": "algorithms", "Credential": "credentials", "Date": "dates", "Expires": "expires", "SignedHeaders": "signed-headers",
          "Signature": "signatures"}


def layout(text: str) -> dict:
    return in_header(layout=text)


def authorization() -> list:
    good = in_header()
    value = header(good, "Authorization")
    old = value.rsplit("=", 1)[1]
    other = in_header({"target": "/other"})
    rows = [
        ("no-spaces", "no spaces behind the commas", "LetIn", None, layout("{algorithm} Credential={credential},SignedHeaders={names},Signature={signature}")),
        ("more-spaces", "more spaces around the commas", "LetIn", None, layout("{algorithm}  Credential={credential} ,  SignedHeaders={names} , Signature={signature}")),
        ("order", "the members in another order", "LetIn", None, layout("{algorithm} Signature={signature}, SignedHeaders={names}, Credential={credential}")),
        ("none", "no Authorization header", "Unsigned", "MissingAuthorization", replaced(good, "Authorization", None)),
        ("empty", "an empty Authorization header", "Unsigned", "UnsupportedAlgorithm", replaced(good, "Authorization", "")),
        ("bearer", "an Authorization header of another kind", "Algorithm", "UnsupportedAlgorithm", replaced(good, "Authorization", "Bearer abc")),
        ("basic", "a password", "Algorithm", "UnsupportedAlgorithm", replaced(good, "Authorization", "Basic dXNlcjpw")),
        ("signature-v2", "Signature Version 2", "Algorithm", "UnsupportedAlgorithm", replaced(good, "Authorization", "AWS AKIDEXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=")),
        ("twice", "the same Authorization header twice", "TwoSignatures", "RepeatedAuthorization", added(good, ("Authorization", value))),
        ("two", "two Authorization headers that differ", "TwoSignatures", "RepeatedAuthorization", added(good, ("authorization", header(other, "Authorization")))),
        ("two-first-wrong", "two Authorization headers, of which the first is of another kind", "TwoSignatures", "RepeatedAuthorization",
         good | {"headers": [["Authorization", "Bearer a"], *good["headers"]]}),
        ("both-forms", "a header and a signature in the query", "TwoSignatures", "TwoAuthorizations",
         added(in_query(), ("Authorization", value))),
        ("both-forms-bearer", "a header of another kind and a signature in the query", "TwoSignatures", "TwoAuthorizations", added(in_query(), ("Authorization", "Bearer a"))),
        ("both-forms-signed", "a header, well signed over a query that has X-Amz-Signature", "TwoSignatures", "TwoAuthorizations",
         in_header({"target": "/a/b?X-Amz-Signature=" + "0" * 64})),
        ("both-forms-valid", "a header and a signature in the query, each of which holds", "TwoSignatures", "TwoAuthorizations",
         in_header(in_query({"headers": [*LINK["headers"], ["X-Amz-Date", "20150830T123600Z"]]}))),
        *[(f"no-{name.lower()}", f"no {name}", F, "MissingField", layout(text)) for name, text in [
            ("Credential", "{algorithm} SignedHeaders={names}, Signature={signature}"),
            ("SignedHeaders", "{algorithm} Credential={credential}, Signature={signature}"),
            ("Signature", "{algorithm} Credential={credential}, SignedHeaders={names}")]],
        *[(f"two-{PLURAL[name]}", f"{name} twice", "TwoSignatures", "RepeatedField", layout(text)) for name, text in [
            ("Credential", "{algorithm} Credential=OTHER/" + SCOPE + ", Credential={credential}, SignedHeaders={names}, Signature={signature}"),
            ("SignedHeaders", "{algorithm} Credential={credential}, SignedHeaders=host, SignedHeaders={names}, Signature={signature}"),
            ("Signature", "{algorithm} Credential={credential}, SignedHeaders={names}, Signature=00, Signature={signature}")]],
        ("same-signature-twice", "the right signature twice", "TwoSignatures", "RepeatedField",
         layout("{algorithm} Credential={credential}, SignedHeaders={names}, Signature={signature}, Signature={signature}")),
        ("unknown-member", "a member that AWS does not define", F, "MalformedAuthorization",
         layout("{algorithm} Credential={credential}, SignedHeaders={names}, Signature={signature}, Region=us-east-1")),
        ("comma-last", "a comma at the end", F, "MalformedAuthorization", layout("{algorithm} Credential={credential}, SignedHeaders={names}, Signature={signature},")),
        ("comma-first", "a comma in front", F, "MalformedAuthorization", layout("{algorithm} , Credential={credential}, SignedHeaders={names}, Signature={signature}")),
        ("two-commas", "nothing between two commas", F, "MalformedAuthorization", layout("{algorithm} Credential={credential},, SignedHeaders={names}, Signature={signature}")),
        ("semicolons", "semicolons for commas", F, "MissingField", layout("{algorithm} Credential={credential}; SignedHeaders={names}; Signature={signature}")),
        ("no-commas", "spaces for commas", F, "MissingField", layout("{algorithm} Credential={credential} SignedHeaders={names} Signature={signature}")),
        ("member-case", "Credential in small letters", F, "MalformedAuthorization", layout("{algorithm} credential={credential}, SignedHeaders={names}, Signature={signature}")),
        ("signature-case", "Signature in small letters", F, "MalformedAuthorization", layout("{algorithm} Credential={credential}, SignedHeaders={names}, signature={signature}")),
        ("quoted", "a quoted value", "SignatureForm AuthorizationForm", "MalformedSignature", layout('{algorithm} Credential={credential}, SignedHeaders={names}, Signature="{signature}"')),
        ("algorithm-case", "the algorithm in small letters", "Algorithm", "UnsupportedAlgorithm", in_header(algorithm="aws4-hmac-sha256")),
        ("algorithm-case-signed-right", "the algorithm in small letters; signed over AWS4-HMAC-SHA256", "Algorithm", "UnsupportedAlgorithm",
         layout("aws4-hmac-sha256 Credential={credential}, SignedHeaders={names}, Signature={signature}")),
        ("algorithm-ecdsa-signed-right", "SigV4A's name; signed over AWS4-HMAC-SHA256", "Algorithm", "UnsupportedAlgorithm",
         layout("AWS4-ECDSA-P256-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}")),
        ("algorithm-sha1", "the algorithm has another hash", "Algorithm", "UnsupportedAlgorithm", in_header(algorithm="AWS4-HMAC-SHA1")),
        ("algorithm-ecdsa", "SigV4A's name over an HMAC", "Algorithm", "UnsupportedAlgorithm", in_header(algorithm="AWS4-ECDSA-P256-SHA256")),
        ("algorithm-payload", "the algorithm is the name for chunks", "Algorithm", "UnsupportedAlgorithm", in_header(algorithm="AWS4-HMAC-SHA256-PAYLOAD")),
        ("algorithm-none", "the algorithm is 'none'", "Algorithm", "UnsupportedAlgorithm", in_header(algorithm="none")),
    ]
    forms = [("upper-case", old.upper(), "capital digits"), ("one-capital", mixed(old), "one capital digit"), ("short", old[:-1], "a digit less"),
             ("long", old + "0", "a digit more"), ("empty", "", "no digit"), ("half", old[:32], "half of it"), ("zero-in-front", "0" + old, "a zero in front"),
             ("no-hex", "g" + old[1:], "a letter that is no digit"), ("hex-prefix", "0x" + old, "0x in front"), ("space-within", old[:32] + " " + old[32:], "a space within"),
             ("base64", "tOQX7pmDVjVhQmnQXzuzDMYWYmpCB5W2dYGQ3dDJmNE=", "base64")]
    rows += [(f"signature-{name}", f"the signature: {comment}", "SignatureForm", "MalformedSignature", reauthorized(good, f"Signature={old}", f"Signature={text}"))
             for name, text, comment in forms]
    return rows


def mixed(digits: str) -> str:
    at = next(n for n, digit in enumerate(digits) if digit.isalpha())
    return digits[:at] + digits[at].upper() + digits[at + 1:]


NAMES = ["Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature"]


def query() -> list:
    good = in_query()
    old = good["target"].rsplit("=", 1)[1]
    rows = [
        ("form-first", "the parameters of the signature in front of the caller's", "LetIn", None,
         good | {"target": "/a/b?" + "&".join(sorted(good["target"].split("?")[1].split("&")))}),
        ("unsigned", "no signature at all", "Unsigned", "MissingAuthorization", LINK),
        *[(f"no-{name.lower()}", f"no X-Amz-{name}, and the rest well signed", Q, "MissingField",
           in_query(without=[f"X-Amz-{name}"])) for name in NAMES],
        *[(f"two-{PLURAL[name]}", f"X-Amz-{name} twice, and both signed", "TwoSignatures QueryForm", "RepeatedField",
           in_query(more=[f"X-Amz-{name}=" + {"Algorithm": "AWS4-HMAC-SHA256", "Credential": "OTHER%2F" + SCOPE.replace("/", "%2F"),
                                             "Date": "20150830T123600Z", "Expires": "60", "SignedHeaders": "host"}[name]]))
          for name in NAMES[:-1]],
        ("two-signatures", "X-Amz-Signature twice", "TwoSignatures QueryForm", "RepeatedField", good | {"target": good["target"] + "&X-Amz-Signature=" + old}),
        ("two-signatures-hidden", "X-Amz-Signature twice, the second with an escape in its name", "TwoSignatures QueryForm", "RepeatedField",
         good | {"target": good["target"] + "&X-Amz-Signatur%65=" + old}),
        ("name-case", "x-amz-expires in small letters is no expiry", Q, "MissingField", retargeted(good, "X-Amz-Expires", "x-amz-expires")),
        ("signature-name-case", "x-amz-signature in small letters is no signature", Q, "MissingField", retargeted(good, "X-Amz-Signature", "x-amz-signature")),
        ("algorithm-case", "the algorithm in small letters", "Algorithm", "UnsupportedAlgorithm", in_query(algorithm="aws4-hmac-sha256")),
        ("algorithm-case-signed-right", "the algorithm in small letters; signed over AWS4-HMAC-SHA256", "Algorithm", "UnsupportedAlgorithm",
         in_query(params={"X-Amz-Algorithm": "aws4-hmac-sha256"})),
        ("signature-name-case-appended", "behind the signature, the same as x-amz-signature, which is a parameter like any other", "Tampered", "SignatureDoesNotMatch",
         good | {"target": f"{good['target']}&x-amz-signature={old}"}),
        ("algorithm-empty", "no algorithm", "Algorithm", "UnsupportedAlgorithm", in_query(params={"X-Amz-Algorithm": ""})),
        ("algorithm-ecdsa", "SigV4A's name over an HMAC", "Algorithm", "UnsupportedAlgorithm", in_query(algorithm="AWS4-ECDSA-P256-SHA256")),
        ("signature-upper-case", "the signature: capital digits", "SignatureForm", "MalformedSignature", retargeted(good, old, old.upper())),
        ("signature-short", "the signature: a digit less", "SignatureForm", "MalformedSignature", retargeted(good, old, old[:-1])),
        ("signature-long", "the signature: a digit more", "SignatureForm", "MalformedSignature", retargeted(good, old, old + "0")),
        ("signature-empty", "the signature: no digit", "SignatureForm", "MalformedSignature", retargeted(good, old, "")),
        ("signature-no-hex", "the signature: a letter that is no digit", "SignatureForm", "MalformedSignature", retargeted(good, old, "z" + old[1:])),
    ]
    lives = [("zero", "0", "no time"), ("negative", "-1", "before it began"), ("too-long", "604801", "a second more than seven days"),
             ("a-year", "31536000", "a year"), ("overflow", "99999999999999999999", "more than a number holds"), ("empty", "", "nothing"),
             ("word", "abc", "no number"), ("plus-sign", "+60", "a sign in front"), ("space-first", " 60", "a space in front"),
             ("space-last", "60 ", "a space behind"), ("point", "60.0", "a point"), ("exponent", "6e2", "an exponent"), ("hexadecimal", "0x3C", "hexadecimal"),
             ("unit", "60s", "a unit"), ("other-digits", "\u0666\u0660", "digits of another script")]
    rows += [(f"expires-{name}", f"X-Amz-Expires is {life!a}: {comment}; well signed", "ExpiresForm", "InvalidExpires", in_query(params={"X-Amz-Expires": life}))
             for name, life, comment in lives]
    rows += [(f"expires-{life}", f"X-Amz-Expires is {comment}", "LetIn", None, in_query(params={"X-Amz-Expires": life})) for life, comment in [
        ("1", "one second"), ("604800", "seven days")]]
    return rows


def build() -> dict:
    about = ["The Authorization header and the parameters of a presigned URL.",
             "Where it says 'well signed', a verifier that does not look lets the request in."]
    return flags.document("The form of a signature", about, [group("verify-form", authorization()), group("verify-form/presigned", query())], FLAGS)
