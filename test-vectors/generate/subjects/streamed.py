"""Uploads as received, with the body in chunks: right ones and wrong ones."""

import chunked
import sigv4
from chunked import SIGNED, SIGNED_TRAILER, UNSIGNED_TRAILER

from . import flags
from .cases import SECRET, SOURCE, TOKEN, b64
from .chunks import CRC, PAGE, SHA, TRAILERS_PAGE, crc32
from .received import DATE, added, group, header, in_header, replaced

FILE = "streamed.json"

IN = "A body is let in that nobody signed like that."
FLAGS = {
    "StreamedLetIn": ("BASIC", "A streamed upload that must be let in.", flags.REFUSED, PAGE),
    "StreamedTampered": ("AUTH_BYPASS", "A chunk's bytes or its signature were changed after it was signed.", IN, PAGE),
    "StreamedChain": ("AUTH_BYPASS", "Each chunk is well signed, and not at this place of this request: each signature takes in the one before it.", IN, PAGE),
    "StreamedCut": ("AUTH_BYPASS", "The body ends before its last, empty chunk, or goes on behind it.", "A body that was cut short is taken for the whole.", PAGE),
    "StreamedForm": ("AUTH_BYPASS", "The encoding is not size;chunk-signature=signature CRLF data CRLF.", "Two readers of one body disagree on what it holds.", PAGE),
    "StreamedSize": ("EDGE_CASE", "The size of a chunk, in hexadecimal, written otherwise than most do.", None, PAGE),
    "StreamedLength": ("MODIFIED_PARAMETER", "x-amz-decoded-content-length is not the length of the data, and well signed.", "Quotas and buffers rely on a length that is wrong.", PAGE),
    "StreamedTrailer": ("AUTH_BYPASS", "The trailers are not those that were signed, or announced in x-amz-trailer.", "Checksums and headers are let in that nobody signed.", TRAILERS_PAGE),
    "StreamedKind": ("AUTH_BYPASS", "The body is encoded otherwise than x-amz-content-sha256 says.", IN, TRAILERS_PAGE),
    "StreamedUnsigned": ("CAN_OF_WORMS", "No signature covers the data; a checksum in the trailer may. Who checks it, and what it answers, is not SigV4's matter.",
                         None, TRAILERS_PAGE),
    "StreamedEnd": ("CAN_OF_WORMS", "The very last CRLF is missing. All that is signed is there, and OpenStack Swift lets it in.", None, PAGE),
    "StreamedSeed": ("AUTH_BYPASS", "The body is right, the signature of the request is not.", IN, PAGE),
}
SCOPE = "20150830/us-east-1/s3/aws4_request"
CHUNKS = [b"a first chunk, ", b"a second one, ", b"the last one."]
NO, TRUNCATED, MALFORMED = "ChunkSignatureDoesNotMatch", "TruncatedBody", "MalformedChunk"
TRAILER_NO, TRAILER_FORM, UNEXPECTED, MISSING = "TrailerSignatureDoesNotMatch", "MalformedTrailer", "UnexpectedTrailer", "MissingTrailer"


