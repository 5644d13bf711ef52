// Of the test vectors, the requests to sign that need no session token and no rules but their service's own.
import { readFileSync } from "node:fs";

const FILES = ["official", "docs", "path", "path_s3", "query", "headers", "payload"];
const folder = new URL("../../test-vectors/", import.meta.url);
const isText = (text) => typeof text === "string" && !text.includes("\0");

function* all() {
  for (const file of FILES) {
    const { groups } = JSON.parse(readFileSync(new URL(`${file}.json`, folder), "utf8"));
    for (const { op, shared, cases } of groups) {
      for (const one of cases) yield { op, ...one, input: { ...shared, ...one.input } };
    }
  }
}

function request(input) {
  const { access_key_id: id, secret_access_key: secret, service, region, timestamp: date, method, target, headers } = input;
  const body = Buffer.from(input.body, "base64").toString();
  return { id, secret, service, region, date, method, target, headers, body };
}

// [{ id, request, headers, canonical, string }]: headers are those that AWS or two other implementations make.
export const cases = [...all()]
  .filter(({ op, result, expected }) => op === "sign" && result === "valid" && expected.headers)
  .filter(({ input }) => !("session_token" in input || "rules" in input))
  .map(({ id, input, expected }) => ({
    id,
    isBodyText: Buffer.from(Buffer.from(input.body, "base64").toString()).toString("base64") === input.body,
    request: request(input),
    headers: Object.fromEntries(expected.headers),
    canonical: expected.canonical_request,
    string: expected.string_to_sign,
  }))
  .filter(({ request, isBodyText }) => isBodyText && [request.target, request.body, ...request.headers.flat()].every(isText));
