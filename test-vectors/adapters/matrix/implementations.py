"""The implementations: how each is installed, started, and what it says of itself."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

ADAPTERS = Path(__file__).resolve().parent.parent
VECTORS = ADAPTERS.parent
INSTALLED = ADAPTERS / ".installed"


@dataclass(frozen=True)
class Implementation:
    name: str
    kind: str
    """What installs it: python, node, rust, go, curl."""
    language: str
    program: str
    """The adapter, as a path or as the name of a binary."""
    claims: str
    """What it says that it does: what else is asked of it, is not supported."""
    package: str = ""
    """Its name at the registry, where that is another."""

    @property
    def command(self) -> str:
        match self.kind:
            case "python":
                return quoted(INSTALLED / "python/bin/python", ADAPTERS / "python" / self.program)
            case "node":
                return quoted("node", ADAPTERS / "node" / self.program)
            case "rust":
                return quoted(INSTALLED / "rust/release" / self.program)
            case "go":
                return quoted(INSTALLED / self.program)
            case _:
                return quoted(INSTALLED / "python/bin/python", ADAPTERS / self.program)

    def pinned(self) -> str | None:
        """The version that the files of this folder pin; none for what comes with the system."""
        name = re.escape(self.package or self.name)
        match self.kind:
            case "python":
                text = (ADAPTERS / "python/requirements.txt").read_text()
                return re.search(rf"^{name}==(.+)$", text, re.MULTILINE)[1]
            case "node":
                return json.loads((ADAPTERS / "node/package.json").read_text())["dependencies"][self.package or self.name]
            case "rust":
                text = (ADAPTERS / "rust/Cargo.lock").read_text()
                return re.search(rf'^name = "{name}"\nversion = "(.+)"$', text, re.MULTILINE)[1]
        return None


def quoted(*parts) -> str:
    return " ".join("'" + str(part).replace("'", "'\\''") + "'" for part in parts)


IMPLEMENTATIONS = [
    Implementation("botocore", "python", "Python", "botocore_adapter.py", "the signers of the AWS CLI and boto3"),
    Implementation("awscrt", "python", "C, from Python", "awscrt_adapter.py", "aws-c-auth, below the SDKs for C++, Java and others"),
    Implementation("@smithy/signature-v4", "node", "JavaScript", "smithy.mjs", "the signer of the AWS SDK for JavaScript"),
    Implementation("aws-sigv4", "rust", "Rust", "aws_sigv4", "the signer of the AWS SDK for Rust"),
    Implementation("aws-sdk-go-v2", "go", "Go", "aws-sdk-go-v2", "the signer of the AWS SDK for Go, as Debian has it"),
    Implementation("aws4", "node", "JavaScript", "aws4.mjs", "signs what Node's http takes"),
    Implementation("aws4fetch", "node", "JavaScript", "aws4fetch.mjs", "signs what fetch takes"),
    Implementation("requests-aws4auth", "python", "Python", "requests_aws4auth_adapter.py", "headers, for the library requests"),
    Implementation("aws-requests-auth", "python", "Python", "aws_requests_auth_adapter.py", "headers, for requests; made for Elasticsearch"),
    Implementation("minio", "python", "Python", "minio_adapter.py", "S3 only: the signer of MinIO's client"),
    Implementation("aws-sign-v4", "rust", "Rust", "aws_sign_v4", "the Authorization header"),
    Implementation("reqsign", "rust", "Rust", "reqsign", "the signer below OpenDAL", "reqsign-aws-v4"),
    Implementation("rusty-s3", "rust", "Rust", "rusty_s3", "S3 only: presigned URLs"),
    Implementation("curl", "curl", "C", "curl/curl_adapter.py", "headers: --aws-sigv4"),
]
BY_NAME = {implementation.name: implementation for implementation in IMPLEMENTATIONS}
