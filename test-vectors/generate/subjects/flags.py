"""The flags: what is tested, what goes wrong otherwise, where it is written."""

import vectorfile

GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"
S3 = "https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"
S3_QUERY = "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html"
REFUSED = "Valid requests are refused."
WRONG = "A signature is made that no server can accept, or one of another request than the caller meant."

# Name: kind of bug, what is tested, what goes wrong otherwise, link.
FLAGS = {
    "Basic": ("BASIC", "A plain request; every implementation must get it right.", None, None),
    "PathEncodedTwice": ("MODIFIED_PARAMETER", "Not S3: the path as sent is encoded once more, so that % becomes %25.", REFUSED, GUIDE),
    "PathNormalized": ("MODIFIED_PARAMETER", "Not S3: dot segments are removed and repeated slashes are one.", REFUSED, GUIDE),
    "PathReserved": ("MODIFIED_PARAMETER", "Not S3: a reserved character in the path is encoded in the canonical request.", REFUSED, GUIDE),
    "PathUnicode": ("MODIFIED_PARAMETER", "The path holds more than ASCII, encoded as UTF-8.", REFUSED, GUIDE),
    "PathUnreserved": ("MODIFIED_PARAMETER", "A-Z a-z 0-9 - . _ ~ are never encoded.", REFUSED, GUIDE),
    "PathOddEscape": ("EDGE_CASE", "An escape with lower-case digits, or of a character that needs none.", REFUSED, GUIDE),
    "PathEmpty": ("EDGE_CASE", "The path is empty, and '/' in the canonical request.", REFUSED, GUIDE),
    "PathTrailingDots": ("CAN_OF_WORMS", "A path that ends in a dot segment: RFC 3986 keeps the slash in front of it, some SDKs do not.", None,
                         "https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4"),
    "S3PathKept": ("MODIFIED_PARAMETER", "S3: dot segments and slashes are part of a key and stay.", "Objects cannot be reached, or another one is.", S3),
    "S3PathEncodedOnce": ("MODIFIED_PARAMETER", "S3: what the path stands for is encoded once.", REFUSED, S3),
    "S3PathAsSent": ("CAN_OF_WORMS", "S3: the path as sent is not as S3's own encoder would write it. Some signers sign it as it stands, some decode it "
                     "and encode it. A client that encodes all but unreserved characters never gets here.", None, S3),
    "QueryOrder": ("MODIFIED_PARAMETER", "Parameters are sorted by name, then by value.", REFUSED, GUIDE),
    "QuerySortedAfterEncoding": ("KNOWN_BUG", "Parameters are sorted as encoded, not as decoded: % comes before letters and digits.", REFUSED, GUIDE),
    "QueryNamePrefix": ("KNOWN_BUG", "A name that is the beginning of another comes first; sorting 'name=value' as one text gets it wrong.", REFUSED, GUIDE),
    "QueryRepeated": ("KNOWN_BUG", "A name is there more than once: every value is signed, in order of values.",
                      "Valid requests are refused, or a value is not covered by the signature.", GUIDE),
    "QueryEmpty": ("EDGE_CASE", "A name without value, a value without name, or no '=' at all: each is signed as 'name='.", REFUSED, GUIDE),
    "QueryEmptyPair": ("CAN_OF_WORMS", "Nothing between two '&': a parameter with neither name nor value for some, nothing for others.", None, None),
    "QueryEncoding": ("MODIFIED_PARAMETER", "Every character but A-Z a-z 0-9 - . _ ~ is encoded, with upper-case digits, and once.", REFUSED, GUIDE),
    "QueryPlus": ("CAN_OF_WORMS", "A raw '+': %2B for aws-c-auth and smithy, a space for others, for S3 itself among them.", None, None),
    "QueryInvalidUtf8": ("KNOWN_BUG", "An escape that is no UTF-8 stays the byte that it is.", REFUSED, GUIDE),
    "QueryCase": ("MODIFIED_PARAMETER", "Names and values keep their case, and capitals sort before small letters.", REFUSED, GUIDE),
    "HeaderOrder": ("MODIFIED_PARAMETER", "Headers are sorted by lower-case name alone, not as 'name:value'.", REFUSED, GUIDE),
    "HeaderCase": ("MODIFIED_PARAMETER", "Names are in lower case, values keep theirs.", REFUSED, GUIDE),
    "HeaderWhitespace": ("MODIFIED_PARAMETER", "White space around a value is dropped and runs of spaces in it are one, in quotes, too.", REFUSED, GUIDE),
    "HeaderTab": ("CAN_OF_WORMS", "A tab within a value: folded by some, kept by others. AWS's page speaks of spaces.", None, GUIDE),
    "HeaderRepeated": ("KNOWN_BUG", "Values of one name are joined with commas, in the order sent.", REFUSED, GUIDE),
    "HeaderEmpty": ("EDGE_CASE", "A header without a value is signed like any other.", REFUSED, GUIDE),
    "HeaderNotSigned": ("FUNCTIONALITY", "A header that intermediaries change is left out of the signature.",
                        "The request is refused once a proxy has changed it. A signer that signs it is not wrong.", None),
    "HeaderSigned": ("FUNCTIONALITY", "A header that the caller gives is signed.", None, GUIDE),
    "HeaderUnicode": ("EDGE_CASE", "A value holds more than ASCII, or a space that is none of ASCII.", REFUSED, None),
    "Host": ("FUNCTIONALITY", "The host is signed as it is sent, with its port where it has one.", REFUSED, "https://www.rfc-editor.org/rfc/rfc9110#section-7.2"),
    "TokenSigned": ("FUNCTIONALITY", "The session token is sent and signed.", REFUSED, GUIDE),
    "TokenAppended": ("FUNCTIONALITY", "The session token is sent, and is no part of the signature.", REFUSED, GUIDE),
    "S3Express": ("FUNCTIONALITY", "Service s3express: the session token has a name of its own.", REFUSED,
                  "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html"),
    "S3Rules": ("FUNCTIONALITY", "S3: x-amz-content-sha256 is sent and signed; presigned, the payload is UNSIGNED-PAYLOAD.", REFUSED, S3),
    "PayloadSigned": ("FUNCTIONALITY", "The last line is the SHA-256 of the body.", REFUSED, GUIDE),
    "PayloadUnsigned": ("FUNCTIONALITY", "The last line is UNSIGNED-PAYLOAD.", REFUSED, S3),
    "PayloadStreaming": ("FUNCTIONALITY", "The last line is the name of a streamed payload; only the first signature is tested here.", REFUSED,
                         "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html"),
    "PayloadGiven": ("KNOWN_BUG", "The caller's own x-amz-content-sha256 is the last line.", "The header and the signature contradict each other.", S3),
    "Date": ("FUNCTIONALITY", "The day of the scope is the day of the date, in UTC.", REFUSED, GUIDE),
    "DateHeader": ("FUNCTIONALITY", "A Date header of the caller's is signed like any other; the time of signing is x-amz-date.", None, GUIDE),
    "Key": ("FUNCTIONALITY", "Secrets of unusual length or content.", REFUSED, GUIDE),
    "KeyDerivation": ("MISSING_STEP", "The four HMACs that make the signing key.", REFUSED, GUIDE),
    "Scope": ("FUNCTIONALITY", "Regions and services go into the scope as they are.", REFUSED, GUIDE),
    "ServiceRules": ("FUNCTIONALITY", "The rules follow from the service's name.", REFUSED, GUIDE),
    "Presign": ("FUNCTIONALITY", "The signature is in the query.", REFUSED, S3_QUERY),
    "PresignHeaders": ("FUNCTIONALITY", "More headers than Host are signed; whoever uses the URL must send them.", REFUSED, S3_QUERY),
    "PresignNotSent": ("CAN_OF_WORMS", "x-amz-* headers that a browser would not send: aws-sigv4 leaves these two out of a presigned URL.", None, None),
    "Expiry": ("FUNCTIONALITY", "From one second to seven days.", REFUSED, S3_QUERY),
    "Method": ("FUNCTIONALITY", "The method is signed as it is.", REFUSED, GUIDE),
    "ControlCharacter": ("AUTH_BYPASS", "A line break or a NUL in what is signed: no part of HTTP, and a way to smuggle lines into the request.", WRONG,
                         "https://www.rfc-editor.org/rfc/rfc9110#section-5.5"),
    "NotWellFormed": ("EDGE_CASE", "What is given is no HTTP request.", WRONG, "https://www.rfc-editor.org/rfc/rfc9110"),
    "MissingHost": ("MISSING_PARAMETER", "Without a host there is nothing to sign for.", WRONG, GUIDE),
    "BadScope": ("MODIFIED_PARAMETER", "A region, service or key id that would break the scope apart.", WRONG, GUIDE),
    "EmptyCredential": ("MISSING_PARAMETER", "An empty key id or secret is a mistake of configuration.", WRONG, GUIDE),
    "ImpossibleDate": ("EDGE_CASE", "A day or a time that never was.", WRONG, GUIDE),
    "BadExpiry": ("MODIFIED_PARAMETER", "No time at all, or more than seven days.", WRONG, S3_QUERY),
    "AlreadySigned": ("AUTH_BYPASS", "The request has what signing adds, with another value: two of them are never right.", WRONG, GUIDE),
}


def document(title: str, about: list, groups: list, more: dict | None = None) -> dict:
    """A file with those of the flags that its cases use."""
    known = FLAGS | (more or {})
    used = sorted({flag for group in groups for case in group["cases"] for flag in case["flags"]})
    return vectorfile.document(title, about, {name: explained(*known[name]) for name in used}, groups)


def explained(bug_type, description, effect, link) -> dict:
    members = {"bug_type": bug_type, "description": description, "effect": effect, "links": link and [link]}
    return {name: value for name, value in members.items() if value}