class Upload:
    """A signed upload, its body still in pieces: `cut` and `sent`, as chunked.pieces has them."""

    def __init__(self, payload: str = SIGNED, chunks: list | None = None, trailers: list | None = None, **how):
        chunks = CHUNKS if chunks is None else chunks
        if trailers is None:
            trailers = [] if payload == SIGNED else [[CRC, crc32(*chunks)]]
        length = how.pop("length", str(sum(map(len, chunks))))
        declared = how.pop("declared", ",".join(name for name, _ in trailers))
        headers = [["Host", "bucket.s3.us-east-1.amazonaws.com"], ["Content-Encoding", "aws-chunked"], ["X-Amz-Date", DATE],
                   ["X-Amz-Content-Sha256", payload], ["X-Amz-Decoded-Content-Length", length], ["X-Amz-Trailer", declared],
                   *how.pop("headers", [])]
        given = {"method": "PUT", "target": how.pop("target", "/key"), "headers": [pair for pair in headers if pair[1]], "body": ""}
        self.request = in_header(given, scope=SCOPE, service="s3", **how)
        own = {"secret_access_key": SECRET, "timestamp": DATE, "region": "us-east-1", "service": "s3"}
        self.seed = header(self.request, "Authorization").rpartition("Signature=")[2]
        self.steps = chunked.chain(own, payload, self.seed, chunks, trailers)
        self.cut, self.sent = chunked.pieces(payload, self.steps, chunks, trailers)

    def received(self, body: bytes | None = None) -> dict:
        return self.request | {"body": b64(chunked.joined(self.cut, self.sent) if body is None else body)}

    def with_body(self, change) -> dict:
        """With the bytes of the body changed."""
        body = chunked.joined(self.cut, self.sent)
        changed = change(body)
        assert changed != body
        return self.received(changed)

    def with_chunk(self, at: int, size=None, signature=None, data=None) -> dict:
        """With another size, signature or data of a chunk."""
        old = self.cut[at]
        self.cut[at] = [size or old[0], signature or old[1], old[2] if data is None else data]
        return self.received()

    def with_order(self, *order: int) -> dict:
        self.cut = [self.cut[at] for at in order]
        return self.received()

    def with_trailers(self, change) -> dict:
        self.sent = change([list(pair) for pair in self.sent])
        return self.received()


def flipped(signature: str) -> str:
    return signature[:-1] + ("1" if signature[-1] == "0" else "0")


def valid() -> list:
    ok = "StreamedLetIn"
    crc, sha = [CRC, crc32(*CHUNKS)], [SHA, b64(bytes.fromhex(sigv4.hex_sha256(b"".join(CHUNKS))))]
    by_token = {"headers": [["X-Amz-Security-Token", TOKEN]], "id": "ASIAEXAMPLE"}
    upper = Upload(chunks=[b"twelve bytes"])
    return [
        ("signed", "three chunks", ok, None, Upload().received()),
        ("signed-one", "one chunk", ok, None, Upload(chunks=[b"hello"]).received()),
        ("signed-empty", "no data: the empty chunk alone", ok, None, Upload(chunks=[]).received()),
        ("signed-binary", "every byte once, in chunks of 100", ok, None, Upload(chunks=[bytes(range(256))[i:i + 100] for i in (0, 100, 200)]).received()),
        ("signed-end-inside", "data that looks like the end of a body", ok, None, Upload(chunks=[b"0;chunk-signature=", b"\r\n0\r\n\r\n"]).received()),
        ("signed-token", "temporary credentials", ok, None, Upload(**by_token).received()),
        ("size-upper-case", "a size in capitals, as AWS's SDK for Rust writes it", "StreamedLetIn StreamedSize", None, upper.with_chunk(0, size="C")),
        ("trailer", "with a trailer", ok, None, Upload(SIGNED_TRAILER).received()),
        ("trailer-empty", "no data, and a trailer", ok, None, Upload(SIGNED_TRAILER, []).received()),
        ("trailer-two", "two trailers", ok, None, Upload(SIGNED_TRAILER, trailers=[crc, sha]).received()),
        ("unsigned", "chunks without signatures, and a trailer", ok, None, Upload(UNSIGNED_TRAILER).received()),
        ("unsigned-one", "one of them", ok, None, Upload(UNSIGNED_TRAILER, [b"hello"]).received()),
        ("unsigned-empty", "no data, and a trailer", ok, None, Upload(UNSIGNED_TRAILER, []).received()),
        ("unsigned-two", "two trailers", ok, None, Upload(UNSIGNED_TRAILER, trailers=[crc, sha]).received()),
    ]


