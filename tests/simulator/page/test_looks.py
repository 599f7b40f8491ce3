"""How the page looks and is reached: markup, ticks, buttons, quotes, tab stops, sizes and contrast."""

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.simulator.page.demo import GROUP, Demo, keys, needs_browser, opened

pytestmark = needs_browser

NONA = "6281238001101"
SIGNS = [
    ("Nomornya *KPG-26-00001-5*.", "Nomornya KPG-26-00001-5.", [("bold", "KPG-26-00001-5")]),
    ("_miring_ dan ~coret~", "miring dan coret", [("italic", "miring"), ("strikethrough", "coret")]),
    ("*_dua_ sekaligus*", "dua sekaligus", [("bold", "dua sekaligus"), ("italic", "dua")]),
    ("2*3*4 = 24, snake_case_name", "2*3*4 = 24, snake_case_name", []),
    ("* bukan tebal * dan 5 * 3", "* bukan tebal * dan 5 * 3", []),
    ("*tidak\nlewat baris*", "*tidak\nlewat baris*", []),
    ("`a*b*c` biasa", "a*b*c biasa", [("code", "a*b*c")]),
    ("Kata:\n> satu\n> *dua*\nlalu", "Kata:\nsatu\ndua\nlalu", [("blockquote", "satu\ndua"), ("bold", "dua")]),
    ("“*KPG-26-00001-5*”: (*tebal*)", "“KPG-26-00001-5”: (tebal)", [("bold", "KPG-26-00001-5"), ("bold", "tebal")]),
    ("😀 *tebal* 😀 *lagi*", "😀 tebal 😀 lagi", [("bold", "tebal"), ("bold", "lagi")]),
]  # fmt: skip
"""What is written on WhatsApp, what is read, and which parts look how (WhatsApp, How to format your messages)."""

CONTRAST = """() => {
  const numbers = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const over = (top, below) => {
    const alpha = top.length > 3 ? top[3] : 1;
    return [0, 1, 2].map((i) => top[i] * alpha + below[i] * (1 - alpha));
  };
  const ground = (node) => {
    if (!node) return [255, 255, 255];
    const own = numbers(getComputedStyle(node).backgroundColor);
    return own.length > 3 && own[3] === 0 ? ground(node.parentElement) : over(own, ground(node.parentElement));
  };
  const light = (colour) => {
    const straight = (part) => (part <= .03928 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
    const parts = colour.map((part) => straight(part / 255));
    return .2126 * parts[0] + .7152 * parts[1] + .0722 * parts[2];
  };
  const faint = [];
  for (const node of document.querySelectorAll("body *")) {
    const words = [...node.childNodes].filter((child) => child.nodeType === 3);
    const said = words.map((child) => child.textContent.trim()).join("");
    const style = getComputedStyle(node);
    if (!said || !node.checkVisibility() || node.closest(".place, .visually-hidden, option, script, .skip")) continue;
    let seen = 1;
    for (let at = node; at; at = at.parentElement) seen *= Number(getComputedStyle(at).opacity);
    const below = ground(node);
    const ink = over([...over(numbers(style.color), below), seen], below);
    const [high, low] = [light(ink), light(below)].sort((one, other) => other - one);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = (high + .05) / (low + .05);
    const name = node.className || node.id || node.tagName;
    if (ratio < (large ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)} ${name}: ${said.slice(0, 30)}`);
  }
  return faint;
}"""
SMALL = """() => [...document.querySelectorAll("button, a[href], select, summary, input:not([type=file])")]
  .filter((node) => node.checkVisibility() && !node.matches(".skip") && !node.closest("p, .text"))
  .map((node) => [node, node.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([node, box]) => `${node.className || node.id}: ${Math.round(box.width)}x${Math.round(box.height)}`)"""


