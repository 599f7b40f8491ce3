"""The demo page in a real browser: a story by keyboard, and the width of a phone."""

from playwright.async_api import Browser, expect

from tests.simulator.page.demo import Demo, needs_browser, opened

pytestmark = needs_browser


async def test_a_story_by_keyboard_alone(browser: Browser, demo: Demo) -> None:
    """A citizen writes, a stranger is refused by an alert, an official claims and answers, all without a mouse."""
    page, complaints = await opened(browser, demo, 1440, 900)
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#citizen-text")).to_be_focused()
    await page.keyboard.type("Lampu jalan mati di Oebufu")
    await page.keyboard.press("Enter")
    await expect(page.locator("#citizen-log")).to_contain_text("KPG-26-0001")
    card = page.locator("#group-log .message", has_text="Lampu jalan mati")
    claim = card.get_by_role("button", name="Ambil")

    await page.locator("#actor").focus()
    await page.keyboard.press("End")
    await claim.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#alert")).to_contain_text("belum terdaftar")
    await page.keyboard.press("Enter")
    await expect(page.locator("#alert")).to_be_hidden()

    await page.locator("#actor").focus()
    await page.keyboard.press("Home")
    await claim.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#toasts")).to_contain_text("Tiket ini milik Anda")
    await expect(card).to_contain_text("Dikerjakan Adi")

    await card.get_by_role("button", name="Balas").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#group-text")).to_be_focused()
    await page.keyboard.type("Kami jalan sore ini")
    await page.keyboard.press("Enter")
    await expect(page.locator("#citizen-log")).to_contain_text("Petugas: Kami jalan sore ini")
    assert ([], []) == (complaints, demo.standin.refused)


async def test_tabs_move_with_arrows(browser: Browser, demo: Demo) -> None:
    """Topics and citizens are tab lists: one tab stop, arrows move, and the choice shows."""
    page, _ = await opened(browser, demo, 1440, 900)
    await page.get_by_role("tab", name="Umum").focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("tab", name="Verifikasi")).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_role("tab", name="Verifikasi")).to_be_focused()
    await page.get_by_role("tab", name="Maria Ndolu").focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("tab", name="Yohanis Lay")).to_be_focused()


async def test_fits_a_phone(browser: Browser, demo: Demo) -> None:
    """At 390 px nothing scrolls sideways, the sides are tabs, and the hidden side counts what came."""
    page, complaints = await opened(browser, demo, 390, 844)
    await expect(page.locator("#group")).to_be_hidden()
    await page.get_by_role("button", name="Sampah menumpuk").click()
    await expect(page.locator("#citizen-log")).to_contain_text("KPG-26-0001")
    await expect(page.locator("#side-group .count")).to_have_text("1")
    for side in ("citizen", "group"):
        await page.locator(f"#side-{side}").click()
        await expect(page.locator(f"#{side}")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await expect(page.locator("#side-group .count")).to_be_hidden()
    assert [] == complaints


async def test_sends_photos_and_locations(browser: Browser, demo: Demo) -> None:
    """A sample photo, a location and a reply keyboard work, and a new citizen starts with an empty chat."""
    page, complaints = await opened(browser, demo, 1440, 900)
    await page.get_by_role("button", name="/start").click()
    await page.locator("#reply-keyboard").get_by_role("button", name="Kirim lokasi").click()
    await expect(page.locator("#citizen-log .place")).to_have_count(1)
    await page.locator("#citizen-attach summary").click()
    await page.get_by_role("button", name="Contoh foto: jalan berlubang").first.click()
    await expect(page.locator("#citizen-log img")).to_have_count(1)
    assert 960 == await page.locator("#citizen-log img").evaluate(
        "image => image.decode().then(() => image.naturalWidth)"
    )
    await page.get_by_role("button", name="+ Warga").click()
    await page.keyboard.type("Nona Feoh")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("tab", name="Nona Feoh")).to_have_attribute("aria-selected", "true")
    await expect(page.locator("#citizen-log")).to_contain_text("Belum ada pesan")
    assert [] == complaints


async def test_a_whatsapp_story_by_keyboard(browser: Browser, both: Demo) -> None:
    """A citizen on WhatsApp writes, picks from a list, shares a place, presses a button, and sees the photo."""
    page, complaints = await opened(browser, both, 1440, 900)
    await expect(page.get_by_role("tab", name="Nona Feoh")).to_have_attribute("aria-selected", "true")
    await expect(page.locator("#citizen")).to_have_attribute("data-line", "whatsapp")
    await expect(page.locator("#bot-name")).to_have_text("Kanal Kota Kupang")
    await page.locator("#citizen-text").focus()
    await page.keyboard.type("Lampu jalan mati di Oebufu")
    await page.keyboard.press("Enter")
    log = page.locator("#citizen-log")
    await log.get_by_role("button", name="Pilih jenis").focus()
    await page.keyboard.press("Enter")
    await page.locator("#choices").get_by_role("button", name="Lampu jalan").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#choices")).to_be_hidden()
    await log.get_by_role("button", name="Kirim lokasi").focus()
    await page.keyboard.press("Enter")
    await expect(log.locator(".place")).to_have_count(1)
    await expect(log).to_contain_text("Ringkasan laporan")
    await log.get_by_role("button", name="Benar").focus()
    await page.keyboard.press("Enter")
    await expect(log).to_contain_text("KPG-26-0001")
    assert 320 == await log.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)")
    await expect(page.locator("#bot-status")).to_contain_text("boleh membalas s.d.")
    assert both.whatsapp is not None
    assert ([], []) == (complaints, both.whatsapp.refused)


async def test_whatsapp_fits_a_phone_beside_telegram(browser: Browser, both: Demo) -> None:
    """At 390 px both kinds of citizens fit, a new one joins, answers elsewhere are counted, a reload keeps all."""
    page, complaints = await opened(browser, both, 390, 844)
    await page.get_by_role("button", name="+ Warga").click()
    await page.keyboard.type("Bapa Lay")
    await page.locator("#new-line").select_option("whatsapp")
    await page.get_by_role("button", name="Tambah").click()
    await expect(page.get_by_role("tab", name="Bapa Lay WhatsApp")).to_have_attribute("aria-selected", "true")
    await page.get_by_role("button", name="Sampah menumpuk").click()
    await expect(page.locator("#citizen-log")).to_contain_text("Ini tentang apa?")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await page.locator("#app-telegram").click()
    await page.get_by_role("tab", name="Yohanis Lay").click()
    await expect(page.locator("#citizen")).to_have_attribute("data-line", "telegram")
    assert both.whatsapp is not None
    both.whatsapp.people.say("6281238001101", "halo")
    await expect(page.locator("#app-whatsapp .count")).to_have_text("1")
    await page.locator("#app-whatsapp").click()
    await expect(page.get_by_role("tab", name="Nona Feoh").locator(".count")).to_have_text("1")
    await page.reload()
    await page.get_by_role("tab", name="Bapa Lay").click()
    await expect(page.locator("#citizen-log")).to_contain_text("Ini tentang apa?")
    assert [] == complaints
