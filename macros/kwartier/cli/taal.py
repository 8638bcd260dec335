"""The command line in Dutch: click's own words for usage, help and mistakes, and its exit codes."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from kwartier.text.problems import did_you_mean

_HEADINGS = {"Options": "Opties", "Commands": "Opdrachten", "Positional arguments": "Gegevens"}


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        dutch = args.replace("[OPTIONS]", "[OPTIES]").replace("COMMAND [ARGS]...", "OPDRACHT ...")
        super().write_usage(prog, dutch, prefix or "Gebruik: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


class Opdracht(click.Command):
    """A command that explains itself in Dutch."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option ``--hulp``, with what it does."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Toon deze uitleg."
        return option


OPDRACHTEN = (
    "bekijk",
    "bouw",
    "compileer",
    "controleer",
    "exporteer",
    "links",
    "nieuw",
    "publiceer",
    "schemas",
    "start",
    "vergelijk",
    "verslag",
)
"""Every command; each has a file of that name in ``cli/``."""


class Groep(Opdracht, click.Group):
    """The group of all commands. Only the file of the command that is asked for is read: the others take as long to load."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(OPDRACHTEN)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in OPDRACHTEN:
            return None
        found: click.Command = getattr(import_module(f"kwartier.cli.{cmd_name}"), cmd_name)
        return found


def run(group: click.Group, name: str) -> int:
    """Run a command; gives the exit code: 2, with a Dutch sentence, when it was not typed right."""
    try:
        outcome: Any = group.main(prog_name=name, standalone_mode=False)
        return outcome if isinstance(outcome, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else name
        click.echo(f"{_in_dutch(error)}\nKijk met '{where} --hulp' hoe het moet.", err=True)
    except click.Abort:
        click.echo("Gestopt.", err=True)
        return 130
    return 2


def _in_dutch(error: click.UsageError) -> str:
    """What is wrong with the line that someone typed."""
    if isinstance(error, click.exceptions.NoSuchCommand):
        hint = did_you_mean(error.command_name, OPDRACHTEN)
        return f"De opdracht '{error.command_name}' bestaat niet. {hint}".strip()
    if isinstance(error, click.NoSuchOption):
        options = [one for each in error.ctx.command.params for one in each.opts] if error.ctx else []
        return f"De optie '{error.option_name}' bestaat niet. {did_you_mean(error.option_name, options)}".strip()
    if isinstance(error, click.BadOptionUsage):
        return f"Bij de optie '{error.option_name}' hoort een waarde, of juist niet."
    if isinstance(error, click.MissingParameter) and error.param:
        return f"Na de opdracht ontbreekt {_name(error.param)}{_choices(error.param)}."
    if isinstance(error, click.BadParameter) and error.param:
        return f"De waarde van {_name(error.param)} kan niet{_choices(error.param)}."
    return "Er staat te veel achter de opdracht."


def _name(parameter: click.Parameter) -> str:
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name.upper()


def _choices(parameter: click.Parameter) -> str:
    if isinstance(parameter.type, click.Choice):
        return "; kies uit: " + ", ".join(map(str, parameter.type.choices))
    if isinstance(parameter.type, click.IntRange):
        return f"; het is een getal van {parameter.type.min} tot en met {parameter.type.max}"
    return ""
