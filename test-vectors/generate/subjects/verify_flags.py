"""The flags of what a verifier must refuse."""

from .flags import GUIDE, S3, S3_QUERY

IN = "The request is let in though nobody signed it like that."
FLAGS = {
    "LetIn": ("BASIC", "A request that must be let in: the neighbour of one that must not.", "Valid requests are refused.", GUIDE),
    "Tampered": ("AUTH_BYPASS", "Something of the request was changed after it was signed.", IN, GUIDE),
    "WrongSignature": ("AUTH_BYPASS", "The signature is another one.", IN, GUIDE),
    "SignatureForm": ("SIGNATURE_MALLEABILITY", "The signature is not written as 64 small hexadecimal digits.", "One signature has many spellings.", GUIDE),
    "AuthorizationForm": ("AUTH_BYPASS", "The Authorization header is not of the form that AWS defines.", "Two readers of one header disagree on what is signed.", GUIDE),
    "QueryForm": ("AUTH_BYPASS", "The parameters of a presigned URL are not of the form that AWS defines.", "Two readers of one URL disagree on what is signed.", S3_QUERY),
    "TwoSignatures": ("AUTH_BYPASS", "More than one signature.", "One reader verifies the first, another acts on the second.", GUIDE),
    "Unsigned": ("AUTH_BYPASS", "There is no signature.", IN, GUIDE),
    "Algorithm": ("AUTH_BYPASS", "Another algorithm than AWS4-HMAC-SHA256.", IN, GUIDE),
    "ScopeForm": ("AUTH_BYPASS", "The credential is not id/day/region/service/aws4_request.", IN, GUIDE),
    "ScopeMismatch": ("AUTH_BYPASS", "The scope is one of another day, region or service, and the signature fits it.", "A key of one region or service opens another.", GUIDE),
    "TimeWindow": ("AUTH_BYPASS", "The time of the request is not within the tolerance, or its life is over.", "A request that was seen can be sent again for ever.", GUIDE),
    "DateForm": ("EDGE_CASE", "A date that cannot be read, that never was, or is not there.", IN, GUIDE),
    "ExpiresForm": ("AUTH_BYPASS", "X-Amz-Expires is no number of seconds from 1 to 604800.", "A URL lives longer than seven days.", S3_QUERY),
    "SignedHeadersForm": ("SIGNATURE_MALLEABILITY", "SignedHeaders is not a sorted list of small names, each once and each there.", "Two readers disagree on what is signed.", GUIDE),
    "UnsignedHeader": ("AUTH_BYPASS", "host, or an x-amz-* header of the request, is not signed.", "Whoever stands between can add or change it.", S3),
    "Canonicalization": ("AUTH_BYPASS", "Signed by rules that are not those of the service.", "Two requests with one signature: one of them was never signed.", GUIDE),
    "PayloadMismatch": ("AUTH_BYPASS", "The body is not the one that was signed.", IN, S3),
    "PayloadForm": ("EDGE_CASE", "x-amz-content-sha256 is no digest and no name that AWS defines.", IN, S3),
    "UnknownKey": ("AUTH_BYPASS", "Nobody has this access key.", IN, GUIDE),
    "WrongToken": ("AUTH_BYPASS", "The session token is not that of the access key.", "Credentials that were ended or never given are let in.", GUIDE),
    "RequestForm": ("EDGE_CASE", "What was received is no HTTP request.", IN, "https://www.rfc-editor.org/rfc/rfc9110"),
    "Options": ("FUNCTIONALITY", "A deployment of its own: what it sets is kept to.", None, None),
}
