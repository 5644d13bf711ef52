// aws4: signs what Node's http takes.
import aws4 from "aws4";
import { bodyOf, dateOf, demand, headersOf, presigned, serve, signed, targetOf, throughHttp } from "./protocol.mjs";

const credentialsOf = (c) => ({ accessKeyId: c.access_key_id, secretAccessKey: c.secret_access_key, sessionToken: c.session_token });
const optionsOf = (c, path, headers) => {
  demand(!c.rules, !["s3express", "iotdevicegateway"].includes(c.service));
  dateOf(c);
  // An empty one is none: it is guessed from the host.
  demand(c.service, c.region);
  const body = bodyOf(c);
  return { method: c.method, path, headers, service: c.service, region: c.region, ...(body.length ? { body } : {}) };
};

// It knows two spellings of its own headers.
const spelled = (headers) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [/^x-amz-(date|security-token|content-sha256)$/i.test(name) ? name.toLowerCase() : name, value]));

await serve({
  sign: (c) => {
    const given = spelled(headersOf(c));
    // The caller's own date is the time of signing.
    const dated = "x-amz-date" in given ? given : { ...given, "X-Amz-Date": c.timestamp };
    const { method, path, headers } = aws4.sign(optionsOf(c, targetOf(c), dated), credentialsOf(c));
    throughHttp(method, path, headers);
    return signed(c, headers, path);
  },
  presign: (c) => {
    const and = c.target.includes("?") ? "&" : "?";
    const target = `${targetOf(c)}${and}X-Amz-Date=${c.timestamp}&X-Amz-Expires=${c.expires_seconds}`;
    const { method, path, headers } = aws4.sign({ ...optionsOf(c, target, headersOf(c)), signQuery: true }, credentialsOf(c));
    throughHttp(method, path, headers);
    return presigned(path);
  },
});