def tampered() -> list:
    T, C = "StreamedTampered", "StreamedChain"
    first, other = CHUNKS[0], Upload(target="/other")
    foreign = Upload()
    foreign.cut = other.cut
    stolen = Upload()
    stolen.cut[1] = other.cut[1]
    return [
        ("data", "a byte of the first chunk changed", T, NO, Upload().with_chunk(0, data=b"A" + first[1:])),
        ("data-last", "a byte of the last chunk changed", T, NO, Upload().with_chunk(2, data=b"the lost one.")),
        ("signature", "the last digit of a chunk's signature changed", T, NO, Upload().with_chunk(1, signature=flipped(Upload().cut[1][1]))),
        ("signature-end", "that of the empty chunk changed", T, NO, Upload().with_chunk(3, signature=flipped(Upload().cut[3][1]))),
        ("signature-zeros", "zeros for a chunk's signature", T, NO, Upload().with_chunk(0, signature="0" * 64)),
        ("signature-seed", "the request's signature for the first chunk's", T, NO, Upload().with_chunk(0, signature=Upload().seed)),
        ("swapped", "two chunks change places", C, NO, Upload().with_order(1, 0, 2, 3)),
        ("repeated", "a chunk twice", C, NO, Upload().with_order(0, 0, 1, 2, 3)),
        ("dropped-first", "the first chunk left out", C, NO, Upload().with_order(1, 2, 3)),
        ("dropped", "a chunk in the middle left out", C, NO, Upload().with_order(0, 2, 3)),
        ("dropped-last", "the last chunk with data left out", C, NO, Upload().with_order(0, 1, 3)),
        ("dropped-all", "all data left out", C, NO, Upload().with_order(3)),
        ("foreign", "every chunk from another upload of the same second", C, NO, foreign.received()),
        ("foreign-one", "one chunk from it, with the same data", C, NO, stolen.received()),
        ("rejoined", "two chunks in one, with the signature of the second", C, NO, rejoined()),
        ("seed", "the signature of the request changed, the body right", "StreamedSeed", "SignatureDoesNotMatch", other_seed()),
    ]


def rejoined() -> dict:
    upload = Upload()
    data = CHUNKS[0] + CHUNKS[1]
    upload.cut[:2] = [[f"{len(data):x}", upload.cut[1][1], data]]
    return upload.received()


def other_seed() -> dict:
    request = Upload().received()
    value = header(request, "Authorization")
    return replaced(request, "Authorization", flipped(value))


def cut_short() -> list:
    K = "StreamedCut"
    return [
        ("no-end", "the empty chunk is missing", K, TRUNCATED, Upload().with_order(0, 1, 2) | {"body": b64(chunked.joined(Upload().cut[:3], [])[:-2])}),
        ("no-body", "no body at all", K, TRUNCATED, Upload().received(b"")),
        ("in-data", "it breaks off within a chunk", K, TRUNCATED, Upload().with_body(lambda body: body[:body.index(b"second") + 3])),
        ("in-size", "it breaks off within a size", K, TRUNCATED, Upload().with_body(lambda body: body[:body.index(b"\r\na second") - 70])),
        ("in-signature", "it breaks off within a signature", K, TRUNCATED, Upload().with_body(lambda body: body[:body.index(b"\r\na second") - 3])),
        ("before-last-line", "its last CRLF is missing", "StreamedEnd", TRUNCATED, Upload().with_body(lambda body: body[:-2]), "acceptable"),
        ("more", "bytes behind the last chunk", K, "DataAfterBody", Upload().with_body(lambda body: body + b"more")),
        ("more-chunks", "the whole body once more", K, "DataAfterBody", Upload().with_body(lambda body: body + body)),
        ("more-line", "another CRLF behind it", K, "DataAfterBody", Upload().with_body(lambda body: body + b"\r\n")),
        ("unsigned-no-end", "the last chunk and the trailer are missing, of unsigned chunks", K, TRUNCATED,
         Upload(UNSIGNED_TRAILER).with_body(lambda body: body[:body.index(b"\r\n0\r\n") + 2])),
        ("unsigned-more", "bytes behind the trailer, of unsigned chunks", K, "DataAfterBody", Upload(UNSIGNED_TRAILER).with_body(lambda body: body + b"more")),
    ]


