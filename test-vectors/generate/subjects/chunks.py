"""Streamed uploads to S3: chunks that are signed one by one, and trailers."""

import base64
import zlib

from chunked import SIGNED, SIGNED_TRAILER, UNSIGNED_TRAILER, data_of
from official import agree
from sigv4 import hex_sha256

from . import flags
from .cases import SOURCE, TOKEN, b64, group, refused

FILE = "chunks.json"

PAGE = "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html"
TRAILERS_PAGE = "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html"
FLAGS = {
    "ChunksSigned": ("FUNCTIONALITY", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD: each chunk's signature takes in the one before it; the first, that of the "
                     "request. An empty chunk ends the body and is signed, too.", flags.REFUSED, PAGE),
    "ChunksTrailer": ("FUNCTIONALITY", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER: behind the empty chunk come trailers, and their signature.",
                      flags.REFUSED, TRAILERS_PAGE),
    "ChunksUnsigned": ("FUNCTIONALITY", "STREAMING-UNSIGNED-PAYLOAD-TRAILER: chunks without signatures, then trailers without one.", flags.REFUSED, TRAILERS_PAGE),
    "ChunkSize": ("EDGE_CASE", "The size of a chunk in hexadecimal, without leading zeros. AWS's SDK for Rust writes A to F, others a to f: where a size "
                  "has a letter, encoded_sha256 is not expected.", flags.REFUSED, PAGE),
    "ChunkContent": ("EDGE_CASE", "Bytes that are no text, or look like the encoding itself: a body is never read.", flags.REFUSED, PAGE),
    "ChunkDivision": ("MODIFIED_PARAMETER", "The same bytes cut otherwise are signed otherwise.", flags.REFUSED, PAGE),
    "ChunkEmpty": ("CAN_OF_WORMS", "A chunk without bytes among the others. Sent, it would end the body: it can be left out, or refused.",
                   "The rest of the body is cut off.", PAGE),
    "TrailerOrder": ("MODIFIED_PARAMETER", "Trailers are signed sorted by lower-case name alone. The order on the wire is the sender's: where it is not "
                     "the sorted one, encoded_sha256 is not expected.", flags.REFUSED, TRAILERS_PAGE),
    "TrailerForm": ("MODIFIED_PARAMETER", "A trailer is signed as 'name:value' and a line feed: the name in lower case, the value trimmed.", flags.REFUSED, TRAILERS_PAGE),
    "TrailerNone": ("CAN_OF_WORMS", "Trailers are announced, and there is none. AWS's SDK for Rust then leaves their signature out, too.", None, TRAILERS_PAGE),
    "ChunksContradict": ("MODIFIED_PARAMETER", "What the request says of its body is not so.", flags.WRONG, PAGE),
    "ContentEncoding": ("FUNCTIONALITY", "aws-chunked stands in content-encoding, before what the object itself is encoded with.", flags.REFUSED, PAGE),
}
HOST = ["Host", "bucket.s3.us-east-1.amazonaws.com"]
CRC, SHA = "x-amz-checksum-crc32", "x-amz-checksum-sha256"
NO_DIGEST = {"without": ["encoded_sha256"]}


def run(size: int, byte: bytes = b"a") -> dict:
    return {"byte": byte[0], "size": size}


def crc32(*chunks: bytes) -> str:
    return b64(zlib.crc32(b"".join(chunks)).to_bytes(4, "big"))


def upload(*chunks, payload: str = SIGNED, trailers: list | None = None, headers: list | None = None,
           encoding: str = "aws-chunked", **more) -> dict:
    """An upload with the headers that go with it. Chunks are bytes, or runs."""
    cut = [b64(chunk) if isinstance(chunk, bytes) else chunk for chunk in chunks]
    length = str(sum(len(data_of(chunk)) for chunk in cut))
    sent = [HOST, ["Content-Encoding", encoding], ["X-Amz-Decoded-Content-Length", length], *(headers or [])]
    if trailers:
        sent.append(["X-Amz-Trailer", ",".join(name.lower() for name, _ in trailers)])
    given = {"headers": sent, "rules": {"payload": payload}, "chunks": cut}
    return given | ({"trailers": trailers} if trailers else {}) | more


