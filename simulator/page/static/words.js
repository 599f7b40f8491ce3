// The page's own words in Indonesian and English. What is said inside the chats is the bridge's and stays as it is.

export const WORDS = {
  id: {
    title: "Kanal: coba sendiri", skip: "Langsung ke kotak pesan", switch: "English", switchTo: "en",
    tagline: "Warga mengadu lewat chat biasa, petugas menjawab dari satu grup.",
    connecting: "Menyambung…", connected: "Tersambung", again: "Menyambung lagi…",
    guide: "Coba sendiri", progress: "{done} dari {all}", next: "Berikutnya", go: "Antar saya", stepDone: "sudah",
    sides: "Sisi yang ditampilkan", citizenSide: "Warga", groupSide: "Petugas",
    phone: "Ponsel warga", citizens: "Warga", addCitizen: "+ Warga", botNote: "bot layanan pengaduan",
    numberNote: "nomor layanan pengaduan", openUntil: "boleh membalas s.d. {until}", windowClosed: "jendela 24 jam tertutup",
    typing: "sedang mengetik…", citizenLog: "Percakapan warga dengan Kanal", samples: "Contoh pesan", replyKeys: "Tombol balasan",
    citizenWrite: "Tulis pesan sebagai warga", write: "Tulis pesan…", attach: "Lampirkan", send: "Kirim", sendGroup: "Kirim ke grup",
    citizenPhoto: "Pilih foto warga", groupPhoto: "Pilih foto petugas", upload: "Unggah foto…",
    citizenEmpty: "Belum ada pesan. Anda warga:\npilih satu contoh, atau tulis sendiri.",
    group: "Grup petugas", groupSub: "grup Telegram · satu topik per dinas", actor: "Anda sebagai", topics: "Topik", topicRoom: "Isi topik",
    groupLog: "Pesan dalam topik", groupEmpty: "Belum ada pesan di topik ini.",
    firstEmpty: "Belum ada laporan.\nKartu laporan warga muncul di sini.",
    privateEmpty: "Belum ada pesan pribadi untuk {name}. Pesan yang tidak boleh dibaca seluruh grup datang ke sini.",
    privateNews: "🔒 Kanal menulis pribadi ke {name}. Buka", privateTab: "Pribadi · {name}", general: "Umum", topicClosed: "(ditutup)",
    groupWrite: "Tulis pesan sebagai petugas", writeTopic: "Tulis di topik ini…", writePrivate: "Tulis ke Kanal…", writeReply: "Tulis balasan…",
    replyingTo: "Membalas {name}: {what}", cancelReply: "Batal membalas", reply: "Balas", replyMessage: "Balas pesan {name}: {what}",
    onlySeenBy: "hanya dilihat {name}", cannot: "Tidak bisa: {why}", cannotStart: "Halaman tidak bisa dimulai: {why}",
    alert: "Pesan dari Kanal", ok: "Baik", openPrivate: "Buka chat pribadi", choices: "Pilihan", close: "Tutup", newCitizen: "Warga baru", name: "Nama", app: "Aplikasi pesan",
    cancel: "Batal", add: "Tambah", unread: "{count} belum dibaca", more: "Selengkapnya", less: "Lebih ringkas",
    photo: "Foto", photoFrom: "Foto dari {name}", photoWith: "Foto: {words}", location: "Lokasi", attachment: "Lampiran", document: "Dokumen",
    voice: "Pesan suara", video: "Video", sticker: "Stiker", forwarded: "Diteruskan", deleted: "Pesan ini dihapus", unsupported: "({what}: tidak didukung)",
    edited: "diubah {time}", sent: "Terkirim", delivered: "Sampai", read: "Dibaca", chosen: "dipilih", buttons: "Tombol pesan",
    topicMade: "Topik “{name}” dibuat", topicRenamed: "Topik berganti nama menjadi “{name}”", topicShut: "Topik ditutup", topicOpened: "Topik dibuka kembali",
    joined: "{name} bergabung", left: "{name} keluar", supergroup: "Grup ini menjadi supergrup",
    sampleLamp: "Contoh foto: lampu jalan mati", sampleHole: "Contoh foto: jalan berlubang", sampleWaste: "Contoh foto: sampah menumpuk", sampleFixed: "Contoh foto: bukti perbaikan",
    sendPlace: "Kirim lokasi: {place}",
    step_report: "Warga mengadu", hint_report: "Di ponsel, pilih satu contoh lalu jawab pertanyaannya sampai dapat nomor.",
    step_verify: "Koordinator memeriksa", hint_verify: "Kartunya masuk ke grup, di topik Verifikasi. Sebagai koordinator, tekan Verifikasi.",
    step_dispose: "Diteruskan ke dinas", hint_dispose: "Masih sebagai koordinator: tekan Disposisi, lalu pilih dinasnya.",
    step_claim: "Petugas mengambil", hint_claim: "Kartu pindah ke topik dinas. Sebagai petugas dinas itu, tekan Ambil.",
    step_talk: "Petugas bertanya", hint_talk: "Tekan Tanya pelapor, tulis pertanyaannya, lalu jawab sebagai warga.",
    step_finish: "Selesai dengan bukti", hint_finish: "Tekan Selesai, tulis apa yang dikerjakan, lampirkan foto lewat +.",
    step_judge: "Warga memutuskan", hint_judge: "Di ponsel: sudah beres atau belum? Yang menutup laporan adalah warga.",
    step_all: "Begitu satu laporan berjalan", hint_all: "Coba juga: “Belum beres”, pilihan Rahasia, “kebakaran di pasar”, atau bertindak sebagai orang tak terdaftar.",
  },
  en: {
    title: "Kanal: try it", skip: "Go to the message box", switch: "Bahasa Indonesia", switchTo: "id",
    tagline: "Citizens complain in an ordinary chat, officials answer from one group.",
    connecting: "Connecting…", connected: "Connected", again: "Connecting again…",
    guide: "Try it", progress: "{done} of {all}", next: "Next", go: "Take me there", stepDone: "done",
    sides: "Which side is shown", citizenSide: "Citizen", groupSide: "Officials",
    phone: "The citizen's phone", citizens: "Citizens", addCitizen: "+ Citizen", botNote: "complaint service bot",
    numberNote: "complaint service number", openUntil: "may reply until {until}", windowClosed: "24-hour window closed",
    typing: "typing…", citizenLog: "The citizen's chat with Kanal", samples: "Sample messages", replyKeys: "Reply buttons",
    citizenWrite: "Write as the citizen", write: "Write a message…", attach: "Attach", send: "Send", sendGroup: "Send to the group",
    citizenPhoto: "Choose a citizen's photo", groupPhoto: "Choose an official's photo", upload: "Upload a photo…",
    citizenEmpty: "No messages yet. You are the citizen:\npick an example, or use your own words.",
    group: "Officials' group", groupSub: "Telegram group · one topic per office", actor: "You are", topics: "Topics", topicRoom: "The topic",
    groupLog: "Messages in the topic", groupEmpty: "No messages in this topic yet.",
    firstEmpty: "No reports yet.\nThe cards of citizens' reports appear here.",
    privateEmpty: "No private messages for {name} yet. What the whole group must not read comes here.",
    privateNews: "🔒 Kanal wrote to {name} in private. Open", privateTab: "Private · {name}", general: "General", topicClosed: "(closed)",
    groupWrite: "Write as the official", writeTopic: "Write in this topic…", writePrivate: "Write to Kanal…", writeReply: "Write the reply…",
    replyingTo: "Replying to {name}: {what}", cancelReply: "Stop replying", reply: "Reply", replyMessage: "Reply to {name}: {what}",
    onlySeenBy: "seen by {name} only", cannot: "Not possible: {why}", cannotStart: "The page could not start: {why}",
    alert: "A message from Kanal", ok: "OK", openPrivate: "Open the private chat", choices: "Choices", close: "Close", newCitizen: "New citizen", name: "Name", app: "Messaging app",
    cancel: "Cancel", add: "Add", unread: "{count} unread", more: "Show all", less: "Show less",
    photo: "Photo", photoFrom: "Photo from {name}", photoWith: "Photo: {words}", location: "Location", attachment: "Attachment", document: "Document",
    voice: "Voice message", video: "Video", sticker: "Sticker", forwarded: "Forwarded", deleted: "This message was deleted", unsupported: "({what}: not supported)",
    edited: "edited {time}", sent: "Sent", delivered: "Delivered", read: "Read", chosen: "chosen", buttons: "Buttons of the message",
    topicMade: "Topic “{name}” created", topicRenamed: "Topic renamed to “{name}”", topicShut: "Topic closed", topicOpened: "Topic reopened",
    joined: "{name} joined", left: "{name} left", supergroup: "This group became a supergroup",
    sampleLamp: "Sample photo: dead street light", sampleHole: "Sample photo: pothole", sampleWaste: "Sample photo: heap of waste", sampleFixed: "Sample photo: proof of repair",
    sendPlace: "Send location: {place}",
    step_report: "A citizen complains", hint_report: "On the phone, say “English, please”, pick an example, and answer until there is a number.",
    step_verify: "The coordinator checks", hint_verify: "The card is in the group, topic Verifikasi. As coordinator, press Verifikasi (verify).",
    step_dispose: "It goes to an office", hint_dispose: "Still as coordinator: press Disposisi (assign), then choose the office.",
    step_claim: "An official claims it", hint_claim: "The card moved to the office's topic. As its official, press Ambil (claim).",
    step_talk: "The official asks", hint_talk: "Press Tanya pelapor (ask), write the question, then answer as the citizen.",
    step_finish: "Done, with proof", hint_finish: "Press Selesai (done), write what was done, add a photo by +.",
    step_judge: "The citizen decides", hint_judge: "On the phone: fixed, or not? It is the citizen who closes a report.",
    step_all: "That is the way of a report", hint_all: "Also try: “Belum beres” (not fixed), Rahasia (secret), “kebakaran di pasar” (fire), or acting as somebody unregistered.",
  },
};