def malformed() -> list:
    F = "StreamedForm"
    good = Upload().cut[0][1]

    def size(text: str) -> dict:
        return Upload().with_chunk(0, size=text)

    def head(old: bytes, new: bytes) -> dict:
        return Upload().with_body(lambda body: body.replace(old, new, 1))

    rows = [(f"size-{name}", f"a size {comment}", F, MALFORMED, size(text)) for name, text, comment in [
        ("word", "fifteen", "that is a word"), ("letter", "g", "that is no hexadecimal digit"), ("negative", "-f", "below zero"), ("plus", "+f", "with a sign"),
        ("prefix", "0xf", "with 0x before it"), ("space-before", " f", "with a space before it"), ("space-behind", "f ", "with a space behind it"),
        ("underscore", "0_f", "with an underscore"), ("unicode", "\uff11", "in full-width digits"), ("huge", "f" * 17, "of more than 64 bits"),
        ("garbage-before", "xyzf", "with garbage before it")]]
    rows += [(f"signature-{name}", f"a chunk's signature {comment}", F, MALFORMED, Upload().with_chunk(0, signature=text)) for name, text, comment in [
        ("upper-case", good.upper(), "in capitals"), ("short", good[:-1], "of 63 digits"), ("long", good + "0", "of 65 digits"),
        ("word", "z" * 64, "that is no hexadecimal"), ("space", good + " ", "with a space behind it")]]
    return rows + [
        ("size-smaller", "a size that is one less than the data", F, MALFORMED, size("e")),
        ("size-larger", "a size that is one more", F, MALFORMED, size("10")),
        ("size-beyond", "a size that is more than the rest of the body", "StreamedCut", TRUNCATED, size("ffff")),
        ("size-empty", "no size", F, MALFORMED, head(b"f;chunk", b";chunk")),
        ("size-zeros", "a size with leading zeros", "StreamedSize", MALFORMED, size("000f"), "acceptable"),
        ("no-signature", "a chunk without a signature", F, MALFORMED, head(b";chunk-signature=" + good.encode(), b"")),
        ("empty-signature", "a chunk with an empty one", F, MALFORMED, head(b"chunk-signature=" + good.encode(), b"chunk-signature=")),
        ("other-name", "chunk-Signature for its name", F, MALFORMED, head(b"chunk-signature", b"chunk-Signature")),
        ("two-signatures", "a chunk with two", F, MALFORMED, head(b";chunk", b";chunk-signature=" + b"0" * 64 + b";chunk")),
        ("no-crlf", "no CRLF behind the data", F, MALFORMED, head(b"chunk, \r\n", b"chunk, ")),
        ("lf", "a line feed for the CRLF behind a signature", F, MALFORMED, head(good.encode() + b"\r\n", good.encode() + b"\n")),
        ("lf-behind-data", "a line feed for the CRLF behind the data", F, MALFORMED, head(b"chunk, \r\n", b"chunk, \n")),
        ("garbage-first", "a line break before the first chunk", F, MALFORMED, Upload().with_body(lambda body: b"\r\n" + body)),
        ("end-with-data", "data in the chunk of size 0", F, MALFORMED, Upload().with_chunk(3, data=b"more")),
        ("plain", "the data as it is, not in chunks", F, MALFORMED, Upload().received(b"".join(CHUNKS))),
    ]