def published() -> list:
    """The examples of AWS's pages."""
    shared = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
              "timestamp": "20130524T000000Z", "target": "/examplebucket/chunkObject.txt", "chunks": [run(65536), run(1024)]}
    host = [["Host", "s3.amazonaws.com"], ["x-amz-storage-class", "REDUCED_REDUNDANCY"], ["Content-Encoding", "aws-chunked"],
            ["x-amz-decoded-content-length", "66560"]]
    trailer = {"headers": [*host, ["x-amz-trailer", "x-amz-checksum-crc32c"]], "rules": {"payload": SIGNED_TRAILER}}
    rows = [
        ("aws/chunks", "AWS's example: 66560 bytes in a chunk of 64 KiB and one of 1 KiB", "ChunksSigned",
         {"headers": [*host, ["Content-Length", "66824"]], "rules": {"payload": SIGNED}}),
        ("aws/trailer", "AWS's example with a trailer; the checksum is the page's and not that of the data", "ChunksTrailer",
         trailer | {"trailers": [["x-amz-checksum-crc32c", "sOO8/Q=="]]}),
    ]
    signatures = {
        "aws/chunks": ["4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
                       "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
                       "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
                       "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"],
        "aws/trailer": ["106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
                        "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
                        "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
                        "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
                        "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435"],
    }
    source = SOURCE | {"name": "Amazon S3 API Reference, chunked uploads without and with trailers",
                       "version": "examples of 20130524", "licence": "quoted from AWS's documentation", "links": [PAGE, TRAILERS_PAGE],
                       "oracles": ORACLES}
    found = group("sign_chunks", rows, "chunks", source, service="s3", method="PUT", **shared)
    for case in found["cases"]:
        name, expected = case["id"].removeprefix("chunks/"), case["expected"]
        agree(case["id"], "signatures", [expected["signature"], *(step["signature"] for step in expected["steps"])], signatures[name])
        if name == "aws/chunks":
            agree(case["id"], "Content-Length", expected["encoded_length"], 66824)
    return [found]


ORACLES = ["generate/chunked.py", "aws-sigv4 1.6.4 (signatures)", "aws-runtime 1.10.2 (bodies)", "botocore 1.44.5 (seeds; unsigned bodies)",
           "awscrt 0.38.1 (seeds)"]


def signed() -> list:
    every = bytes(range(256))
    sizes = [("10", 10, "a: a letter alone"), ("15", 15, "f"), ("16", 16, "10: two digits"), ("171", 171, "ab: two letters"), ("255", 255, "ff"),
             ("2748", 2748, "abc"), ("8192", 8192, "2000: the smallest that S3 takes before the last"), ("65536", 65536, "10000")]
    return [
        ("empty", "no data: the empty chunk alone", "ChunksSigned", upload()),
        ("one-byte", "one byte", "ChunksSigned", upload(b"a")),
        ("one-chunk", "one chunk", "ChunksSigned", upload(b"hello")),
        ("two-chunks", "two equal chunks have two signatures", "ChunksSigned", upload(b"hello", b"hello")),
        ("shorter-last", "the last one is shorter", "ChunksSigned", upload(run(8192), run(1))),
        ("longer-last", "the last one is longer", "ChunksSigned", upload(b"a", b"bcd"), NO_DIGEST),
        ("many", "forty chunks of a byte", "ChunksSigned", upload(*(bytes([byte]) for byte in range(40)))),
        *[(f"size-{name}", f"the size is {comment}", "ChunksSigned ChunkSize", upload(run(size)), NO_DIGEST if set(f"{size:x}") & set("abcdef") else {})
          for name, size, comment in sizes],
        ("division-one", "six bytes in one chunk", "ChunksSigned ChunkDivision", upload(b"abcdef")),
        ("division-two", "the same six bytes in two", "ChunksSigned ChunkDivision", upload(b"abc", b"def")),
        ("binary", "every byte once", "ChunksSigned ChunkContent", upload(every)),
        ("zeros", "nothing but zeros", "ChunksSigned ChunkContent", upload(run(1024, b"\0"))),
        ("line-breaks", "nothing but line breaks", "ChunksSigned ChunkContent", upload(b"\r\n\r\n")),
        ("looks-like-the-end", "data that looks like the last chunk", "ChunksSigned ChunkContent", upload(b"0;chunk-signature=" + b"0" * 64 + b"\r\n\r\n")),
        ("empty-between", "an empty chunk between two", "ChunksSigned ChunkEmpty", upload(b"abc", b"", b"def"), {"result": "acceptable"}),
        ("token", "temporary credentials", "ChunksSigned TokenSigned", upload(b"hello", session_token=TOKEN)),
        ("gzip", "the object is compressed", "ChunksSigned ContentEncoding", upload(b"hello", encoding="aws-chunked,gzip")),
        ("region", "another region: in every scope and in the key", "ChunksSigned Scope",
         upload(b"hello", region="ap-northeast-2")),
        ("secret-unicode", "a secret beyond ASCII", "ChunksSigned Key", upload(b"hello", secret_access_key="gehe\u00edm\u4e2d")),
        ("part", "a part of a multipart upload", "ChunksSigned", upload(b"hello", target="/key?partNumber=1&uploadId=abc")),
        ("key", "a key to encode", "ChunksSigned S3PathEncodedOnce", upload(b"hello", target="/a%20b//%E4%B8%AD")),
        ("midnight", "the last second of a day", "ChunksSigned Date", upload(b"hello", timestamp="20151231T235959Z")),
    ]


