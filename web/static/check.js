// Checks a receipt in this browser alone: signature (RFC 8032), tree of its day (RFC 9162), row of days. Nothing is sent.
"use strict";
const one = (pick) => document.querySelector(pick);
const box = one("#offline"), list = one("#offline ul");
const said = (name, values = {}) => box.dataset[name].replace(/\{(\w+)\}/g, (_whole, key) => values[key] ?? "");
const SLIP = /KANAL1\.([A-Z]{2,8}-\d{2}-\d+-\d)\.(\d{8}T\d{6}Z)\.([0-9a-f]{8})\.([\w-]{43})\.([\w-]{22})\.([\w-]{86})/;
const utf8 = (text) => new TextEncoder().encode(text);
const sha = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer()));
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const unbase = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const canonical = (value) =>
  `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${JSON.stringify(value[key])}`).join(",")}}`;
const messageOf = (kind, value) => utf8(`kanal:${kind}:v1\n${canonical(value)}`);
const bodyOf = ({ signature, ...body }) => body;
const nextDay = (day) => new Date(Date.parse(day) + 864e5).toISOString().slice(0, 10);

async function isSigned(part, message, signature) {
  if (!part) return false;
  const key = await crypto.subtle.importKey("raw", part, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, unbase(signature), message);
}

// What can be believed: the key that the reader named, else the first one, and what hangs on it by signatures.
async function trusted(keys, pinned) {
  const parts = new Map(), found = new Map();
  const nameOf = async (part) => hex(await sha(part)).slice(0, 8);
  for (const key of keys) if ((await nameOf(unbase(key.public))) === key.id) parts.set(key.id, unbase(key.public));
  if (pinned.length) found.set(await nameOf(pinned), pinned);
  else if (parts.size) found.set(...parts.entries().next().value);
  for (const _round of keys) {
    for (const key of keys) {
      const vouched = found.get(key.before);
      const body = { key: key.id, public: key.public, before: key.before ?? "" };
      if (parts.has(key.id) && vouched && (await isSigned(vouched, messageOf("key", body), key.signature))) {
        found.set(key.id, parts.get(key.id));
      }
    }
  }
  return found;
}

async function rootOf(leaves) {
  let level = leaves.map(unhex);
  if (!level.length) return hex(await sha());
  while (level.length > 1) {
    const pairs = [];
    for (let place = 0; place < level.length; place += 2) {
      const [left, right] = level.slice(place, place + 2);
      pairs.push(right ? await sha(Uint8Array.of(1), left, right) : left);
    }
    level = pairs;
  }
  return hex(level[0]);
}

async function isWhole(day, before, keys) {
  const { root, leaves } = day;
  const inOrder = leaves.every((leaf, place) => !place || leaves[place - 1] < leaf);
  if (!inOrder || leaves.length !== root.size || (await rootOf(leaves)) !== root.root) return false;
  if (!(await isSigned(keys.get(root.key), messageOf("root", bodyOf(root)), root.signature))) return false;
  if (!before) return true;
  const follows = root.number === before.number + 1 && root.day === nextDay(before.day);
  return follows && root.previous === hex(await sha(messageOf("root", bodyOf(before))));
}

async function check(text, words, files, pinned) {
  const found = SLIP.exec(text.replace(/\s+/g, ""));
  if (!found) return { verdict: "noSlip", lines: [] };
  const [number, at, key, digest, salt, signature] = found.slice(1), lines = [];
  const days = files.sort((first, second) => (first.root.day < second.root.day ? -1 : 1));
  const known = new Map(days.flatMap((day) => day.keys).map((one) => [one.id, one]));
  const keys = await trusted([...known.values()].sort((a, b) => (a.since < b.since ? -1 : 1)), pinned);
  const message = messageOf("slip", { number, at, key, words: digest });
  const signed = !keys.has(key) ? "Unknown" : (await isSigned(keys.get(key), message, signature)) ? "Right" : "Wrong";
  lines.push(said(`signature${signed}`, { mark: key }));
  const leaf = hex(await sha(Uint8Array.of(0), message));
  const moment = at.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, "$1-$2-$3T$4:$5:$6.000Z");
  let rooted = "Open", name = "", broken = false;
  for (const [place, day] of days.entries()) {
    if (!(await isWhole(day, days[place - 1]?.root, keys))) {
      broken = true;
      lines.push(said("broken", { day: day.root.day }));
    }
    if (moment < day.root.until && rooted !== "Found") {
      rooted = day.leaves.includes(leaf) ? "Found" : "Absent";
      name = day.root.day;
    }
  }
  lines.splice(1, 0, said(`root${rooted}`, { day: name }));
  let worded = "";
  if (words.trim()) {
    const plain = words.normalize("NFC").trim().split(/\s+/).join(" ");
    const own = hex(await sha(messageOf("words", { number, salt, words: plain })));
    worded = own === hex(unbase(digest)) ? "Right" : "Wrong";
    lines.push(said(`words${worded}`));
  }
  const wrong = signed === "Wrong" || rooted === "Absent" || worded === "Wrong" || broken;
  return { verdict: wrong ? "wrong" : signed === "Right" && rooted === "Found" ? "right" : "open", lines };
}

async function answer() {
  const chosen = [...one("#days").files];
  try {
    const files = await Promise.all(chosen.map(async (file) => JSON.parse(await file.text())));
    return await check(one("#slip").value, one("#words").value, files, unbase(one("#pinned").value.trim()));
  } catch (trouble) {
    return { verdict: trouble.name === "NotSupportedError" ? "cannot" : "unread", lines: [] };
  }
}

if (box && crypto.subtle) {
  box.hidden = false;
  one("#offline button").addEventListener("click", async () => {
    const { verdict, lines } = await answer();
    list.replaceChildren(
      ...[said(verdict), ...lines].map((text) => Object.assign(document.createElement("li"), { textContent: text })),
    );
    list.dataset.verdict = verdict;
  });
}