def kinds() -> list:
    K = "StreamedKind"
    bare, signed = Upload(UNSIGNED_TRAILER), Upload(SIGNED_TRAILER)
    as_signed, as_unsigned, no_trailer, with_trailer = Upload(SIGNED_TRAILER), Upload(UNSIGNED_TRAILER), Upload(SIGNED_TRAILER), Upload()
    as_signed.cut, as_signed.sent = bare.cut, bare.sent
    as_unsigned.cut = signed.cut
    no_trailer.sent = []
    with_trailer.sent = signed.sent
    data = Upload(UNSIGNED_TRAILER).with_chunk(0, data=b"A first chunk, ")
    return [
        ("signed-sent-unsigned", "signed chunks are announced, none has a signature", K, MALFORMED, as_signed.received()),
        ("unsigned-sent-signed", "unsigned chunks are announced, all have a signature, which nobody looks at", "StreamedUnsigned", MALFORMED,
         as_unsigned.received(), "acceptable"),
        ("trailer-not-sent", "a signed trailer is announced, and none there", "StreamedTrailer", MISSING, no_trailer.received()),
        ("trailer-not-announced", "a trailer, and the payload is one without", K, UNEXPECTED, with_trailer.received()),
        ("declared-changed", "x-amz-content-sha256 changed to the unsigned kind, the body with it", "StreamedSeed", "SignatureDoesNotMatch",
         replaced(bare.received(), "Authorization", header(signed.request, "Authorization"))),
        ("unsigned-data", "a byte changed, of unsigned chunks: only the checksum tells", "StreamedUnsigned", None, data, "acceptable"),
    ]


def lengths() -> list:
    L = "StreamedLength"
    wrong = "WrongDecodedLength"
    return [
        ("more", "a byte more than there is", L, wrong, Upload(length="43").received()),
        ("less", "a byte less", L, wrong, Upload(length="41").received()),
        ("zero", "none at all", L, wrong, Upload(length="0").received()),
        ("encoded", "the length of the encoded body", L, wrong, Upload(length=str(len(chunked.joined(Upload().cut, [])))).received()),
        ("missing", "not given", L, "MissingDecodedLength", Upload(length="").received()),
        ("word", "not a number", L, wrong, Upload(length="many").received()),
        ("negative", "below zero", L, wrong, Upload(length="-42").received()),
        ("twice", "given twice", L, wrong, Upload(headers=[["X-Amz-Decoded-Content-Length", "42"]]).received()),
        ("unsigned", "a byte more, of unsigned chunks", L, wrong, Upload(UNSIGNED_TRAILER, length="43").received()),
        ("changed", "changed after the request was signed", "StreamedSeed", "SignatureDoesNotMatch",
         replaced(Upload().received(), "X-Amz-Decoded-Content-Length", "43")),
    ]


