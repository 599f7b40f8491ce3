"""What a newcomer meets: where the page begins, the steps that tick themselves off, replies, toasts, private chats."""

from playwright.async_api import Browser, expect

from tests.simulator.page.demo import GROUP, Demo, keys, needs_browser, opened

pytestmark = needs_browser

NONA = "6281238001101"
RAMBU = 2102
"""The official of Dinas Perhubungan."""


async def test_begins_on_whatsapp_and_an_empty_verification(browser: Browser, both: Demo) -> None:
    """The first citizen is on WhatsApp, and the group is open on Verifikasi with nothing in it but what to expect."""
    page, complaints = await opened(browser, both, 1440, 900)
    await expect(page.get_by_role("tab", name="Nona Feoh")).to_have_attribute("aria-selected", "true")
    await expect(page.locator("#app-whatsapp")).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_role("tab", name="Verifikasi")).to_have_attribute("aria-selected", "true")
    await expect(page.locator("#group-log > *")).to_have_count(1)
    await expect(page.locator("#group-log")).to_contain_text("Belum ada laporan")
    assert [] == complaints


async def test_words_elsewhere_do_not_move_the_open_topic(browser: Browser, demo: Demo) -> None:
    """What happens in another topic is counted there; the topic that is open stays, also before any choice."""
    page, _ = await opened(browser, demo, 1440, 900)
    await demo.post("Kartu lain", "Dinas Perhubungan", reply_markup=keys("Ambil"))
    await expect(page.get_by_role("tab", name="Dinas Perhubungan").locator(".count")).to_have_text("1")
    await expect(page.get_by_role("tab", name="Verifikasi")).to_have_attribute("aria-selected", "true")


async def test_steps_follow_what_was_done_and_lead_on(browser: Browser, demo: Demo) -> None:
    """Each step ticks itself off when it was done, the next one is named, and the button leads to it."""
    page, complaints = await opened(browser, demo, 1440, 900)
    current = page.locator("#steps [aria-current]")
    await expect(current).to_contain_text("Warga mengadu")
    await page.get_by_role("button", name="Antar saya").click()
    await expect(page.locator("#citizen-text")).to_be_focused()
    await page.keyboard.type("Lampu jalan mati di Oebufu")
    await page.keyboard.press("Enter")
    # The small bot's card offers to claim at once: the steps before it count as done.
    await expect(current).to_contain_text("Petugas mengambil")
    await expect(page.locator("#steps .done")).to_have_count(3)
    await expect(page.locator("#step-count")).to_have_text("3 dari 7")

    await page.get_by_role("tab", name="Umum").click()
    await page.get_by_role("button", name="Antar saya").click()
    await expect(page.get_by_role("tab", name="Verifikasi")).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_role("button", name="Ambil")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(current).to_contain_text("Petugas bertanya")
    await page.reload()
    await expect(page.locator("#steps .done")).to_have_count(4)
    assert [] == complaints


async def test_leads_to_the_official_of_the_topic(browser: Browser, demo: Demo) -> None:
    """The button chooses the topic where the card is, and who works there."""
    page, _ = await opened(browser, demo, 1440, 900)
    await demo.post("<b>KPG-26-0009</b>\nLampu", "Dinas Perhubungan", reply_markup=keys("Ambil", "Tunda"))
    await expect(page.locator("#steps [aria-current]")).to_contain_text("Petugas mengambil")
    await page.get_by_role("button", name="Antar saya").click()
    await expect(page.get_by_role("tab", name="Dinas Perhubungan")).to_have_attribute("aria-selected", "true")
    await expect(page.locator("#actor")).to_have_value(str(RAMBU))


async def test_reply_mode_starts_and_ends_by_itself(browser: Browser, demo: Demo) -> None:
    """After Tanya the words go as a reply to the bot's question; a question that is withdrawn ends the reply."""
    page, complaints = await opened(browser, demo, 1440, 900)
    await page.locator("#citizen-text").fill("Lampu jalan mati")
    await page.keyboard.press("Enter")
    card = page.locator("#group-log .card").first
    await card.get_by_role("button", name="Ambil").click()
    await card.get_by_role("button", name="Tanya pelapor").click()
    await expect(page.locator("#replying")).to_contain_text("apa yang mau ditanyakan?")
    await expect(page.locator("#group-text")).to_be_focused()
    await expect(page.locator("#toasts .toast")).to_have_count(0)
    await page.keyboard.type("Tiang nomor berapa?")
    await page.keyboard.press("Enter")
    await expect(page.locator("#citizen-log")).to_contain_text("Petugas: Tiang nomor berapa?")
    await expect(page.locator("#replying")).to_be_hidden()

    await card.get_by_role("button", name="Selesai").click()
    await expect(page.locator("#replying")).to_be_visible()
    await page.locator("#group-log").get_by_role("button", name="Batal").last.click()
    await expect(page.locator("#group-log")).to_contain_text("Dibatalkan.")
    await expect(page.locator("#replying")).to_be_hidden()
    assert ([], []) == (complaints, demo.standin.refused)


