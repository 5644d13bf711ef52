// aws4: signs what Node's http takes.
import aws4 from "aws4";
import { bodyOf, demand, headersOf, presigned, serve, signed } from "./protocol.mjs";

const credentialsOf = (c) => ({ accessKeyId: c.access_key_id, secretAccessKey: c.secret_access_key, sessionToken: c.session_token });
const optionsOf = (c, path, headers) => {
  demand(!c.rules, !["s3express", "iotdevicegateway"].includes(c.service));
  const body = bodyOf(c);
  return { method: c.method, path, headers, service: c.service, region: c.region, ...(body.length ? { body } : {}) };
};

await serve({
  sign: (c) => {
    const given = headersOf(c);
    const hasDate = Object.keys(given).some((name) => name.toLowerCase() === "x-amz-date");
    const options = optionsOf(c, c.target, hasDate ? given : { ...given, "X-Amz-Date": c.timestamp });
    return signed(c, aws4.sign(options, credentialsOf(c)).headers);
  },
  presign: (c) => {
    const and = c.target.includes("?") ? "&" : "?";
    const target = `${c.target}${and}X-Amz-Date=${c.timestamp}&X-Amz-Expires=${c.expires_seconds}`;
    return presigned(aws4.sign({ ...optionsOf(c, target, headersOf(c)), signQuery: true }, credentialsOf(c)).path);
  },
});