def with_trailers() -> list:
    hello = b"hello"

    def row(name: str, comment: str, marks: str, *chunks: bytes, trailers=None, more=None, **given) -> tuple:
        found = trailers if trailers is not None else [[CRC, crc32(*chunks)]]
        return name, comment, f"ChunksTrailer {marks}".strip(), upload(*chunks, payload=SIGNED_TRAILER, trailers=found, **given), more or {}

    two = [[CRC, crc32(hello)], [SHA, b64(bytes.fromhex(hex_sha256(hello)))]]
    return [
        row("crc32", "a CRC-32", "", hello),
        row("sha256", "a SHA-256", "", hello, trailers=two[1:]),
        row("empty", "no data, and its CRC", ""),
        row("two-chunks", "two chunks", "", b"abc", b"def"),
        row("token", "temporary credentials", "TokenSigned", hello, session_token=TOKEN),
        row("name-case", "a name in capitals", "TrailerForm", hello, trailers=[["X-Amz-Checksum-CRC32", crc32(hello)]]),
        row("value-spaces", "spaces around the value", "TrailerForm", hello, trailers=[[CRC, f"  {crc32(hello)} "]]),
        row("two", "two trailers", "TrailerOrder", hello, trailers=two),
        row("two-unsorted", "two trailers, not sorted", "TrailerOrder", hello, trailers=two[::-1], more=NO_DIGEST),
        row("name-prefix", "a name that is the beginning of another comes first, though ':' is behind '-'", "TrailerOrder", hello,
            trailers=[["x-amz-meta-a", "1"], ["x-amz-meta-a-b", "2"]]),
        row("none", "no trailer", "TrailerNone", hello, trailers=[], more={"result": "acceptable"}),
    ]


def unsigned() -> list:
    hello = b"hello"

    def row(name: str, comment: str, marks: str, *chunks, trailers=None, more=None, **given) -> tuple:
        data = [base64.b64decode(b64(chunk)) if isinstance(chunk, bytes) else data_of(chunk) for chunk in chunks]
        found = trailers if trailers is not None else [[CRC, crc32(*data)]]
        return name, comment, f"ChunksUnsigned {marks}".strip(), upload(*chunks, payload=UNSIGNED_TRAILER, trailers=found, **given), more or {}

    return [
        row("crc32", "a CRC-32", "", hello),
        row("empty", "no data, and its CRC", ""),
        row("two-chunks", "two chunks", "", b"abc", b"def"),
        row("size", "a size with letters", "ChunkSize", run(44032), more=NO_DIGEST),
        row("binary", "every byte once", "ChunkContent", bytes(range(256))),
        row("two", "two trailers", "TrailerOrder", hello, trailers=[[CRC, crc32(hello)], [SHA, b64(bytes.fromhex(hex_sha256(hello)))]]),
        row("token", "temporary credentials", "TokenSigned", hello, session_token=TOKEN),
        row("none", "no trailer", "TrailerNone", hello, trailers=[], more={"result": "acceptable"}),
    ]


