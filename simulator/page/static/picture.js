// Sample photos, drawn here, so that trying a photo needs no file at hand.

export const SCENES = [
  { id: "lamp", label: "sampleLamp" },
  { id: "hole", label: "sampleHole" },
  { id: "waste", label: "sampleWaste" },
];
export const EVIDENCE = { id: "fixed", label: "sampleFixed" };

const SKIES = { lamp: ["#16213a", "#3a4a6b"], hole: ["#bcd9e6", "#e9f1ee"], waste: ["#f2d6a8", "#f8ecd2"], fixed: ["#26355c", "#6a5a78"] };

function base(context, scene, width, height) {
  const sky = context.createLinearGradient(0, 0, 0, height * 0.6);
  SKIES[scene].forEach((colour, index) => sky.addColorStop(index, colour));
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  context.fillStyle = scene === "lamp" || scene === "fixed" ? "#22303a" : "#8aa27c";
  context.beginPath();
  context.moveTo(0, height * 0.55);
  for (let x = 0; x <= width; x += 40) context.lineTo(x, height * (0.5 + 0.05 * Math.sin(x / 90)));
  context.lineTo(width, height);
  context.lineTo(0, height);
  context.fill();
  context.fillStyle = "#4b4f52";
  context.beginPath();
  context.moveTo(width * 0.36, height * 0.55);
  context.lineTo(width * 0.6, height * 0.55);
  context.lineTo(width, height);
  context.lineTo(width * 0.02, height);
  context.fill();
  context.strokeStyle = "#d9d2bd";
  context.lineWidth = 7;
  context.setLineDash([26, 22]);
  context.beginPath();
  context.moveTo(width * 0.48, height * 0.57);
  context.lineTo(width * 0.5, height);
  context.stroke();
  context.setLineDash([]);
}

function lamp(context, width, height, lit) {
  context.strokeStyle = "#8b9499";
  context.lineWidth = 11;
  context.beginPath();
  context.moveTo(width * 0.78, height * 0.86);
  context.lineTo(width * 0.78, height * 0.2);
  context.lineTo(width * 0.64, height * 0.16);
  context.stroke();
  if (lit) {
    const glow = context.createRadialGradient(width * 0.64, height * 0.18, 6, width * 0.62, height * 0.4, height * 0.6);
    glow.addColorStop(0, "rgba(255,236,170,.95)");
    glow.addColorStop(1, "rgba(255,236,170,0)");
    context.fillStyle = glow;
    context.fillRect(0, 0, width, height);
  }
  context.fillStyle = lit ? "#fff3c4" : "#2a2f36";
  context.fillRect(width * 0.6, height * 0.145, width * 0.07, height * 0.04);
}

function hole(context, width, height) {
  context.fillStyle = "#2c2a28";
  context.beginPath();
  context.ellipse(width * 0.5, height * 0.82, width * 0.19, height * 0.075, 0.1, 0, Math.PI * 2);
  context.fill();
  context.fillStyle = "#7d94a0";
  context.beginPath();
  context.ellipse(width * 0.51, height * 0.83, width * 0.14, height * 0.045, 0.1, 0, Math.PI * 2);
  context.fill();
}

function waste(context, width, height) {
  const colours = ["#2f3b46", "#4c6b4a", "#8a5a44", "#35506e", "#c9b27c", "#6d3a3a"];
  for (let index = 0; index < 34; index += 1) {
    const spread = ((index * 73) % 100) / 100;
    context.fillStyle = colours[index % colours.length];
    context.beginPath();
    context.ellipse(width * (0.2 + 0.5 * spread), height * (0.86 - 0.24 * Math.sin(spread * 3.1) * ((index % 5) / 5)), 42, 30, index, 0, Math.PI * 2);
    context.fill();
  }
}

/** Draw a scene and give it as a JPEG blob; `stamp` makes two photos of one scene differ. */
export function picture(scene, stamp) {
  const canvas = document.createElement("canvas");
  canvas.width = 960;
  canvas.height = 720;
  const context = canvas.getContext("2d");
  base(context, scene, canvas.width, canvas.height);
  if (scene === "lamp" || scene === "fixed") lamp(context, canvas.width, canvas.height, scene === "fixed");
  if (scene === "hole") hole(context, canvas.width, canvas.height);
  if (scene === "waste") waste(context, canvas.width, canvas.height);
  context.fillStyle = "rgba(255,255,255,.85)";
  context.font = "22px sans-serif";
  context.fillText(stamp, 18, canvas.height - 20);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.86));
}
