"""The commands below ``kanal account``; what they do stands in `cli.account`, loaded where it is needed."""

from typing import Annotated

import typer

from cli.running import load_settings, run

account = typer.Typer(help="Accounts of Ombudsman, ministry and mayor, who look from outside.", no_args_is_help=True)
AccountName = Annotated[str, typer.Argument(help="What its person logs in with.")]


@account.command("add")
def account_add(
    name: AccountName,
    office: Annotated[str, typer.Option(help="ombudsman, ministry or mayor.")],
    city: Annotated[list[str] | None, typer.Option(help="Code of a city that it sees; default: this one.")] = None,
    subject: Annotated[str, typer.Option(help="Who it is at the identity provider: ISSUER|SUBJECT.")] = "",
) -> None:
    """Make an account and print the link by which its person sets password and second factor up."""
    from cli import account as accounts

    run(accounts.add(load_settings(), name, office, city or (), subject))


@account.command("invite")
def account_invite(name: AccountName) -> None:
    """Print a new link for somebody who forgot the password or has another phone; the old ones work no more."""
    from cli import account as accounts

    run(accounts.invite(load_settings(), name))


@account.command("key")
def account_key() -> None:
    """Make a key by which second factors are encrypted."""
    from cli import account as accounts

    raise typer.Exit(accounts.new_key())


@account.command("close")
def account_close(name: AccountName) -> None:
    """Shut an account and end its sessions."""
    from cli import account as accounts

    run(accounts.close(load_settings(), name))


@account.command("list")
def account_list() -> None:
    """List all accounts with their state."""
    from cli import account as accounts

    run(accounts.show_all(load_settings()))


@account.command("log")
def account_log(name: Annotated[str, typer.Argument(help="Of one account; default: of all.")] = "") -> None:
    """Show every look: when, who, which page, which report."""
    from cli import account as accounts

    run(accounts.show_looks(load_settings(), name))