def wrong() -> list:
    crc = crc32(b"hello")

    def trailer(name: str, value: str = crc, **more) -> dict:
        return upload(b"hello", payload=SIGNED_TRAILER, headers=[["X-Amz-Trailer", CRC]]) | {"trailers": [[name, value]]} | more

    C, N = "ControlCharacter", "NotWellFormed"
    return [
        ("trailer-name-lf", "a line feed in a trailer's name", C, "InvalidByte", trailer(CRC + "\nx-a")),
        ("trailer-name-colon", "a colon in a trailer's name", N, "InvalidByte", trailer(CRC + ":a")),
        ("trailer-name-space", "a space in a trailer's name", N, "InvalidByte", trailer("x amz")),
        ("trailer-name-empty", "a trailer without a name", N, "Empty", trailer("")),
        ("trailer-value-cr-lf", "a line break in a trailer's value", C, "InvalidHeaderValue", trailer(CRC, "a\r\nx-b: c")),
        ("trailer-value-lf", "a line feed in a trailer's value", C, "InvalidHeaderValue", trailer(CRC, "a\nb")),
        ("trailer-value-nul", "a NUL in a trailer's value", C, "InvalidHeaderValue", trailer(CRC, "a\0")),
        ("trailer-signed", "a signature of the trailers among them", "AlreadySigned", "AlreadySigned", trailer("x-amz-trailer-signature", "0" * 64)),
        ("trailer-unannounced", "a trailer, and a payload that has none", "ChunksContradict", "UnexpectedTrailer", trailer(CRC, rules={"payload": SIGNED})),
        ("trailer-other", "x-amz-trailer names another one", "ChunksContradict", "UnexpectedTrailer", trailer(SHA)),
        ("length", "x-amz-decoded-content-length is a byte more than the data", "ChunksContradict", "WrongDecodedLength",
         upload(b"hello") | {"chunks": [b64(b"hell")]}),
        *[(f"payload-{name}", f"chunks, and a payload that is {comment}", "ChunksContradict", "InvalidPayloadHash", upload(b"hello", payload=payload))
          for name, payload, comment in [("unsigned", "UNSIGNED-PAYLOAD", "not streamed"), ("digest", hex_sha256(b"hello"), "a digest"),
                                         ("events", "STREAMING-AWS4-HMAC-SHA256-EVENTS", "one of events"),
                                         ("v4a", "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD", "signed by another algorithm")]],
    ]


def build() -> dict:
    shared = {"service": "s3", "method": "PUT", "target": "/key"}
    source = SOURCE | {"links": [PAGE, TRAILERS_PAGE], "oracles": ORACLES}
    express = [("token", "a session of S3 Express: its service stands in the scope of every chunk, its token has a name of its own",
                "ChunksSigned S3Express", upload(b"hello", session_token=TOKEN))]
    about = ["What is signed of an upload that comes in chunks, and the length and SHA-256 of the body as it is sent.",
             "`signature` is the request's own, which the first chunk's takes in. `steps` are the chunks, the empty one at the end, and the trailer.",
             "The chunks here are smaller than the 8 KiB that S3 wants of all but the last: signing does not depend on it."]
    return flags.document("Streamed uploads", about, [
        *published(),
        group("sign_chunks", signed(), "chunks/signed", source, **shared),
        group("sign_chunks", with_trailers(), "chunks/trailer", source, **shared),
        group("sign_chunks", unsigned(), "chunks/unsigned", source, **shared),
        group("sign_chunks", express, "chunks/s3express", source, **shared | {"service": "s3express"}),
        refused("sign_chunks", wrong(), "chunks/refused", **shared)], FLAGS)
