"""Run a command: read the settings, work to the end, and say in one line what went wrong."""

import asyncio

import typer
from pydantic import ValidationError

from app.logs import configure_logging
from app.masking import where
from app.settings import Settings
from cli.troubles import readable
from core.language.data import CityError
from core.vocabulary.errors import KanalError


def load_settings() -> Settings:
    """Read the settings; end with one readable line per mistake."""
    try:
        settings = Settings()
    except ValidationError as error:
        for problem in error.errors(include_input=False):
            name = ".".join(f"{part}: " for part in problem["loc"])
            message = problem["msg"].removeprefix("Value error, ")
            typer.echo(f"kanal: setting {name}{message} (.env.example explains it)", err=True)
        raise typer.Exit(2) from None
    except UnicodeDecodeError:
        typer.echo("kanal: .env is not UTF-8: save it as UTF-8 in your editor", err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"kanal: .env cannot be read: {error.strerror}", err=True)
        raise typer.Exit(2) from None
    configure_logging(settings.secrets())
    return settings


def run(work: "asyncio._CoroutineLike[int]") -> None:
    """Run to the end; a known trouble becomes one line and exit code 1. A taken port or a full disk is known too."""
    try:
        code = asyncio.run(work)  # type: ignore[arg-type]
    except (KanalError, CityError, OSError) as error:
        typer.echo(f"kanal: {readable(error)}", err=True)
        raise typer.Exit(1) from None
    except Exception as bug:  # noqa: BLE001 - the boundary of the process: a traceback's last line may quote a person
        typer.echo(f"kanal: this is a bug, please report it: {type(bug).__name__} at {where(bug)}", err=True)
        raise typer.Exit(1) from None
    raise typer.Exit(code)
