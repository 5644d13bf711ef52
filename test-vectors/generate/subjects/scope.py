"""Regions and services."""

from . import flags
from .cases import group

FILE = "scope.json"

REGIONS = ["eu-central-1", "ap-northeast-2", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "aws-global", "eusc-de-east-1", "local", "auto"]
SERVICES = ["sts", "iam", "ec2", "sqs", "sns", "dynamodb", "lambda", "execute-api", "es", "logs", "kinesis", "secretsmanager", "ssm", "rds-db",
            "elasticache", "dsql", "kafka-cluster", "bedrock", "ses", "glacier", "cloudfront", "iotdata", "AWSCodeDeploy"]
S3 = ["s3", "s3-outposts", "s3-object-lambda", "s3express"]
METHODS = ["PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "PROPFIND", "get"]


def build() -> dict:
    regions = [(f"region-{name}", f"region {name}", "Scope", {"region": name}) for name in REGIONS]
    services = [(f"service-{name.lower()}", f"service {name}: the standard rules", "ServiceRules PathEncodedTwice", {"service": name, "target": "/a%20b"})
                for name in SERVICES]
    s3 = [(f"service-{name}", f"service {name}: the rules of S3", "ServiceRules S3Rules S3PathKept S3PathEncodedOnce", {"service": name, "target": "/a%20b//c"}) for name in S3]
    methods = [(f"method-{'lower-case-' if name.islower() else ''}{name.lower()}", f"{name}", "Method", {"method": name}) for name in METHODS]
    presigned = [(name, comment, marks + " Presign", given) for name, comment, marks, given in s3 + services
                 if name in ("service-s3", "service-s3-outposts", "service-rds-db", "service-execute-api", "service-lambda")]
    return flags.document("Scopes, and the rules that follow from a service", ["Region and service as they are; the service decides the rules."],
                          [group("sign", regions + services + s3 + methods, "scope"), group("presign", presigned, "scope/presigned")])