@pytest.mark.parametrize(("raw", "plain", "looks"), SIGNS, ids=[case[0][:24] for case in SIGNS])
async def test_whatsapp_signs_are_read(
    browser: Browser, demo: Demo, raw: str, plain: str, looks: list[tuple[str, str]]
) -> None:
    """WhatsApp's signs become looks, and what only resembles them stays as it was written."""
    page, _ = await opened(browser, demo, 800, 600)
    read = await page.evaluate("(raw) => import('./static/marks.js').then((marks) => marks.readSigns(raw))", raw)
    utf16 = read["text"].encode("utf-16-le")
    cut = [
        (one["type"], utf16[one["offset"] * 2 : (one["offset"] + one["length"]) * 2].decode("utf-16-le"))
        for one in read["entities"]
    ]
    assert (plain, looks) == (read["text"], cut)


async def test_bold_and_ticks_on_whatsapp(browser: Browser, both: Demo) -> None:
    """Bold is bold without asterisks; ticks say that a message arrived, then that it was read, also after a reload."""
    page, _ = await opened(browser, both, 1440, 900)
    await page.locator("#citizen-text").fill("Halo")
    await page.keyboard.press("Enter")
    log = page.locator("#citizen-log")
    await expect(log.get_by_role("img", name="Sampai")).to_have_count(1)
    await both.tell(NONA, "Nomornya *KPG-26-00001-5*.")
    await expect(log.locator("b")).to_have_text("KPG-26-00001-5")
    assert "*" not in str(await log.text_content())
    assert both.whatsapp is not None
    assert both.number is not None
    own = next(one for one in both.whatsapp.messages(NONA) if not one.from_business)
    await both.number.read(own.id)
    await expect(log.get_by_role("img", name="Dibaca")).to_have_count(1)
    await page.reload()
    await expect(log.get_by_role("img", name="Dibaca")).to_have_count(1)


async def colours(key: Locator) -> tuple[str, str]:
    """Give the ground and the ink of a button."""
    look = await key.evaluate("(key) => [getComputedStyle(key).backgroundColor, getComputedStyle(key).color]")
    return look[0], look[1]


async def test_used_buttons_are_dimmed_on_whatsapp(browser: Browser, both: Demo) -> None:
    """A question that was answered by a button is dimmed and says which one was chosen."""
    page, _ = await opened(browser, both, 1440, 900)
    await page.locator("#citizen-text").fill("Lampu mati")
    await page.keyboard.press("Enter")
    log = page.locator("#citizen-log")
    open_list = log.get_by_role("button", name="Pilih jenis")
    before = await colours(open_list)
    await open_list.click()
    await page.locator("#choices").get_by_role("button", name="Lampu jalan").click()
    await expect(log.locator(".buttons.used")).to_have_count(1)
    assert before != await colours(open_list)
    await log.get_by_role("button", name="Kirim lokasi").click()
    main = log.get_by_role("button", name="Benar")
    await expect(main).to_have_class("key main")
    await main.click()
    await expect(log.get_by_role("button", name="Benar (dipilih)")).to_have_count(1)
    assert await colours(main) != await colours(page.locator("#citizen-form .send"))


async def test_main_and_quiet_buttons(browser: Browser, demo: Demo) -> None:
    """One button of a card is solid, what refuses or gives up is quiet, and neither is told by colour alone."""
    page, _ = await opened(browser, demo, 1440, 900)
    await demo.post("<b>KPG-26-0001</b>\nLampu", reply_markup=keys("Progres", "Selesai", "Lepas", "Bukan wewenang"))
    card = page.locator("#group-log .card")
    await expect(card.locator(".main")).to_have_text("Selesai")
    await expect(card.locator(".quiet")).to_have_text(["Lepas", "Bukan wewenang"])
    plain, solid = await colours(card.get_by_role("button", name="Progres")), await colours(card.locator(".main"))
    assert plain[0] != solid[0]
    weights = [
        await key.evaluate("(key) => getComputedStyle(key).fontWeight") for key in await card.locator(".key").all()
    ]
    assert weights[1] > weights[2]


