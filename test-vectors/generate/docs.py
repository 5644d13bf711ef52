"""Writes down the worked examples of AWS's documentation as docs.json.

The examples stand here as their pages print them, except where a comment says otherwise; each value is compared with
the oracle (sigv4.py) on the way.
"""

import base64

import vectorfile
from official import FLAGS as OFFICIAL_FLAGS, ORACLES, confirmed, explained

KEY_DATED_2012 = "https://docs.aws.amazon.com/general/latest/gr/signature-v4-examples.html"
KEY_DATED_2015 = "https://docs.aws.amazon.com/general/latest/gr/sigv4-calculate-signature.html"
LIST_USERS = "https://docs.aws.amazon.com/general/latest/gr/sigv4-create-canonical-request.html"
GLACIER = "https://docs.aws.amazon.com/amazonglacier/latest/dev/amazon-glacier-signing-requests.html"
S3_HEADER = "https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"
S3_QUERY = "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html"

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
WELCOME = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"

FLAGS = {name: OFFICIAL_FLAGS[name] for name in ("Basic", "CallerDate", "PayloadSigned")} | {
    "DateHeader": ("FUNCTIONALITY", "A Date header of the caller's is signed like any other; the time of signing is x-amz-date.", None, []),
    "KeyDerivation": ("MISSING_STEP", "The four HMACs that make the signing key, each in hexadecimal.", None, []),
    "QueryWithoutValue": ("MODIFIED_PARAMETER", "A parameter without '=' is signed as 'name='.", "Requests for S3's sub-resources are refused.",
                          [S3_HEADER]),
    "RawReservedInS3Path": ("CAN_OF_WORMS", "A reserved character stands unencoded in an S3 path. Implementations sign it as sent or "
                            "encoded; AWS's page shows it encoded. A client that encodes before it sends never gets here.", None, [S3_HEADER]),
    "Recomputed": ("DEFINED", "AWS's page does not print every one of these values; README.md says which were computed.", None, []),
    "S3Rules": ("FUNCTIONALITY", "Service s3: path encoded once and kept, x-amz-content-sha256 added and signed; when presigned, "
                "UNSIGNED-PAYLOAD and no such header.", "Valid requests are refused.", [S3_HEADER, S3_QUERY]),
}


def source(name: str, version: str, *links: str, oracles: list = ORACLES) -> dict:
    return {"name": name, "version": version, "licence": "quoted from AWS's documentation", "links": list(links), "oracles": oracles}


def key_case(date: str, comment: str, keys: list, flags: list) -> dict:
    names = ("date_key", "region_key", "service_key", "signing_key")
    return {"id": f"docs/derive-key/{date}", "comment": comment, "flags": flags, "result": "valid",
            "input": {"date": date}, "expected": dict(zip(names, keys))}


def scope_of(shared: dict) -> str:
    return f"{shared['timestamp'][:8]}/{shared['region']}/{shared['service']}/aws4_request"


def steps(shared: dict, canonical_request: str, digest: str, signature: str) -> dict:
    string_to_sign = "\n".join(["AWS4-HMAC-SHA256", shared["timestamp"], scope_of(shared), digest])
    return {"canonical_request": canonical_request, "string_to_sign": string_to_sign,
            "signed_headers": canonical_request.split("\n")[-2], "signature": signature}


def signed(shared: dict, canonical_request: str, digest: str, signature: str, added: list) -> dict:
    """AWS's S3 pages write the Authorization header without spaces after the commas; here it has them throughout."""
    expected = steps(shared, canonical_request, digest, signature)
    authorization = (f"AWS4-HMAC-SHA256 Credential={shared['access_key_id']}/{scope_of(shared)}, "
                     f"SignedHeaders={expected['signed_headers']}, Signature={signature}")
    return expected | {"authorization": authorization, "headers": [*added, ["authorization", authorization]]}


def case(name: str, comment: str, flags: list, given: dict, expected: dict, **more) -> dict:
    return {"id": f"docs/{name}", "comment": comment, "flags": flags, "result": "valid", "input": given, "expected": expected} | more


