// What makes the form pleasant; without it everything works the same way.
"use strict";
document.documentElement.classList.add("scripted");
const one = (pick, inside = document) => inside.querySelector(pick);
const all = (pick, inside = document) => [...inside.querySelectorAll(pick)];
const make = (name, values = {}) => Object.assign(document.createElement(name), values);
const LONGEST_SIDE = 2048, LARGE_BYTES = 1.2e6, NEWS_SECONDS = 20;

one("#problems")?.focus();
all("main form:not(.first) textarea").forEach((area) => area.classList.add("grows"));

// --- photos: previews, one way to add and to remove, smaller before they travel
class Photos {
  constructor(field) {
    this.field = field;
    this.input = one("input[type=file]", field);
    this.list = one(".previews", field);
    this.said = one("[role=status]", field);
    this.files = [];
    const label = one("label", field);
    label.after(make("label", { className: "pick", htmlFor: this.input.id, textContent: field.dataset.add }));
    field.insertBefore(this.input, one(".pick", field));
    this.input.addEventListener("change", () => this.add([...this.input.files]));
  }
  add(chosen) {
    const most = Number(this.field.dataset.photos), room = most - this.files.length;
    this.said.textContent = chosen.length > room ? this.field.dataset.many : "";
    this.files.push(...chosen.slice(0, room));
    this.input.value = "";
    this.show();
  }
  show() {
    all("img", this.list).forEach((image) => URL.revokeObjectURL(image.src));
    this.list.replaceChildren(...this.files.map((file, place) => {
      const item = make("li"), image = make("img", { src: URL.createObjectURL(file), alt: file.name });
      const away = make("button", { type: "button", textContent: "✕" });
      away.setAttribute("aria-label", this.field.dataset.remove.replace("#", place + 1));
      away.addEventListener("click", () => { this.files.splice(place, 1); this.show(); this.input.focus(); });
      item.append(image, away);
      return item;
    }));
    this.list.hidden = !this.files.length;
  }
}
// A picture that is drawn anew has lost when and where it was taken: where that may be kept, its notes go along, upright.
async function notesOf(file) {
  const view = new DataView(await file.slice(0, 262144).arrayBuffer());
  for (let at = 2; at + 10 < view.byteLength && view.getUint8(at) === 0xff && view.getUint8(at + 1) !== 0xda; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint8(at + 1) !== 0xe1 || view.getUint32(at + 4) !== 0x45786966) continue;
    const tiff = at + 10, little = view.getUint16(tiff) === 0x4949, list = tiff + view.getUint32(tiff + 4, little);
    for (let n = view.getUint16(list, little), entry = list + 2; n > 0; n -= 1, entry += 12) {
      if (view.getUint16(entry, little) === 0x112) view.setUint16(entry + 8, 1, little);
    }
    return view.buffer.slice(at, at + 2 + view.getUint16(at + 2));
  }
  return new ArrayBuffer(0);
}
async function smaller(file, keepsNotes) {
  if (file.size < LARGE_BYTES || !/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
    const sheet = make("canvas", { width: image.width * scale, height: image.height * scale });
    sheet.getContext("2d").drawImage(image, 0, 0, sheet.width, sheet.height);
    const blob = await new Promise((done) => sheet.toBlob(done, "image/jpeg", 0.86));
    const notes = keepsNotes && file.type === "image/jpeg" ? [blob.slice(0, 2), await notesOf(file), blob.slice(2)] : [blob];
    return blob.size < file.size ? new File(notes, file.name, { type: "image/jpeg" }) : file;
  } catch { return file; }
}
const photos = all(".photos").map((field) => new Photos(field));

// --- sending with progress; nothing is lost when the network goes
all("form[data-send]").forEach((form) => form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = one("button.main", form), bar = one(".sending", form), words = one("span", bar);
  if (button.disabled) return;
  button.disabled = true;
  bar.hidden = false;
  words.textContent = form.dataset.sending;
  const data = new FormData(form);
  data.delete("photos");
  for (const file of photos.find((found) => form.contains(found.field))?.files ?? []) {
    data.append("photos", await smaller(file, Boolean(one("[name=origins]:checked", form))), file.name);
  }
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html, application/problem+json");
  request.upload.addEventListener("progress", (step) => {
    const percent = Math.round((100 * step.loaded) / step.total);
    one("progress", bar).value = percent;
    words.textContent = form.dataset.percent.replace("#", percent);
  });
  const failed = (text) => {
    button.disabled = false;
    one("progress", bar).value = 0;
    words.textContent = text;
  };
  request.addEventListener("error", () => failed(form.dataset.failed));
  request.addEventListener("load", () => {
    if (request.status < 400) return location.assign(request.responseURL);
    let said = form.dataset.failed;
    try { said = JSON.parse(request.responseText).detail || said; } catch { /* a page, not a problem */ }
    failed(said);
  });
  request.send(data);
}));
all("form:not([data-send])[method=post]").forEach((form) => form.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
}));
addEventListener("pageshow", () => all("form").forEach((form) => delete form.dataset.sent));

// --- the list and the tile map say the same
const area = one("#area"), tiles = all(".tiles input");
const same = () => tiles.forEach((tile) => { tile.checked = tile.value === area.value; });
if (area && tiles.length) {
  same();
  area.addEventListener("change", same);
  tiles.forEach((tile) => tile.addEventListener("change", () => { area.value = tile.value; }));
  one(".tiles").addEventListener("toggle", () => one(".tiles :checked")?.closest("label").scrollIntoView({ block: "nearest", inline: "center" }));
}

// --- a position, only when it is asked for
const pin = one(".pin");
window.setPin = (latitude, longitude) => {
  one("[name=lat]").value = latitude ?? "";
  one("[name=lon]").value = longitude ?? "";
  one("#unpin").hidden = latitude == null;
  one("[role=status]", pin).textContent = latitude == null ? "" : pin.dataset.set;
};
if (pin && "geolocation" in navigator) {
  pin.hidden = false;
  if (one("[name=lat]").value) window.setPin(one("[name=lat]").value, one("[name=lon]").value);
  one("#unpin").addEventListener("click", () => window.setPin(null, null));
  one("#locate").addEventListener("click", () => navigator.geolocation.getCurrentPosition(
    ({ coords }) => window.setPin(coords.latitude.toFixed(6), coords.longitude.toFixed(6)),
    () => { one("[role=status]", pin).textContent = pin.dataset.refused; },
    { enableHighAccuracy: true, timeout: 15000 },
  ));
}

// --- small comforts of the private page
all("[data-copy]").forEach((button) => {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });
});
all("[data-print]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => print()); });
const talk = one("#talk[data-url]");
if (talk) setInterval(async () => {
  if (document.hidden) return;
  try {
    const { count } = await (await fetch(talk.dataset.url)).json();
    const link = one(".news a");
    if (count > Number(talk.dataset.count)) { link.textContent = link.dataset.news; link.classList.add("fresh"); }
  } catch { /* the next look may reach it */ }
}, NEWS_SECONDS * 1000);
