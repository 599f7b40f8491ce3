// Calls of the page to the stand-ins; everything is relative to where the page is mounted.

export const TELEGRAM = "api";
export const WHATSAPP = "api/whatsapp";

export async function look(what, query = {}, base = TELEGRAM) {
  const answer = await fetch(`${base}/${what}?${new URLSearchParams(query)}`);
  if (!answer.ok) throw new Error(`${what}: ${answer.status}`);
  return answer.json();
}

export async function act(action, parameters = {}, base = TELEGRAM) {
  const answer = await fetch(`${base}/${action}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(parameters),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error || `${action}: ${answer.status}`);
  return body.result;
}

export function fileUrl(fileId) {
  return `api/file/${encodeURIComponent(fileId)}`;
}

export async function base64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(text);
}

export function listen(since, onEvent, onState, base = TELEGRAM) {
  const source = new EventSource(`${base}/events?since=${since}`);
  source.onopen = () => onState(true);
  source.onerror = () => onState(false);
  source.onmessage = (message) => onEvent(JSON.parse(message.data));
}
