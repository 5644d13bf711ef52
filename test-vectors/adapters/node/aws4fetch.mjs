// aws4fetch: signs what fetch takes.
import { AwsV4Signer } from "aws4fetch";
import { bodyOf, demand, headersOf, hostOf, presigned, serve, signed } from "./protocol.mjs";

const signerOf = (c, target, signQuery) => {
  demand(!c.rules || Object.keys(c.rules).every((name) => name === "session_token"), c.service !== "s3express");
  const url = new URL(`https://${hostOf(c)}${target}`);
  // URL rewrites some targets on its own.
  demand(url.pathname + url.search === target, url.host === hostOf(c));
  const body = bodyOf(c);
  return new AwsV4Signer({
    method: c.method, url: url.toString(), headers: headersOf(c), body: body.length ? body : undefined, datetime: c.timestamp,
    accessKeyId: c.access_key_id, secretAccessKey: c.secret_access_key, sessionToken: c.session_token, service: c.service, region: c.region,
    signQuery, appendSessionToken: c.rules?.session_token === "appended" || undefined, allHeaders: signQuery,
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