async def test_a_pressed_button_dims_until_the_card_changes(browser: Browser, demo: Demo) -> None:
    """A key that was answered is dimmed until its card changes; one that was refused by an alert is not."""
    page, _ = await opened(browser, demo, 1440, 900)
    await page.locator("#citizen-text").fill("Lampu mati")
    await page.keyboard.press("Enter")
    card = page.locator("#group-log .card").first
    await page.locator("#actor").select_option(label="Orang Asing · tidak terdaftar")
    await card.get_by_role("button", name="Ambil").click()
    await page.get_by_role("button", name="Baik").click()
    await expect(card.locator(".used")).to_have_count(0)
    await page.locator("#actor").select_option(label="Adi Tallo · koordinator")
    await card.get_by_role("button", name="Ambil").click()
    await card.get_by_role("button", name="Tanya pelapor").click()
    await expect(card.locator(".key.used")).to_have_text("Tanya pelapor (dipilih)")
    await page.locator("#group-log").get_by_role("button", name="Batal").click()
    await expect(card.locator(".key.used")).to_have_count(0)


async def test_quotes_and_urgent_first_lines(browser: Browser, demo: Demo) -> None:
    """A quoted block is drawn as a block, long ones unfold, and the first line of a late or urgent card stands out."""
    page, _ = await opened(browser, demo, 1440, 900)
    long = "panjang sekali " * 40
    await demo.post(
        "🔥 <b>KPG-26-00001-5</b> · terlambat 2 hari\nLampu jalan\n<blockquote>🔴 KPG-26-00009-1 · palsu</blockquote>\n"
        f"<blockquote expandable>{long}</blockquote>\nselesai",
        reply_markup=keys("Ambil"),
    )
    card = page.locator("#group-log .card")
    await expect(card).to_have_class("message card urgent fresh")
    await expect(card.locator(".lead")).to_have_text("🔥 KPG-26-00001-5 · terlambat 2 hari")
    sizes = await card.evaluate(
        "(card) => ['.lead', '.text'].map((part) => parseFloat(getComputedStyle(card.querySelector(part)).fontSize))"
    )
    assert sizes[0] > sizes[1]
    quotes = card.locator("blockquote")
    await expect(quotes).to_have_count(2)
    assert 3 == await quotes.first.evaluate("(quote) => parseFloat(getComputedStyle(quote).borderLeftWidth)")
    folded = await quotes.last.bounding_box()
    await card.get_by_role("button", name="Selengkapnya").click()
    whole = await quotes.last.bounding_box()
    assert folded is not None
    assert whole is not None
    assert whole["height"] > folded["height"]


async def test_an_edit_in_place_is_seen(browser: Browser, demo: Demo) -> None:
    """A card that is edited stays where it is, lights up, and says when it was changed."""
    page, _ = await opened(browser, demo, 1440, 900)
    first = await demo.post("<b>KPG-26-0001</b>\nBaru", reply_markup=keys("Verifikasi"))
    await demo.post("<b>KPG-26-0002</b>\nBaru", reply_markup=keys("Verifikasi"))
    cards = page.locator("#group-log .card")
    await expect(cards).to_have_count(2)
    await demo.bot.call(
        "editMessageText", chat_id=GROUP, message_id=first["message_id"], text="KPG-26-0001\nTerverifikasi",
        reply_markup=keys("Disposisi"),
    )  # fmt: skip
    await expect(cards.first).to_contain_text("Terverifikasi")
    await expect(cards.first).to_have_class("message card changed")
    await expect(cards.first).to_contain_text("diubah")
    await expect(cards.last).not_to_have_class("changed")


async def stops(page: Page) -> list[str]:
    """Walk through the page by Tab, and name each stop by the region that holds it."""
    await page.evaluate("document.activeElement.blur()")
    found: list[str] = []
    for _ in range(80):
        await page.keyboard.press("Tab")
        name = await page.evaluate(
            """() => { const at = document.activeElement; if (at === document.body) return "";
            const holder = at.closest("article") || at.closest("[role=tablist], [role=toolbar]");
            const region = at.closest("#citizen-log, #group-log");
            return (region ? region.id + " " : "") + (holder ? holder.id || holder.tagName : at.id || at.tagName); }"""
        )
        if not name:
            break
        found.append(name)
    return found


