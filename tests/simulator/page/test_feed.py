"""The strip of what is said in public: posts and comments by app, answers below them, and the way to the candidates."""

import pytest
from playwright.async_api import Browser, Page, expect

from simulator.pages import PageStandIn
from simulator.pages.graph import Ask
from tests.simulator.page.demo import GROUP, Demo, needs_browser, opened
from tests.simulator.page.test_looks import seen_problems

pytestmark = needs_browser

WORDS = "Lampu jalan di depan SDN Oebufu mati"


async def post(page: Page, app: str, words: str) -> None:
    """Say something in public, by keyboard."""
    await page.locator("#feed-where").select_option(app)
    await page.locator("#feed-text").focus()
    await page.keyboard.type(words)
    await page.locator(".feed-send").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(f".post[data-line='{app}']", has_text=words)).to_have_count(1)


def answer(standin: PageStandIn, comment: str, words: str) -> None:
    """Let the Page answer a comment where everybody reads it."""
    standin.graph.reply(Ask("POST", (comment, "comments"), {}, {"message": words}))


async def test_a_post_on_x_names_the_account(browser: Browser, all_apps: Demo) -> None:
    """What is posted on X names the city's account once, whoever wrote the name, and stands on top of the feed."""
    page, complaints = await opened(browser, all_apps, 1280, 800)
    await page.locator("#feed-open").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#feed-text")).to_be_focused()
    await post(page, "x", WORDS)
    await post(page, "x", "@kanalkupang sampah menumpuk")
    assert all_apps.x is not None
    assert [f"@KanalKupang {WORDS}", "@kanalkupang sampah menumpuk"] == [
        one.text for one in all_apps.x.posts("andri_kpg")
    ]
    await expect(page.locator("#feed-list .post").first).to_contain_text("sampah menumpuk")
    await page.keyboard.press("Escape")
    await expect(page.locator("#feed")).to_be_hidden()
    await expect(page.locator("#feed-open")).to_be_focused()
    await expect(page.locator("#feed-last")).to_contain_text("sampah menumpuk")
    assert [] == complaints


@pytest.mark.parametrize(("app", "person"), [("messenger", "Yuliana Benu"), ("instagram", "Rio Kase")])
async def test_a_comment_stands_below_what_the_city_published(
    browser: Browser, all_apps: Demo, app: str, person: str
) -> None:
    """A comment goes to the city's own post, by the person of that app, and is there after a reload."""
    page, complaints = await opened(browser, all_apps, 1280, 800)
    await page.locator("#feed-open").click()
    await post(page, app, WORDS)
    (made,) = all_apps.pages[app].comments
    assert (person, WORDS, True) == (made.author_name, made.text, made.post in all_apps.pages[app].world.posts)
    await page.reload()
    await page.locator("#feed-open").click()
    shown = page.locator(f"#feed-list .post[data-line='{app}']")
    assert ["0", "1"] == [await one.get_attribute("data-depth") for one in await shown.all()]
    await expect(shown.last).to_contain_text(WORDS)
    assert [] == complaints


async def test_an_answer_of_the_city_counts_until_the_strip_is_opened(browser: Browser, all_apps: Demo) -> None:
    """A public answer stands below its comment; while the strip is shut it counts on it."""
    page, complaints = await opened(browser, all_apps, 1280, 800)
    await page.locator("#feed-open").click()
    await post(page, "messenger", WORDS)
    await page.locator("#feed-open").click()
    standin = all_apps.pages["messenger"]
    answer(standin, standin.comments[0].id, "Silakan kirim pesan pribadi")
    await expect(page.locator("#feed-open .count")).to_have_text("1")
    await page.locator("#feed-open").click()
    await expect(page.locator("#feed-open .count")).to_be_hidden()
    answered = page.locator("#feed-list .post.city[data-depth='2']")
    await expect(answered).to_contain_text("Silakan kirim pesan pribadi")
    assert [] == complaints


@pytest.mark.parametrize("app", ["messenger", "x"])
async def test_authors_take_their_words_back(browser: Browser, all_apps: Demo, app: str) -> None:
    """Where the platform tells of it, an author can delete what was said; it is gone from the feed and the platform."""
    page, complaints = await opened(browser, all_apps, 1280, 800)
    await page.locator("#feed-open").click()
    await post(page, app, WORDS)
    await page.get_by_role("button", name="Hapus kiriman").click()
    await expect(page.locator("#feed-list .post", has_text=WORDS)).to_have_count(0)
    assert all_apps.x is not None
    assert ([], []) == (all_apps.pages["messenger"].comments, all_apps.x.posts("andri_kpg"))
    assert [] == complaints


async def test_the_way_to_the_candidates_opens_with_their_topic(browser: Browser, all_apps: Demo) -> None:
    """Once something was said and the officials' topic for it is there, a button leads to it; the feed stays open."""
    page, complaints = await opened(browser, all_apps, 1280, 800)
    await page.locator("#feed-open").click()
    lead = page.locator("#feed-lead")
    await post(page, "x", WORDS)
    await expect(lead).to_be_hidden()
    await all_apps.bot.call("createForumTopic", chat_id=GROUP, name="Pemantauan")
    await lead.click()
    await expect(page.get_by_role("tab", name="Pemantauan")).to_have_attribute("aria-selected", "true")
    await expect(page.locator("#feed")).to_be_visible()
    assert [] == complaints


async def test_no_strip_without_a_public_place(browser: Browser, both: Demo) -> None:
    """Where the phone has only WhatsApp and Telegram there is no strip."""
    page, _ = await opened(browser, both, 1280, 800)
    await expect(page.locator("#public")).to_be_hidden()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
async def test_the_feed_can_be_read_and_pressed(browser: Browser, all_apps: Demo, width: int, dark: bool) -> None:
    """All text of the open strip has enough contrast, what is pressed is large enough, nothing scrolls sideways."""
    page, complaints = await opened(browser, all_apps, width, 844, dark=dark, query="?lang=en")
    await page.locator("#feed-open").click()
    for app in ("messenger", "instagram", "x"):
        await post(page, app, WORDS)
        await page.locator("#feed-text").fill("")
    await all_apps.bot.call("createForumTopic", chat_id=GROUP, name="Pemantauan")
    await expect(page.locator("#feed-lead")).to_be_visible()
    problems = await seen_problems(page)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert ([], []) == (problems, complaints)