const KEPT = "kanal-language";
let language = "id";

export function current() {
  return language;
}

export function locale() {
  return language === "en" ? "en-GB" : "id-ID";
}

/** Give a text of the page with its blanks filled. */
export function say(key, fills = {}) {
  return WORDS[language][key].replace(/\{(\w+)\}/g, (_, name) => fills[name]);
}

export function clock(seconds, options = { hour: "2-digit", minute: "2-digit" }) {
  return new Date(seconds * 1000).toLocaleString(locale(), options);
}

/** Put the words into the page's fixed parts: `data-t` is the text, `data-t-label` the accessible name, and so on. */
function label() {
  document.documentElement.lang = language;
  document.title = say("title");
  for (const [name, set] of [
    ["t", (part, text) => { part.textContent = text; }],
    ["tLabel", (part, text) => part.setAttribute("aria-label", text)],
    ["tHint", (part, text) => part.setAttribute("placeholder", text)],
  ]) {
    const attribute = `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    for (const part of document.querySelectorAll(`[${attribute}]`)) set(part, say(part.dataset[name]));
  }
  const key = document.getElementById("language");
  key.lang = say("switchTo");
}

function stored() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

/** Begin with the language of `?lang=` or the one chosen before; `changed` is called after each switch. */
export function startLanguage(changed) {
  const wanted = new URLSearchParams(location.search).get("lang") || stored();
  if (wanted in WORDS) language = wanted;
  label();
  document.getElementById("language").addEventListener("click", () => {
    language = say("switchTo");
    try {
      localStorage.setItem(KEPT, language);
    } catch { /* a browser that keeps nothing still switches */ }
    label();
    changed();
  });
}