async def test_lists_are_one_tab_stop_each(browser: Browser, demo: Demo) -> None:
    """Topics, citizens, samples, messages and a message's buttons are one tab stop each; the arrows move inside."""
    page, _ = await opened(browser, demo, 1440, 900)
    fresh = await stops(page)
    assert {"citizens": 1, "topics": 1, "suggest": 1} == {
        name: fresh.count(name) for name in ("citizens", "topics", "suggest")
    }
    for number in range(4):
        await demo.post(f"<b>KPG-26-000{number}</b>\nLampu", reply_markup=keys("Verifikasi", "Tunda", "Arsipkan"))
    await expect(page.locator("#group-log .card")).to_have_count(4)
    # The newest message, its reply button, and its keys.
    assert ["group-log ARTICLE"] * 3 == [name for name in await stops(page) if name.startswith("group-log")]

    await page.locator("#group-log .card").last.focus()
    await page.keyboard.press("ArrowUp")
    await expect(page.locator("#group-log .card").nth(2)).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.locator("#group-log .card").nth(2).get_by_role("button", name="Balas")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.locator("#group-log .card").nth(2).get_by_role("button", name="Verifikasi")).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await expect(page.locator("#group-log .card").nth(2).get_by_role("button", name="Tunda")).to_be_focused()
    await page.keyboard.press("End")
    await expect(page.locator("#group-log .card").nth(2).get_by_role("button", name="Arsipkan")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.locator("#group-attach summary")).to_be_focused()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1920, 1440, 390])
async def test_contrast_and_sizes(browser: Browser, both: Demo, width: int, dark: bool) -> None:
    """All text has the contrast of WCAG 2.2 AA, what is pressed is 24 px at least, and nothing scrolls sideways."""
    page, complaints = await opened(browser, both, width, 844, dark=dark)
    await page.locator("#citizen-text").fill("Lampu *mati*")
    await page.keyboard.press("Enter")
    log = page.locator("#citizen-log")
    await log.get_by_role("button", name="Pilih jenis").click()
    await page.locator("#choices").get_by_role("button", name="Lampu jalan").click()
    await log.get_by_role("button", name="Kirim lokasi").click()
    await expect(log.get_by_role("button", name="Benar")).to_be_visible()
    await demo_group(both)
    await expect(page.locator("#group-log .card")).to_have_count(2)
    problems = await seen_problems(page)
    if width < 900:
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await page.locator("#side-group").click()
    await page.locator("#group-log .card").last.get_by_role("button", name="Tanya pelapor").click()
    await expect(page.locator("#toasts .toast")).to_have_count(1)
    await page.locator("#group-log .card").last.get_by_role("button", name="Balas").click()
    problems += await seen_problems(page)
    assert ([], []) == (problems, complaints)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def seen_problems(page: Page) -> list[str]:
    """Give what is too faint or too small, when nothing moves; in one step, so that no message comes in between."""
    still = "document.getAnimations().forEach((one) => one.finish())"
    seen: list[str] = await page.evaluate(f"() => {{ {still}; return [...({CONTRAST})(), ...({SMALL})()]; }}")
    return seen


async def demo_group(demo: Demo) -> None:
    """Post two cards with every kind of button, one of them late."""
    await demo.post("<b>KPG-26-0001</b> · baru\nLampu <code>x</code>", reply_markup=keys("Verifikasi", "Tunda"))
    await demo.post(
        "🔥 KPG-26-0002 · terlambat\nSampah\n<blockquote>kata warga</blockquote>",
        reply_markup=keys("Progres", "Tanya pelapor", "Selesai", "Lepas", data="status"),
    )


async def test_the_first_bubble_is_high_on_a_phone(browser: Browser, both: Demo) -> None:
    """At 390 px the first bubble begins in the first third of the screen, on both sides."""
    page, _ = await opened(browser, both, 390, 844)
    await page.locator("#citizen-text").fill("Halo")
    await page.keyboard.press("Enter")
    bubble = await page.locator("#citizen-log .bubble").first.bounding_box()
    await both.post("Kartu", reply_markup=keys("Verifikasi"))
    await page.locator("#side-group").click()
    card = await page.locator("#group-log .bubble").first.bounding_box()
    assert bubble is not None
    assert card is not None
    assert max(bubble["y"], card["y"]) < 844 / 3
