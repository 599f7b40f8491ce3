"""The apps of the citizen's phone: the choice among them, what each shows and lets press, and how each looks."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.simulator.page.demo import Demo, needs_browser, opened
from tests.simulator.page.services import account_sends, asked, offered, page_sends
from tests.simulator.page.test_looks import seen_problems

pytestmark = needs_browser

APPS = ("whatsapp", "telegram", "messenger", "instagram", "x")
YULIANA, RIO, ANDRI = "yuliana.benu", "rio.kase", "andri_kpg"
LOOKS = """() => [".bar", ".message.mine .bubble", ".composer", ".avatar"].map((part) => {
  const style = getComputedStyle(document.querySelector(`#citizen ${part}`));
  return [style.backgroundColor, style.backgroundImage, style.borderRadius];
})"""


async def choose(page: Page, app: str, words: str = "") -> None:
    """Take an app of the phone, and write something in it."""
    await page.locator(f"#app-{app}").click()
    await expect(page.locator("#citizen")).to_have_attribute("data-line", app)
    if words:
        await page.locator("#citizen-text").fill(words)
        await page.keyboard.press("Enter")
        await expect(page.locator("#citizen-log .message.mine").last).to_contain_text(words)


async def test_the_apps_stand_in_order_and_arrows_choose(browser: Browser, all_apps: Demo) -> None:
    """WhatsApp is first and open; the apps are one tab stop, and the arrows go from one to the next."""
    page, complaints = await opened(browser, all_apps, 1280, 800)
    names = await page.locator("#apps .app-name").all_text_contents()
    assert ["WhatsApp", "Telegram", "Messenger", "Instagram", "X"] == names
    assert 1 == await page.locator("#apps [tabindex='0']").count()
    await page.locator("#app-whatsapp").focus()
    for app in APPS[1:]:
        await page.keyboard.press("ArrowDown")
        await expect(page.locator(f"#app-{app}")).to_be_focused()
        await expect(page.locator("#citizen")).to_have_attribute("data-line", app)
    assert [] == complaints


async def test_no_two_apps_look_alike(browser: Browser, all_apps: Demo) -> None:
    """Bar, own bubble, composer and picture of the service differ from app to app."""
    page, complaints = await opened(browser, all_apps, 1280, 800)
    looks = []
    for app in APPS:
        await choose(page, app, "Halo")
        looks.append(await page.evaluate(LOOKS))
    pairs = [(one, other) for at, one in enumerate(looks) for other in looks[at + 1 :]]
    assert all(sum(a != b for a, b in zip(one, other, strict=True)) >= 2 for one, other in pairs)
    assert [] == complaints


async def test_messenger_shows_buttons_and_takes_the_tap(browser: Browser, all_apps: Demo) -> None:
    """Buttons stand under their message; the tap goes to the Page with what the button carries, and shows as chosen."""
    page, complaints = await opened(browser, all_apps, 1280, 800)
    standin = all_apps.pages["messenger"]
    await choose(page, "messenger", "Lampu mati")
    await page_sends(standin, YULIANA, asked("Sudah sesuai?", "Kirim", "Ubah", "Batal"))
    log = page.locator("#citizen-log")
    await log.get_by_role("button", name="Kirim").focus()
    await page.keyboard.press("Enter")
    await expect(log.get_by_role("button", name="Kirim (dipilih)")).to_have_count(1)
    tapped = [item.value["postback"] for item in standin.webhook.waiting if "postback" in item.value]
    assert [("Kirim", "to:Kirim")] == [(one["title"], one["payload"]) for one in tapped]
    assert [] == complaints


async def test_instagram_offers_quick_replies_until_one_is_tapped(browser: Browser, all_apps: Demo) -> None:
    """Quick replies stand above the composer; a tap says one of them, and they are gone, also after a reload."""
    page, complaints = await opened(browser, all_apps, 1280, 800)
    standin = all_apps.pages["instagram"]
    await choose(page, "instagram", "Lampu mati")
    await page_sends(standin, RIO, offered("Ini tentang apa?", "Lampu jalan", "Jalan rusak"))
    keys = page.locator("#reply-keyboard")
    await keys.get_by_role("button", name="Lampu jalan").click()
    await expect(page.locator("#citizen-log .message.mine")).to_have_count(2)
    await expect(keys).to_be_hidden()
    assert "Lampu jalan" == standin.messages(RIO)[-1].text
    await page.reload()
    await choose(page, "instagram")
    await expect(page.locator("#citizen-log .message")).to_have_count(3)
    await expect(keys).to_be_hidden()
    assert [] == complaints


async def test_x_has_numbers_to_tap(browser: Browser, all_apps: Demo) -> None:
    """X shows no buttons: the numbers in the newest message can be tapped, and are said."""
    page, complaints = await opened(browser, all_apps, 1280, 800)
    assert all_apps.x is not None
    await choose(page, "x", "Lampu mati")
    await account_sends(all_apps.x, ANDRI, "Sudah sesuai?\n\n1. Kirim\n2. Ubah")
    await page.locator("#reply-keyboard").get_by_role("button", name="2 · Ubah").click()
    await expect(page.locator("#citizen-log .message.mine .text")).to_have_text(["Lampu mati", "2"])
    await expect(page.locator("#reply-keyboard")).to_be_hidden()
    await expect(page.locator("#citizen-text")).to_be_focused()
    assert [] == complaints


@pytest.mark.parametrize("app", ["messenger", "instagram", "x"])
async def test_photos_places_and_new_people(browser: Browser, all_apps: Demo, app: str) -> None:
    """A sample photo is sent and seen, a place goes as the link of a map, and somebody new begins in the open app."""
    page, complaints = await opened(browser, all_apps, 1280, 800)
    await choose(page, app)
    await page.locator("#citizen-attach summary").click()
    await page.get_by_role("button", name="Contoh foto: jalan berlubang").first.click()
    photo = page.locator("#citizen-log img")
    await expect(photo).to_have_count(1)
    assert 960 == await photo.evaluate("image => image.decode().then(() => image.naturalWidth)")
    await page.locator("#citizen-attach summary").click()
    await page.get_by_role("button", name="Kirim lokasi: Pasar Oeba").click()
    await expect(page.locator("#citizen-log")).to_contain_text("https://maps.google.com/?q=-10.15470,123.59440")
    await page.get_by_role("button", name="+ Warga").click()
    await page.keyboard.type("Mama Ina")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("tab", name="Mama Ina")).to_have_attribute("aria-selected", "true")
    await expect(page.locator("#citizen")).to_have_attribute("data-line", app)
    assert [] == complaints


async def test_what_comes_to_another_app_is_counted_there(browser: Browser, all_apps: Demo) -> None:
    """A message to an app that is not open counts on it, until it is opened."""
    page, _ = await opened(browser, all_apps, 1280, 800)
    await choose(page, "messenger", "Halo")
    await choose(page, "whatsapp")
    await page_sends(all_apps.pages["messenger"], YULIANA, {"text": "Selamat datang"})
    await expect(page.locator("#app-messenger .count")).to_have_text("1")
    await choose(page, "messenger")
    await expect(page.locator("#app-messenger .count")).to_be_hidden()


async def test_one_side_at_a_time_on_a_phone(browser: Browser, all_apps: Demo) -> None:
    """At 390 px the apps make room for the group when it is chosen; on a wide screen both stay in sight."""
    page, _ = await opened(browser, all_apps, 390, 844)
    await page.locator("#side-group").click()
    await expect(page.locator("#citizen")).to_be_hidden()
    await expect(page.locator("#group")).to_be_visible()
    await page.set_viewport_size({"width": 1280, "height": 800})
    await expect(page.locator("#citizen")).to_be_visible()
    await expect(page.locator("#group")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
async def test_contrast_and_sizes_in_every_app(browser: Browser, all_apps: Demo, width: int, dark: bool) -> None:
    """Also with buttons, quick replies and numbers all text can be read and pressed, and nothing scrolls sideways."""
    page, complaints = await opened(browser, all_apps, width, 844, dark=dark)
    assert all_apps.x is not None
    problems: list[str] = []
    for app in APPS[2:]:
        await choose(page, app, "Lampu mati, lihat https://contoh.example")
        if app == "x":
            await account_sends(all_apps.x, ANDRI, "Sudah sesuai?\n\n1. Kirim\n2. Ubah")
            await expect(page.locator("#reply-keyboard")).to_be_visible()
        else:
            person = YULIANA if app == "messenger" else RIO
            await page_sends(all_apps.pages[app], person, asked("Sudah sesuai?", "Kirim", "Ubah", "Batal"))
            await page_sends(all_apps.pages[app], person, offered("Ini tentang apa?", "Lampu jalan", "Jalan rusak"))
            await expect(page.locator("#reply-keyboard")).to_be_visible()
        problems += [f"{app}: {one}" for one in await seen_problems(page)]
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert ([], []) == (problems, complaints)