def trailers() -> list:
    T = "StreamedTrailer"
    crc, sha = [CRC, crc32(*CHUNKS)], [SHA, b64(bytes.fromhex(sigv4.hex_sha256(b"".join(CHUNKS))))]

    def one() -> Upload:
        return Upload(SIGNED_TRAILER)

    def two() -> Upload:
        return Upload(SIGNED_TRAILER, trailers=[crc, sha])

    def signature(change) -> dict:
        return one().with_trailers(lambda sent: [sent[0], [sent[1][0], change(sent[1][1])]])

    def bare() -> Upload:
        return Upload(UNSIGNED_TRAILER)

    return [
        ("value", "the value changed", T, TRAILER_NO, one().with_trailers(lambda sent: [[CRC, "AAAAAA=="], sent[1]])),
        ("name", "another name, announced and signed for", T, UNEXPECTED, one().with_trailers(lambda sent: [["x-amz-checksum-crc32c", sent[0][1]], sent[1]])),
        ("dropped", "one of two left out", T, MISSING, two().with_trailers(lambda sent: [sent[0], sent[2]])),
        ("added", "one more, not announced", T, UNEXPECTED, one().with_trailers(lambda sent: [sent[0], ["x-amz-meta-a", "b"], sent[1]])),
        ("added-behind", "one more behind the signature", T, UNEXPECTED, one().with_trailers(lambda sent: [*sent, ["x-amz-meta-a", "b"]])),
        ("twice", "the trailer twice", T, TRAILER_FORM, one().with_trailers(lambda sent: [sent[0], sent[0], sent[1]])),
        ("values-swapped", "the values of two change places", T, TRAILER_NO,
         two().with_trailers(lambda sent: [[CRC, sent[1][1]], [SHA, sent[0][1]], sent[2]])),
        ("reordered", "two change places: signed sorted, but some servers sign them as sent", T, TRAILER_NO,
         two().with_trailers(lambda sent: [sent[1], sent[0], sent[2]]), "acceptable"),
        ("signature", "the last digit of the signature changed", T, TRAILER_NO, signature(flipped)),
        ("signature-missing", "no signature", T, "MissingTrailerSignature", one().with_trailers(lambda sent: sent[:1])),
        ("signature-upper-case", "the signature in capitals", T, TRAILER_FORM, signature(str.upper)),
        ("signature-short", "the signature a digit short", T, TRAILER_FORM, signature(lambda text: text[:-1])),
        ("signature-twice", "two signatures", T, TRAILER_FORM, one().with_trailers(lambda sent: [*sent, sent[1]])),
        ("signature-of-chunk", "that of the empty chunk for the trailer's", T, TRAILER_NO, signature(lambda _: Upload(SIGNED_TRAILER).cut[3][1])),
        ("no-colon", "a line without a colon", T, TRAILER_FORM, one().with_body(lambda body: body.replace(CRC.encode() + b":", CRC.encode()))),
        ("no-end", "the empty line behind the trailers is missing", "StreamedEnd", TRUNCATED, one().with_body(lambda body: body[:-2]), "acceptable"),
        ("not-announced", "x-amz-trailer is not there", T, UNEXPECTED, Upload(SIGNED_TRAILER, declared="").received()),
        ("not-sent", "x-amz-trailer names one more than there is", T, MISSING, Upload(SIGNED_TRAILER, declared=f"{CRC},{SHA}").received()),
        ("unsigned-name", "another name than announced, of unsigned chunks", T, UNEXPECTED, bare().with_trailers(lambda sent: [["x-amz-meta-a", "b"]])),
        ("unsigned-added", "one more than announced, of unsigned chunks", T, UNEXPECTED, bare().with_trailers(lambda sent: [*sent, ["x-amz-meta-a", "b"]])),
        ("unsigned-missing", "none, and one is announced, of unsigned chunks", T, MISSING, bare().with_trailers(lambda sent: [])),
        ("announced-changed", "x-amz-trailer added after the request was signed", "StreamedSeed", "UnsignedHeader",
         added(Upload().received(), ("X-Amz-Trailer", CRC))),
    ]


def build() -> dict:
    about = [
        "Uploads in chunks, as a server receives them: the request is well signed, but where the flag is StreamedSeed; the body is right or not.",
        "A verifier that does not read streamed bodies answers `unsupported`. The chunks are smaller than the 8 KiB that S3 wants of all but the last; "
        "one that insists on it answers `unsupported`, too.",
        "Reasons: ChunkSignatureDoesNotMatch; MalformedChunk (not of the form); TruncatedBody (it ends too early); DataAfterBody; WrongDecodedLength, "
        "MissingDecodedLength (x-amz-decoded-content-length); TrailerSignatureDoesNotMatch; MalformedTrailer; MissingTrailer (announced and not sent), "
        "UnexpectedTrailer (sent and not announced), MissingTrailerSignature.",
        "Where several are true of one body, a verifier may name any: what counts is that it refuses.",
    ]
    groups = [("let-in", valid()), ("tampered", tampered()), ("cut", cut_short()), ("malformed", malformed()), ("kind", kinds()), ("length", lengths()),
              ("trailer", trailers())]
    source = SOURCE | {"links": [PAGE, TRAILERS_PAGE], "oracles": ["generate/chunked.py (signatures)", "generate/verify_streamed.py (results)",
                                                                     "swift 2.38.3 (what it lets in, and five in six refusals)"]}
    return flags.document("Streamed uploads as received", about, [
        group(f"streamed/{name}", rows, service="s3") | {"source": source} for name, rows in groups], FLAGS)
