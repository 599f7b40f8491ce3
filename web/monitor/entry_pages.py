"""Coming in and going out: login, the first visit by an invitation, and one's own account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from aiohttp import web

from core.vocabulary.accounts import Account
from web.drawing import code_of
from web.links import is_word
from web.monitor import cookies
from web.monitor.doors import FORM, Doors, Visit
from web.monitor.provider import NotVouched, Provider
from web.monitor.secrets import SHORTEST, address_of, token_of, weakness
from web.posts import Post

NAME_LETTERS = 64
CODE_LETTERS = 12


@dataclass(frozen=True)
class EntryPages:
    """The pages by which somebody gets in."""

    doors: Doors
    provider: Provider | None = None

    # --- login ------------------------------------------------------------------------------------------------------

    async def login(self, request: web.Request) -> web.StreamResponse:
        """Show the form."""
        return self._form(request, "login.html", wrong=False, typed="", next=self._next(request.query.get("next", "")))

    async def come_in(self, request: web.Request, post: Post) -> web.StreamResponse:
        """Let in whoever gives the right name, password and code; what is wrong is never said."""
        name, doors = plain_name(post.text("name", NAME_LETTERS)), self.doors
        code = "".join(post.text("code", CODE_LETTERS).split())
        account = await doors.entrance.judge(name, post.fields.get("password", ""), code)
        then = self._next(post.text("next", 300))
        if account is None:
            doors.pages.site.report("login_refused")
            return self._form(request, "login.html", status=403, wrong=True, typed=name, next=then)
        return await self._begun(account, then)

    # --- by an identity provider ------------------------------------------------------------------------------------

    async def away(self, request: web.Request) -> web.StreamResponse:
        """Lead to the identity provider, with a word that only this browser has."""
        assert self.provider is not None
        doors = self.doors
        door = doors.pages.site.fresh()
        try:
            response = _elsewhere(await self.provider.begin(door, self._back(request)))
        except NotVouched as reason:
            return self._refused(request, reason)
        cookies.write(response, cookies.DOOR, door, https=doors.https)
        return response

    async def back(self, request: web.Request) -> web.StreamResponse:
        """Let in whom the identity provider vouches for, where there is an account for them."""
        assert self.provider is not None
        doors = self.doors
        door = cookies.read(request, cookies.DOOR, https=doors.https)
        now = doors.pages.site.clock.now()
        try:
            subject = await self.provider.finish(door, self._back(request), request.query, now) if door else ""
        except NotVouched as reason:
            return self._refused(request, reason)
        account = await doors.entrance.vouched(subject)
        return await self._begun(account, "") if account is not None else self._refused(request, None)

    def _back(self, request: web.Request) -> str:
        origin = self.doors.pages.site.public_url.rstrip("/") or f"{request.scheme}://{request.host}"
        return f"{origin}{self.doors.paths.login}/oidc/back"

    def _refused(self, request: web.Request, reason: NotVouched | None) -> web.Response:
        self.doors.pages.site.report("login_refused", error=str(reason or "no account"))
        return self._form(request, "login.html", status=403, wrong=True, typed="", next="")

    async def _begun(self, account: Account, then: str) -> web.Response:
        """Begin a session, under a word that nobody knew before."""
        doors = self.doors
        response = _to(then or doors.paths.root)
        cookies.write(response, cookies.SESSION, await doors.entrance.begin(account), https=doors.https)
        cookies.forget(response, cookies.DOOR, https=doors.https)
        return response

    async def go_out(self, request: web.Request, _visit: Visit) -> web.StreamResponse:
        """End this session."""
        doors = self.doors
        await doors.entrance.end(cookies.read(request, cookies.SESSION, https=doors.https))
        response = _to(doors.paths.login)
        cookies.forget(response, cookies.SESSION, https=doors.https)
        return response

    # --- the first visit --------------------------------------------------------------------------------------------

    async def start(self, request: web.Request) -> web.StreamResponse:
        """Show what an invited person sets up; looking at it uses nothing up."""
        account = await self._invited(request)
        return self._closed(request) if account is None else self._setting_up(request, account)

    async def set_up(self, request: web.Request, post: Post) -> web.StreamResponse:
        """Take the password, and the code that shows that the second factor works."""
        account = await self._invited(request)
        if account is None:
            return self._closed(request)
        password, code = post.fields.get("password", ""), "".join(post.text("code", CODE_LETTERS).split())
        wrong = weakness(password, account.name)
        if not wrong and password != post.fields.get("again", ""):
            wrong = "again"
        if wrong:
            return self._setting_up(request, account, wrong)
        chosen = await self.doors.entrance.accept(account, password, code)
        if chosen is None:
            return self._setting_up(request, account, "code")
        return await self._begun(chosen, "")

    async def _invited(self, request: web.Request) -> Account | None:
        name, word = request.match_info["name"], request.match_info["word"]
        return await self.doors.entrance.invited(name, word) if is_word(word) else None

    def _setting_up(self, request: web.Request, account: Account, wrong: str = "") -> web.Response:
        site = self.doors.pages.site
        secret = self.doors.entrance.factors.secret_of(account)
        address = address_of(secret, account.name, f"Kanal {site.city.name}")
        shown = " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
        return self._form(
            request,
            "start.html",
            status=422 if wrong else 200,
            wrong=wrong,
            account=account,
            code=code_of(address),
            secret_words=shown,
            shortest=SHORTEST,
        )

    def _closed(self, request: web.Request) -> web.Response:
        return self.doors.draw(request, "closed.html", None, status=404, here="")

    # --- one's own account ------------------------------------------------------------------------------------------

    async def own(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """Show one's account."""
        return self._own(request, visit)

    def _own(self, request: web.Request, visit: Visit, wrong: str = "", status: int = 200) -> web.Response:
        return self.doors.draw(request, "own.html", visit, status=status, wrong=wrong, shortest=SHORTEST)

    async def change(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """Change the password for whoever knows the present one and has the phone; all browsers are out then."""
        assert visit.post is not None
        post, entrance = visit.post, self.doors.entrance
        new = post.fields.get("password", "")
        wrong = weakness(new, visit.account.name) or ("again" if new != post.fields.get("again", "") else "")
        if not wrong:
            code = "".join(post.text("code", CODE_LETTERS).split())
            judged = await entrance.judge(visit.account.name, post.fields.get("present", ""), code)
            wrong = "" if judged is not None else "present"
        if wrong:
            return self._own(request, visit, wrong, 422)
        await entrance.change_password(visit.account, new)
        return _to(self.doors.paths.login)

    async def end_all(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """End every session of this account."""
        await self.doors.entrance.end_all(visit.account.name)
        response = _to(self.doors.paths.login)
        cookies.forget(response, cookies.SESSION, https=self.doors.https)
        return response

    # --- what they share --------------------------------------------------------------------------------------------

    def _form(self, request: web.Request, template: str, *, status: int = 200, **context: Any) -> web.Response:
        """Draw a form for somebody who is not logged in, tied to this browser."""
        doors = self.doors
        door = cookies.read(request, cookies.DOOR, https=doors.https) or doors.pages.site.fresh()
        context = {"token": token_of(door, FORM), "provider": self.provider, **context}
        response = doors.draw(request, template, None, status=status, **context)
        cookies.write(response, cookies.DOOR, door, https=doors.https)
        return response

    def _next(self, path: str) -> str:
        """Give where to go after the login: only to a page of this room."""
        root = f"{self.doors.paths.root}/"
        return path if path.startswith(root) and "//" not in path and "\\" not in path and path.isprintable() else ""


def plain_name(name: str) -> str:
    """Give a name as accounts are called."""
    return name.strip().casefold()


def _elsewhere(address: str) -> web.Response:
    return web.Response(status=303, headers={"Location": address, "Cache-Control": "no-store"})


def _to(path: str) -> web.Response:
    return web.Response(status=303, headers={"Location": quote(path, safe="/?=&-._~"), "Cache-Control": "no-store"})