async def test_one_toast_at_the_foot(browser: Browser, demo: Demo) -> None:
    """Of two answers in a row the newer one stands alone, at the foot and not over the box where one writes."""
    page, _ = await opened(browser, demo, 1440, 900)
    for number in (1, 2):
        await page.locator("#citizen-text").fill(f"Laporan {number}")
        await page.keyboard.press("Enter")
        await expect(page.locator("#group-log .card")).to_have_count(number)
    for number in (0, 1):
        await page.locator("#group-log .card").nth(number).get_by_role("button", name="Ambil").click()
        await expect(page.locator("#group-log .card").nth(number)).to_contain_text("Dikerjakan Adi")
    toast = page.locator("#toasts .toast")
    await expect(toast).to_have_count(1)
    box, composer = await toast.bounding_box(), await page.locator("#group-form").bounding_box()
    assert box is not None
    assert composer is not None
    assert box["y"] > 450
    assert box["y"] + box["height"] <= composer["y"]


async def test_answers_show_on_the_page_that_asked(browser: Browser, demo: Demo) -> None:
    """What the bot answers to a button shows to who pressed it: another open page stays quiet."""
    page, _ = await opened(browser, demo, 1440, 900)
    other, _ = await opened(browser, demo, 1440, 900)
    await page.locator("#citizen-text").fill("Lampu jalan mati")
    await page.keyboard.press("Enter")
    await page.locator("#group-log").get_by_role("button", name="Ambil").click()
    await expect(page.locator("#toasts")).to_contain_text("Tiket ini milik Anda")
    await expect(other.locator("#group-log .card")).to_contain_text("Dikerjakan Adi")
    await expect(other.locator("#toasts .toast")).to_have_count(0)


async def test_private_words_to_an_official(browser: Browser, demo: Demo) -> None:
    """A note says that the bot wrote to an official alone; it opens that chat, where the official can answer."""
    page, complaints = await opened(browser, demo, 1440, 900)
    demo.standin.people.start(RAMBU)
    await demo.bot.call("sendMessage", chat_id=RAMBU, text="Isi laporan rahasia KPG-26-0001")
    note = page.get_by_role("button", name="Kanal menulis pribadi ke Rambu Hamba")
    await note.click()
    await expect(page.locator("#actor")).to_have_value(str(RAMBU))
    await expect(page.get_by_role("tab", name="Pribadi · Rambu Hamba")).to_have_attribute("aria-selected", "true")
    await expect(page.locator("#group-log")).to_contain_text("Isi laporan rahasia KPG-26-0001")
    await expect(note).to_be_hidden()
    await page.locator("#group-text").fill("terima kasih")
    await page.keyboard.press("Enter")
    await expect(page.locator("#group-log")).to_contain_text("terima kasih")
    assert RAMBU == demo.standin.messages(RAMBU)[-1]["chat"]["id"]
    await page.get_by_role("tab", name="Verifikasi").click()
    await expect(page.locator("#group-log")).not_to_contain_text("rahasia")
    assert [] == complaints


async def test_a_link_to_the_bot_opens_the_private_chat(browser: Browser, demo: Demo) -> None:
    """A button that leads to the bot itself starts it for the official who acts, on this page."""
    page, complaints = await opened(browser, demo, 1440, 900)
    username = demo.standin.world.bot.username
    link = {"inline_keyboard": [[{"text": "Buka chat", "url": f"https://t.me/{username}?start=buka_1"}]]}
    await demo.post("Chat pribadi belum dimulai", reply_markup=link)
    await page.get_by_role("link", name="Buka chat").click()
    await expect(page.locator("#group-log")).to_contain_text("/start buka_1")
    assert 1 == len(page.context.pages)
    assert [] == complaints


