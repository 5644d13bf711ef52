// What the adapters share: the loop over lines, and the request as a user of the library has it.
import { createInterface } from "node:readline";

export class Unsupported extends Error {}

export const demand = (...holds) => {
  if (!holds.every(Boolean)) throw new Unsupported();
};

// Headers for a library that takes a name once.
export const headersOf = (c) => {
  const names = c.headers.map(([name]) => name.toLowerCase());
  demand(new Set(names).size === names.length);
  // What is no ASCII, or has a space, is no target.
  demand(/^[\x21-\x7e]*$/.test(c.target));
  return Object.fromEntries(c.headers);
};

export const hostOf = (c) => c.headers.find(([name]) => name.toLowerCase() === "host")?.[1].trim();

export const bodyOf = (c) => Buffer.from(c.body ?? "", "base64");

// The headers that the library added to those of the caller, or changed.
export const signed = (c, headers) => {
  const given = new Set(c.headers.map(([name, value]) => `${name.toLowerCase()}:${value.trim()}`));
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  const added = texts.filter(([name, value]) => !given.has(`${name.toLowerCase()}:${value.trim()}`));
  const authorization = added.find(([name]) => name.toLowerCase() === "authorization")[1];
  const members = Object.fromEntries(
    authorization.slice(authorization.indexOf(" ") + 1).split(",").map((member) => {
      const at = member.indexOf("=");
      return [member.slice(0, at).trim(), member.slice(at + 1)];
    }),
  );
  return { headers: added, authorization, signature: members.Signature, signed_headers: members.SignedHeaders };
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