def key_group() -> dict:
    shared = {"secret_access_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "region": "us-east-1", "service": "iam"}
    cases = [
        key_case("20120215", "all four keys as published", [
            "969fbb94feb542b71ede6f87fe4d5fa29c789342b0f407474670f0c2489e0a0d",
            "69daa0209cd9c5ff5c8ced464a696fd4252e981430b10e3d3fd8e2f197d7a70c",
            "f72cfd46f26bc4643f06a11eabb6c0ba18780c19a8da0c31ace671265e3c87fa",
            "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d"], ["KeyDerivation"]),
        key_case("20150830", "the signing key as published, the three before it computed", [
            "0138c7a6cbd60aa727b2f653a522567439dfb9f3e72b21f9b25941a42f04a7cd",
            "f33d5808504bf34812e5fade63308b424b244c59189be2a591dd2282c7cb563f",
            "199e1f48c602a5ae77ce26a46906920e76fc8427aeaa53da643646fcda1ccfb0",
            "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"], ["KeyDerivation", "Recomputed"]),
    ]
    return {"op": "derive_key", "source": source("AWS General Reference, deriving a signing key", "examples of 20120215 and 20150830",
                                                 KEY_DATED_2012, KEY_DATED_2015, oracles=ORACLES[:1]), "shared": shared, "cases": cases}


def list_users_group() -> dict:
    shared = {
        "access_key_id": "AKIDEXAMPLE", "secret_access_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        "region": "us-east-1", "service": "iam", "timestamp": "20150830T123600Z", "body": "",
    }
    canonical_request = "\n".join([
        "GET", "/", "Action=ListUsers&Version=2010-05-08",
        "content-type:application/x-www-form-urlencoded; charset=utf-8", "host:iam.amazonaws.com", "x-amz-date:20150830T123600Z",
        "", "content-type;host;x-amz-date", EMPTY])
    cases = [case(
        "iam-list-users", "IAM ListUsers: the example that AWS's description of the four steps follows", ["Basic", "CallerDate"],
        {"method": "GET", "target": "/?Action=ListUsers&Version=2010-05-08", "headers": [
            ["Host", "iam.amazonaws.com"],
            ["Content-Type", "application/x-www-form-urlencoded; charset=utf-8"],
            ["X-Amz-Date", "20150830T123600Z"]]},
        signed(shared, canonical_request, "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59",
               "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7", []))]
    return {"op": "sign", "source": source("AWS General Reference, signing AWS requests with Signature Version 4",
                                           "example of 20150830", LIST_USERS, KEY_DATED_2015), "shared": shared, "cases": cases}


def glacier_group() -> dict:
    """x-amz-date is printed as a part of the request; here the signer has to add it."""
    shared = {
        "access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "region": "us-east-1", "service": "glacier", "timestamp": "20120525T002453Z", "body": "",
    }
    canonical_request = "\n".join([
        "PUT", "/-/vaults/examplevault", "",
        "host:glacier.us-east-1.amazonaws.com", "x-amz-date:20120525T002453Z", "x-amz-glacier-version:2012-06-01",
        "", "host;x-amz-date;x-amz-glacier-version", EMPTY])
    cases = [case(
        "glacier-create-vault", "Glacier Create Vault: the standard rules, and an x-amz-* header of the service's own", ["Basic"],
        {"method": "PUT", "target": "/-/vaults/examplevault", "headers": [
            ["Host", "glacier.us-east-1.amazonaws.com"], ["x-amz-glacier-version", "2012-06-01"]]},
        signed(shared, canonical_request, "5f1da1a2d0feb614dd03d71e87928b8e449ac87614479332aced3a701f916743",
               "3ce5b2f2fffac9262b4da9256f8d086b4aaf42eba5f111c21681a65a127b7c2a", [["x-amz-date", "20120525T002453Z"]]))]
    return {"op": "sign", "source": source("Amazon S3 Glacier Developer Guide, signing requests", "example of 20120525", GLACIER),
            "shared": shared, "cases": cases}


S3_SHARED = {
    "access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "region": "us-east-1", "service": "s3", "timestamp": "20130524T000000Z",
}
S3_HOST = ["Host", "examplebucket.s3.amazonaws.com"]


def s3_header_group() -> dict:
    """x-amz-date and x-amz-content-sha256 are printed as parts of the requests; here the signer has to add them."""
    shared = S3_SHARED | {"body": ""}

    def added(digest: str) -> list:
        return [["x-amz-date", "20130524T000000Z"], ["x-amz-content-sha256", digest]]

    def canonical(method: str, path: str, query: str, before: list, after: list, digest: str) -> str:
        headers = [*before, f"x-amz-content-sha256:{digest}", "x-amz-date:20130524T000000Z", *after]
        names = ";".join(header.partition(":")[0] for header in headers)
        return "\n".join([method, path, query, *headers, "", names, digest])

    host = "host:examplebucket.s3.amazonaws.com"
    put = signed(
        shared,
        canonical("PUT", "/test%24file.text", "", ["date:Fri, 24 May 2013 00:00:00 GMT", host],
                  ["x-amz-storage-class:REDUCED_REDUNDANCY"], WELCOME),
        "9e0e90d9c76de8fa5b200d8c849cd5b8dc7a3be3951ddb7f6a76b4158342019d",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd", added(WELCOME))
    put_given = {
        "method": "PUT", "target": "/test%24file.text",
        "headers": [S3_HOST, ["Date", "Fri, 24 May 2013 00:00:00 GMT"], ["x-amz-storage-class", "REDUCED_REDUNDANCY"]],
        "body": base64.b64encode(b"Welcome to Amazon S3.").decode(),
    }
    cases = [
        case("s3-get-object", "GET Object: the first ten bytes", ["S3Rules"],
             {"method": "GET", "target": "/test.txt", "headers": [S3_HOST, ["Range", "bytes=0-9"]]},
             signed(shared, canonical("GET", "/test.txt", "", [host, "range:bytes=0-9"], [], EMPTY),
                    "7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972",
                    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41", added(EMPTY))),
        case("s3-put-object", "PUT Object: %24 in an S3 path is signed as %24, not as %2524; Date and storage class are signed",
             ["S3Rules", "PayloadSigned", "DateHeader"], put_given, put),
        case("s3-put-object/raw-dollar", "the same with the path as AWS's page prints it, '$' unencoded",
             ["RawReservedInS3Path", "S3Rules"], put_given | {"target": "/test$file.text"}, put, result="acceptable",
             alternatives=[{
                 "who": ["botocore 1.44.5"],
                 "expected": {"canonical_request": put["canonical_request"].replace("%24", "$"),
                              "signature": "b34099c0e352465cff1a5957d94a2c97473337c0dc30aa3ce793435a81c6ecf4"}}]),
        case("s3-get-bucket-lifecycle", "GET Bucket Lifecycle: ?lifecycle is signed as lifecycle=", ["S3Rules", "QueryWithoutValue"],
             {"method": "GET", "target": "/?lifecycle", "headers": [S3_HOST]},
             signed(shared, canonical("GET", "/", "lifecycle=", [host], [], EMPTY),
                    "9766c798316ff2757b517bc739a67f6213b4ab36dd5da2f94eaebf79c77395ca",
                    "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543", added(EMPTY))),
        case("s3-list-objects", "GET Bucket (List Objects)", ["S3Rules"],
             {"method": "GET", "target": "/?max-keys=2&prefix=J", "headers": [S3_HOST]},
             signed(shared, canonical("GET", "/", "max-keys=2&prefix=J", [host], [], EMPTY),
                    "df57d21db20da04d7fa30298dd4488ba3a2b47ca3a489c74750e0f1e7df1b9b7",
                    "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7", added(EMPTY))),
    ]
    return {"op": "sign", "source": source("Amazon S3 API Reference, using the Authorization header", "examples of 20130524", S3_HEADER),
            "shared": shared, "cases": cases}


def s3_query_group() -> dict:
    shared = S3_SHARED | {"expires_seconds": 86400, "body": ""}
    credential = "AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
    canonical_request = "\n".join([
        "GET", "/test.txt",
        f"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400"
        "&X-Amz-SignedHeaders=host",
        "host:examplebucket.s3.amazonaws.com", "", "host", "UNSIGNED-PAYLOAD"])
    signature = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    # The page prints X-Amz-Expires before X-Amz-SignedHeaders; here they stand as in AWS's suite. Order is not compared.
    target = (f"/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}&X-Amz-Date=20130524T000000Z"
              f"&X-Amz-SignedHeaders=host&X-Amz-Expires=86400&X-Amz-Signature={signature}")
    expected = steps(shared, canonical_request, "3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04", signature)
    cases = [case("s3-presigned-get-object", "a presigned GET, valid for a day", ["S3Rules"],
                  {"method": "GET", "target": "/test.txt", "headers": [S3_HOST]}, expected | {"target": target})]
    return {"op": "presign", "source": source("Amazon S3 API Reference, using query parameters", "example of 20130524", S3_QUERY),
            "shared": shared, "cases": cases}


def build() -> dict:
    groups = [key_group(), list_users_group(), glacier_group(), s3_header_group(), s3_query_group()]
    for group in groups:
        for each in group["cases"]:
            confirmed(group["op"], group["shared"], each)
    return vectorfile.document(
        "The worked examples of AWS's documentation",
        [
            "Key derivation, IAM ListUsers, Glacier Create Vault, and the S3 examples of requests signed in the header and in the query.",
            "Written down in generate/docs.py; README.md names what was changed and why.",
        ],
        explained(FLAGS),
        groups,
    )
