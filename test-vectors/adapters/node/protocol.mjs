// What the adapters share: the loop over lines, and the request as a user of the library has it.
import http from "node:http";
import { createInterface } from "node:readline";
import { Duplex } from "node:stream";

export class Unsupported extends Error {}

export const demand = (...holds) => {
  if (!holds.every(Boolean)) throw new Unsupported();
};

// Headers for a library that takes a name once.
export const headersOf = (c) => {
  const names = c.headers.map(([name]) => name.toLowerCase());
  demand(new Set(names).size === names.length);
  return Object.fromEntries(c.headers);
};

// The path and the query. What is no ASCII, has a space or is no path is no target.
export const targetOf = (c) => {
  demand(/^($|[/?])[\x00-\x1f\x21-\x7f]*$/.test(c.target));
  return c.target;
};

// For libraries that take a URL: it has a host.
export const hostOf = (c) => {
  const host = c.headers.find(([name]) => name.toLowerCase() === "host")?.[1].trim();
  demand(host);
  return host;
};

export const bodyOf = (c) => Buffer.from(c.body ?? "", "base64");

// No clock shows what is no time.
export const dateOf = (c) => {
  const date = new Date(c.timestamp.replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z"));
  demand(!Number.isNaN(date.getTime()) && date.toISOString().replace(/[-:]|\.000/g, "") === c.timestamp);
  return date;
};

// What Node's HTTP client refuses is refused; nothing is sent.
export const throughHttp = (method, path, headers) => {
  const nowhere = () => new Duplex({ read() {}, write: (chunk, encoding, done) => done() });
  const request = http.request({ method, path: path || "/", headers, host: "localhost", createConnection: nowhere });
  request.on("error", () => {});
  request.destroy();
};

// The headers that the library added to those of the caller, or changed.
export const signed = (c, headers, target) => {
  const given = new Set(c.headers.map(([name, value]) => `${name.toLowerCase()}:${value}`));
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  const added = texts.filter(([name, value]) => !given.has(`${name.toLowerCase()}:${value}`));
  const authorization = added.find(([name]) => name.toLowerCase() === "authorization")[1];
  const members = Object.fromEntries(
    authorization.slice(authorization.indexOf(" ") + 1).split(",").map((member) => {
      const at = member.indexOf("=");
      return [member.slice(0, at).trim(), member.slice(at + 1)];
    }),
  );
  return { headers: added, authorization, signature: members.Signature, signed_headers: members.SignedHeaders, ...(target && { target }) };
};

export const presigned = (target) => ({ target, signature: /X-Amz-Signature=([0-9a-f]*)/.exec(target)[1] });

export const serve = async (ops) => {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const request = JSON.parse(line);
    let answer = { unsupported: true };
    try {
      if (ops[request.op]) answer = await ops[request.op](request);
    } catch (error) {
      if (!(error instanceof Unsupported)) answer = { error: { code: error.name, message: error.message } };
    }
    console.log(JSON.stringify({ id: request.id, ...answer }));
  }
};