async def test_an_alert_that_names_the_bot_opens_the_private_chat(browser: Browser, demo: Demo) -> None:
    """An alert that asks to start the bot offers to do it, as the official who acts."""
    page, complaints = await opened(browser, demo, 1440, 900)
    await page.locator("#actor").select_option(str(RAMBU))
    await demo.post("<b>KPG-26-0001</b>\nRahasia", reply_markup=keys("Buka isi", data="open"))
    await page.get_by_role("button", name="Buka isi").click()
    await expect(page.locator("#alert")).to_contain_text("Buka dulu https://t.me/")
    await page.get_by_role("button", name="Buka chat pribadi").click()
    await expect(page.get_by_role("tab", name="Pribadi · Rambu Hamba")).to_have_attribute("aria-selected", "true")
    await expect(page.locator("#group-log")).to_contain_text("/start isi")
    await expect(page.locator("#alert")).to_be_hidden()
    assert [] == complaints


async def test_english_begins_with_asking_for_it(browser: Browser, both: Demo) -> None:
    """In English the samples are English, one asks for English answers, and they stay until something is reported."""
    page, _ = await opened(browser, both, 1440, 900, query="?lang=en")
    await page.get_by_role("button", name="English, please").click()
    await expect(page.locator("#citizen-log .message.mine")).to_have_count(1)
    await expect(page.locator("#suggest button", has_text="English, please")).to_have_count(0)
    await page.get_by_role("button", name="The street light in front of SDN Oebufu").click()
    await expect(page.locator("#citizen-log .message.mine")).to_have_count(2)
    await expect(page.locator("#suggest")).to_be_hidden()


async def test_english_changes_the_page_and_not_the_chats(browser: Browser, both: Demo) -> None:
    """The switch changes the page's own words and is remembered; what was said stays as it is."""
    page, complaints = await opened(browser, both, 1440, 900)
    await page.locator("#citizen-text").fill("Lampu jalan mati")
    await page.keyboard.press("Enter")
    await expect(page.locator("#citizen-log")).to_contain_text("Ini tentang apa?")
    await page.get_by_role("button", name="English").click()
    for _ in range(2):
        assert "en" == await page.evaluate("document.documentElement.lang")
        await expect(page.get_by_role("button", name="+ Citizen")).to_be_visible()
        await expect(page.get_by_label("Write as the citizen")).to_be_visible()
        await expect(page.locator("#steps")).to_contain_text("A citizen complains")
        await expect(page.locator("#actor")).to_contain_text("Adi Tallo · coordinator")
        await expect(page.locator("#citizen-log")).to_contain_text("Ini tentang apa?")
        await page.reload()
    await page.get_by_role("button", name="Bahasa Indonesia").click()
    await expect(page.get_by_role("button", name="+ Warga")).to_be_visible()
    assert [] == complaints


async def test_both_languages_have_the_same_words(browser: Browser, demo: Demo) -> None:
    """Every text of the page exists in Indonesian and English, with the same blanks; an address can ask for English."""
    page, _ = await opened(browser, demo, 1440, 900, query="?lang=en")
    await expect(page.get_by_role("heading", name="The citizen's phone")).to_be_attached()
    words = await page.evaluate("import('./static/words.js').then((module) => module.WORDS)")
    assert set(words["id"]) == set(words["en"])

    def blanks(text: str) -> set[str]:
        return {part.partition("}")[0] for part in text.split("{")[1:]}

    assert {} == {key: text for key, text in words["en"].items() if blanks(text) != blanks(words["id"][key])}
    assert {} == {key: text for key, text in words["en"].items() if not text.strip()}


async def test_a_deleted_card_and_a_new_topic_keep_the_choice(browser: Browser, demo: Demo) -> None:
    """A topic that appears while somebody reads another one leaves that one open."""
    page, _ = await opened(browser, demo, 1440, 900)
    await page.get_by_role("tab", name="Lingkungan Hidup").click()
    posted = await demo.post("Kartu", "Lingkungan Hidup", reply_markup=keys("Ambil"))
    await demo.bot.call("createForumTopic", chat_id=GROUP, name="Dinas Baru")
    await expect(page.get_by_role("tab", name="Dinas Baru")).to_be_visible()
    await demo.bot.call("deleteMessage", chat_id=GROUP, message_id=posted["message_id"])
    await expect(page.locator("#group-log .message")).to_have_count(0)
    await expect(page.get_by_role("tab", name="Lingkungan Hidup")).to_have_attribute("aria-selected", "true")
