"""Put the pages for those who look from outside on a server."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from aiohttp import web

from core.vocabulary.accounts import Accounts, Office
from web.monitor.city_pages import CityPages
from web.monitor.doors import ALL, Doors, Show
from web.monitor.entry_pages import EntryPages
from web.monitor.factors import Factors
from web.monitor.log_pages import LogPages
from web.monitor.login import Entrance
from web.monitor.month_pages import MonthPages
from web.monitor.provider import Provider
from web.monitor.reading import OversightStore, Reading
from web.monitor.secrets import Hasher
from web.monitor.sums import Added
from web.render import Pages
from web.site import Site


@dataclass(frozen=True)
class Oversight:
    """The pages of one server behind the login; other rooms add theirs."""

    app: web.Application
    doors: Doors

    def add(self, path: str, name: str, show: Show, offices: Collection[Office] = ALL, *, section: str = "") -> None:
        """Add a page that these offices may see; ``name`` stands in the log of looks, ``section`` in the navigation.

        A section is the name of an address in `OversightPaths`, with a text `oversight.nav.<section>`.
        """
        self.app.router.add_get(path, self.doors.page(show, name, offices))
        if section:
            self.doors.sections.append((section, frozenset(offices)))


def add_oversight(
    app: web.Application,
    site: Site,
    accounts: Accounts,
    store: OversightStore,
    factors: Factors,
    hasher: Hasher | None = None,
    provider: Provider | None = None,
) -> Oversight:
    """Add login, city, units, tickets, account and log of looks; give what further pages are added to."""
    https = site.public_url.startswith("https://")
    entrance = Entrance(accounts, site.clock, site.city.code, site.fresh, hasher or Hasher(), factors)
    doors = Doors(Pages(site), entrance, https)
    paths, router = doors.paths, app.router
    entry, log = EntryPages(doors, provider), LogPages(doors)
    start = f"{paths.start}/{{name}}/{{word}}"
    router.add_get(paths.login, doors.open(entry.login))
    router.add_post(paths.login, doors.entry(entry.come_in))
    if provider is not None:
        router.add_get(f"{paths.login}/oidc", doors.open(entry.away))
        router.add_get(f"{paths.login}/oidc/back", doors.open(entry.back))
    router.add_get(start, doors.open(entry.start))
    router.add_post(start, doors.entry(entry.set_up))
    router.add_post(paths.logout, doors.act(entry.go_out))
    router.add_post(paths.own, doors.act(entry.change))
    router.add_post(f"{paths.own}/end", doors.act(entry.end_all))
    oversight = Oversight(app, doors)
    city = CityPages(doors, Reading(site.city, store, site.clock, Added(store, site.clock)), site.calendar)
    oversight.add(paths.root, "overview", city.overview, section="root")
    oversight.add(f"{paths.unit}/{{unit}}", "unit", city.unit)
    oversight.add(paths.ticket, "find", city.find)
    oversight.add(f"{paths.ticket}/{{number}}", "ticket", city.ticket)
    paper = MonthPages(doors, city.reading, site.calendar)
    oversight.add(f"{paths.month}/{{month}}.pdf", "month", paper.paper)
    oversight.add(paths.log, "log", log.show, section="log")
    oversight.add(paths.own, "own", entry.own, section="own")
    return oversight
