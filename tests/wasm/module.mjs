// The WebAssembly module as two functions of texts.
import { readFileSync } from "node:fs";

// Without imports: what needs a clock, a file or anything else of its host is no such module.
const bytes = readFileSync(process.env.SIGFOUR_WASM);
const { instance } = await WebAssembly.instantiate(bytes, {});
const { memory, input, output, output_length, ...calls } = instance.exports;

function call(name, fields) {
  const text = new TextEncoder().encode(fields.join("\0"));
  const at = input(text.length);
  // A view of the memory is void once the module has made it grow: each is made anew.
  new Uint8Array(memory.buffer, at, text.length).set(text);
  const isFields = calls[name]();
  const answer = new TextDecoder().decode(new Uint8Array(memory.buffer, output(), output_length()));
  if (!isFields) throw new Error(answer);
  return answer.split("\0");
}

// The headers to set on the request: { authorization, "x-amz-date", ... }.
export function sign({ id, secret, service, region, date, method, target, body = "", headers }) {
  const signed = call("sign", [id, secret, service, region, date, method, target, body, ...headers.flat()]);
  return Object.fromEntries(signed.flatMap((name, n) => (n % 2 ? [] : [[name, signed[n + 1]]])));
}

export function explain({ id = "", secret = "", method, target, headers }, { code, message, canonical = "", string = "" }) {
  const fields = [id, secret, method, target, code, message, canonical, string, ...headers.flat()];
  const [cause, sentence, advice, signed, server] = call("explain", fields);
  return { cause, sentence, advice, signed, server };
}

export const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
