// @smithy/signature-v4: the signer of the AWS SDK for JavaScript, version 3.
import { Sha256 } from "@aws-crypto/sha256-js";
import { getSigningKey, SignatureV4 } from "@smithy/signature-v4";
import { bodyOf, dateOf, demand, headersOf, hostOf, presigned, serve, signed, targetOf, throughHttp } from "./protocol.mjs";

const S3_KIN = new Set(["s3", "s3-outposts", "s3-object-lambda"]);
const escape = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

// The query as the SDK has it: decoded, by name.
const bagOf = (query) => {
  // Without a prototype, "__proto__" is a name like any other.
  const bag = Object.create(null);
  for (const pair of query.split("&").filter(Boolean)) {
    const at = pair.indexOf("=");
    let name, value;
    try {
      name = decodeURIComponent(at < 0 ? pair : pair.slice(0, at));
      value = at < 0 ? "" : decodeURIComponent(pair.slice(at + 1));
    } catch {
      // What is no UTF-8 is no text.
      demand(false);
    }
    if (Object.hasOwn(bag, name)) bag[name] = [].concat(bag[name], value);
    else bag[name] = value;
  }
  return bag;
};

const requestOf = (c) => {
  const [, path, query] = /^([^?]*)\??(.*)$/s.exec(targetOf(c));
  const [hostname, port] = hostOf(c).split(/:(?=\d+$)/);
  return {
    method: c.method, protocol: "https:", hostname, port: port && Number(port), path: path || "/", query: bagOf(query),
    headers: headersOf(c), body: bodyOf(c),
  };
};

const signerOf = (c) => {
  demand(c.service !== "s3express", c.service !== "iotdevicegateway");
  const isS3 = S3_KIN.has(c.service);
  const { content_sha256_header: tell = isS3 && c.op === "sign", double_encode: twice = !isS3, ...others } = c.rules ?? {};
  demand(Object.keys(others).length === 0);
  return new SignatureV4({
    credentials: { accessKeyId: c.access_key_id, secretAccessKey: c.secret_access_key, sessionToken: c.session_token },
    region: c.region, service: c.service, sha256: Sha256, uriEscapePath: twice, applyChecksum: tell,
  });
};

await serve({
  derive_key: async (c) => {
    const credentials = { accessKeyId: "", secretAccessKey: c.secret_access_key };
    const key = await getSigningKey(Sha256, credentials, c.date, c.region, c.service);
    return { signing_key: Buffer.from(key).toString("hex") };
  },
  sign: async (c) => {
    const { headers } = await signerOf(c).sign(requestOf(c), { signingDate: dateOf(c) });
    throughHttp(c.method, c.target, headers);
    return signed(c, headers);
  },
  presign: async (c) => {
    const request = requestOf(c);
    throughHttp(c.method, c.target, request.headers);
    if (S3_KIN.has(c.service)) request.headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
    const names = new Set(Object.keys(request.headers).map((name) => name.toLowerCase()));
    const options = { signingDate: dateOf(c), expiresIn: c.expires_seconds, unhoistableHeaders: names, unsignableHeaders: new Set(["x-amz-content-sha256"]) };
    const { path, query } = await signerOf(c).presign(request, options);
    const pairs = Object.entries(query).flatMap(([name, values]) => [].concat(values).map((value) => `${escape(name)}=${escape(value)}`));
    return presigned(`${path}?${pairs.join("&")}`);
  },
});
