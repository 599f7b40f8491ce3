// A small map of pictures from the address that the operator set; nothing is loaded before it is opened.
"use strict";
const field = document.querySelector("#map"), SIZE = 256, CLOSEST = 18, WIDEST = 10;
const [south, west, north, east] = field.dataset.box.split(",").map(Number);
const view = { zoom: 13, x: 0, y: 0, pin: null };
const across = (longitude, zoom) => ((longitude + 180) / 360) * 2 ** zoom * SIZE;
const down = (latitude, zoom) => {
  const turn = Math.asinh(Math.tan((latitude * Math.PI) / 180));
  return ((1 - turn / Math.PI) / 2) * 2 ** zoom * SIZE;
};
const longitudeAt = (x, zoom) => (x / SIZE / 2 ** zoom) * 360 - 180;
const latitudeAt = (y, zoom) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / SIZE / 2 ** zoom))) * 180) / Math.PI;
function draw() {
  const { zoom } = view, width = field.clientWidth, height = field.clientHeight;
  const left = view.x - width / 2, top = view.y - height / 2, drawn = [];
  for (let x = Math.floor(left / SIZE); x * SIZE < left + width; x += 1) {
    for (let y = Math.floor(top / SIZE); y * SIZE < top + height; y += 1) {
      const image = document.createElement("img");
      image.alt = "";
      image.src = field.dataset.url.replace("{z}", zoom).replace("{x}", x).replace("{y}", y);
      image.style.left = `${x * SIZE - left}px`;
      image.style.top = `${y * SIZE - top}px`;
      drawn.push(image);
    }
  }
  if (view.pin) {
    const flag = document.createElement("div");
    flag.className = "flag";
    flag.style.left = `${across(view.pin[1], zoom) - left}px`;
    flag.style.top = `${down(view.pin[0], zoom) - top}px`;
    drawn.push(flag);
  }
  field.replaceChildren(...drawn);
}
function zoomBy(step) {
  const zoom = Math.min(CLOSEST, Math.max(WIDEST, view.zoom + step)), scale = 2 ** (zoom - view.zoom);
  view.x *= scale;
  view.y *= scale;
  view.zoom = zoom;
  draw();
}
function mark(x, y) {
  const place = [latitudeAt(view.y - field.clientHeight / 2 + y, view.zoom), longitudeAt(view.x - field.clientWidth / 2 + x, view.zoom)];
  view.pin = place;
  window.setPin(place[0].toFixed(6), place[1].toFixed(6));
  draw();
}
let held = null;
field.addEventListener("pointerdown", (event) => {
  held = { x: event.clientX, y: event.clientY, moved: false };
  field.setPointerCapture(event.pointerId);
});
field.addEventListener("pointermove", (event) => {
  if (!held) return;
  const dx = event.clientX - held.x, dy = event.clientY - held.y;
  if (!held.moved && Math.hypot(dx, dy) < 6) return;
  Object.assign(held, { x: event.clientX, y: event.clientY, moved: true });
  view.x -= dx;
  view.y -= dy;
  draw();
});
field.addEventListener("pointerup", (event) => {
  const edge = field.getBoundingClientRect();
  if (held && !held.moved) mark(event.clientX - edge.left, event.clientY - edge.top);
  held = null;
});
field.addEventListener("keydown", (event) => {
  const way = { ArrowLeft: [-40, 0], ArrowRight: [40, 0], ArrowUp: [0, -40], ArrowDown: [0, 40] }[event.key];
  if (way) { view.x += way[0]; view.y += way[1]; draw(); }
  else if (event.key === "Enter" || event.key === " ") mark(field.clientWidth / 2, field.clientHeight / 2);
  else if (event.key === "+" || event.key === "-") zoomBy(event.key === "+" ? 1 : -1);
  else return;
  event.preventDefault();
});
document.querySelector("#map-in").addEventListener("click", () => zoomBy(1));
document.querySelector("#map-out").addEventListener("click", () => zoomBy(-1));
field.closest("details").addEventListener("toggle", () => {
  if (!view.x) { view.x = across((west + east) / 2, view.zoom); view.y = down((south + north) / 2, view.zoom); }
  draw();
});
