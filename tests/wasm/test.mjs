// The core and `explain` in WebAssembly, called as a browser or an edge function calls them. Run it with ./run.
//
// What is expected comes from AWS's suite and documents, or is made here with Node's own SHA-256 from a canonical request
// that is written out.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";

import { explain, imports, sign } from "./module.mjs";
import { cases } from "./vectors.mjs";

const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const hmac = (key, text) => createHmac("sha256", key).update(text).digest();

const id = "AKIDEXAMPLE";
const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const date = "20150830T123600Z";
const scope = "20150830/us-east-1/s3/aws4_request";
const stringToSign = (canonical) => `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`;

function authorization(canonical, secret) {
  const key = scope.split("/").reduce(hmac, `AWS4${secret}`);
  const signature = hmac(key, stringToSign(canonical)).toString("hex");
  const names = canonical.split("\n").at(-2);
  return `AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}

// A GET from S3 as another signer made it, with the canonical request that it signed.
const canonical = `GET
/report.pdf
a=1&b=2
accept-encoding:gzip
host:examplebucket.s3.amazonaws.com
x-amz-content-sha256:${sha256("")}
x-amz-date:${date}

accept-encoding;host;x-amz-content-sha256;x-amz-date
${sha256("")}`;

function sent({ secret: signedWith = secret } = {}) {
  const headers = [
    ["Host", "examplebucket.s3.amazonaws.com"],
    ["Accept-Encoding", "gzip"],
    ["X-Amz-Content-Sha256", sha256("")],
    ["X-Amz-Date", date],
    ["Authorization", authorization(canonical, signedWith)],
  ];
  return { method: "GET", target: "/report.pdf?b=2&a=1", headers };
}

const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your key and signing method.";

// The body of S3's 403 to a request of which S3 made that canonical request, and what a program reads from it.
function refusedByS3(canonical) {
  const escaped = canonical.replaceAll("&", "&amp;");
  return `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>SignatureDoesNotMatch</Code><Message>${MISMATCH}</Message><AWSAccessKeyId>${id}</AWSAccessKeyId>\
<StringToSign>${stringToSign(canonical)}</StringToSign><CanonicalRequest>${escaped}</CanonicalRequest>\
<RequestId>1</RequestId><HostId>2</HostId></Error>`;
}

function read(xml) {
  const element = (name) => xml.match(`<${name}>([^<]*)</${name}>`)[1].replaceAll("&amp;", "&");
  const [code, message] = ["Code", "Message"].map(element);
  return { code, message, canonical: element("CanonicalRequest"), string: element("StringToSign") };
}

test("the module needs nothing of its host", () => assert.deepEqual(imports, []));

test("AWS's get-vanilla is signed", () => {
  const headers = [["Host", "example.amazonaws.com"]];
  const signed = sign({ id, secret, service: "service", region: "us-east-1", date, method: "GET", target: "/", headers });
  const signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
  assert.deepEqual(signed, {
    authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
    "x-amz-date": date,
  });
});

test("the vectors are signed", () => {
  assert.ok(cases.length >= 250, `${cases.length} cases`);
  for (const { id, request, headers } of cases) assert.deepEqual(sign(request), headers, id);
});

test("a request that can't be signed is refused", () => {
  const request = { id, secret, service: "s3", region: "us-east-1", date, method: "GET", target: "/", headers: [] };
  assert.throws(() => sign(request), /host/i);
});

test("a 403 is explained: a proxy changed a header", () => {
  const answer = refusedByS3(canonical.replace("gzip", "gzip, br"));
  const { cause, sentence, advice, signed, server } = explain(sent(), read(answer));
  assert.equal(cause, "HeaderChanged");
  assert.match(sentence, /accept-encoding was "gzip", the server saw "gzip, br"/);
  assert.notEqual(advice, "");
  assert.deepEqual([signed, server], ["gzip", "gzip, br"]);
});

test("a 403 is explained: something added a query parameter", () => {
  const answer = refusedByS3(canonical.replace("b=2", "b=2&utm=x"));
  assert.equal(explain(sent(), read(answer)).cause, "QueryAdded");
});

test("a 403 is explained whose message shows the canonical request: the server has another secret", () => {
  const { request, headers, canonical, string } = cases.find(({ id }) => id === "official/get-vanilla/header");
  const message = `${MISMATCH}\n\nThe Canonical String for this request should have been\n'${canonical}'\n\nThe String-to-Sign should have been\n'${string}'\n`;
  const sent = { ...request, headers: [...request.headers, ...Object.entries(headers)] };
  const answer = { code: "SignatureDoesNotMatch", message };
  assert.equal(explain(sent, answer).cause, "WrongSecret");
  assert.equal(explain({ ...sent, secret: "" }, answer).cause, "SecretOrSigner");
});

test("a 403 is explained that shows nothing: the signature tells of a space behind the secret", () => {
  const answer = { code: "SignatureDoesNotMatch", message: MISMATCH };
  const request = { ...sent({ secret: `${secret} ` }), id, secret };
  const { cause, sentence } = explain(request, answer);
  assert.equal(cause, "SecretAltered");
  assert.match(sentence, /a space behind it/);
  assert.equal(explain({ ...sent(), id, secret }, answer).cause, "NothingShown");
});
