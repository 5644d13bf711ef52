"""Browser uploads to S3 in plain Python: the signature of a policy, and the fields of the form.

Written from AWS's documentation:
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
"""

import base64

import sigv4


def sign_post_policy(request: dict) -> dict:
    """What is signed is the policy in base64, as it stands in the form; nothing is put into the policy."""
    policy = request.get("policy_base64") or base64.b64encode(request["policy"].encode()).decode()
    own = request | {"service": "s3"}
    signature = sigv4.mac(own, policy)
    fields = {
        "policy": policy,
        "x-amz-algorithm": sigv4.ALGORITHM,
        "x-amz-credential": f"{request['access_key_id']}/{sigv4.scope(own)}",
        "x-amz-date": request["timestamp"],
        "x-amz-signature": signature,
    }
    if "session_token" in request:
        fields["x-amz-security-token"] = request["session_token"]
    return {"string_to_sign": policy, "signature": signature, "fields": fields}
