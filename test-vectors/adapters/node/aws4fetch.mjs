// aws4fetch: signs what fetch takes.
import { AwsV4Signer } from "aws4fetch";
import { bodyOf, dateOf, demand, headersOf, hostOf, presigned, serve, signed, targetOf } from "./protocol.mjs";

const signerOf = (c, target, signQuery) => {
  demand(!c.rules || Object.keys(c.rules).every((name) => name === "session_token"), c.service !== "s3express");
  dateOf(c);
  // An empty one is none: it is guessed from the host.
  demand(c.service, c.region);
  const url = new URL(`https://${hostOf(c)}${targetOf(c)}`);
  // URL rewrites some targets and hosts on its own, and fetch some methods.
  demand(url.pathname + url.search === c.target, url.host === hostOf(c));
  demand(new Request(url, { method: c.method }).method === c.method);
  const appended = c.rules?.session_token === "appended" || c.service === "iotdevicegateway";
  // What it appends, it appends to a query.
  demand(!appended || signQuery);
  const body = bodyOf(c);
  return new AwsV4Signer({
    method: c.method, url: `https://${hostOf(c)}${target}`, headers: headersOf(c), body: body.length ? body : undefined, datetime: c.timestamp,
    accessKeyId: c.access_key_id, secretAccessKey: c.secret_access_key, sessionToken: c.session_token, service: c.service, region: c.region,
    signQuery, appendSessionToken: appended || undefined, allHeaders: signQuery,
  });
};

await serve({
  sign: async (c) => signed(c, Object.fromEntries((await signerOf(c, c.target, false).sign()).headers)),
  presign: async (c) => {
    const and = c.target.includes("?") ? "&" : "?";
    const { url } = await signerOf(c, `${c.target}${and}X-Amz-Expires=${c.expires_seconds}`, true).sign();
    return presigned(url.pathname + url.search);
  },
});
