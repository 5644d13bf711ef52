//! The worked examples of the S3 API reference, "Authenticating requests: using the Authorization header", with the
//! signatures that it prints. All are of one key and one second.

use sigfour::Request;

pub(crate) const ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
pub(crate) const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
pub(crate) const DATE: &str = "20130524T000000Z";

pub(crate) struct Example {
    method: &'static str,
    target: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: &'static [u8],
    pub(crate) signature: &'static str,
}

impl Example {
    pub(crate) fn request(&self) -> Request<'static> {
        Request::new(self.method, self.target).headers(self.headers).body(self.body)
    }
}

const HOST: (&str, &str) = ("Host", "examplebucket.s3.amazonaws.com");

pub(crate) static EXAMPLES: [Example; 4] = [
    Example {
        method: "GET",
        target: "/test.txt",
        headers: &[HOST, ("Range", "bytes=0-9")],
        body: b"",
        signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    },
    Example {
        method: "PUT",
        target: "/test%24file.text",
        headers: &[
            HOST,
            ("Date", "Fri, 24 May 2013 00:00:00 GMT"),
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
        ],
        body: b"Welcome to Amazon S3.",
        signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    },
    Example {
        method: "GET",
        target: "/?lifecycle",
        headers: &[HOST],
        body: b"",
        signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    },
    Example {
        method: "GET",
        target: "/?max-keys=2&prefix=J",
        headers: &[HOST],
        body: b"",
        signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    },
];

/// Another request, with names as long as any above: signed first, so that the buffer has its memory.
pub(crate) static FIRST: Example = Example {
    method: "HEAD",
    target: "/",
    headers: &[
        HOST,
        ("Date", "Fri, 24 May 2013 00:00:00 GMT"),
        ("x-amz-expected-bucket-owner", "1"),
    ],
    body: b"",
    signature: "",
};
