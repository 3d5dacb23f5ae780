"""The command line ``lms``: the list of its commands, each loaded only when it is called, so that help needs nothing.

Results go to standard output, words for people to standard error. The exit status is 0 for done, 1 for done with
something wrong, 2 for what could not be done.
"""

from importlib import import_module

import click

from lms.kernel.loading import loading

# name: (where it lives, what it does)
COMMANDS = {
    "run": ("lms.commands.running:run", "Set up what is missing, then serve."),
    "serve": ("lms.commands.serving:serve", "Serve the site."),
    "worker": ("lms.commands.working:worker", "Deliver letters, and do what else is done afterwards."),
    "doctor": (
        "lms.commands.doctor:doctor",
        "Say whether everything is in order, and what to do where it is not.",
    ),
    "demo": ("lms.commands.demo:demo", "Make thirty demo people, in every state a learner can be in."),
    "database": ("lms.commands.database:group", "Upgrade or check the database."),
    "backup": ("lms.commands.backup:backup", "Write the whole site into one file, while people work."),
    "restore": ("lms.commands.restore:restore", "Put a backup in the place of a site."),
    "library": ("lms.commands.library:group", "Check, publish and carry courses."),
    "quiz": ("lms.commands.quiz:group", "Try out a quiz file."),
    "people": ("lms.commands.people:group", "Add people."),
    "enrol": ("lms.commands.enrol:enrol", "Enrol people in a course."),
    "report": ("lms.commands.report:group", "Report who has got how far."),
    "certificate": ("lms.commands.certificate:group", "List, export, verify and revoke certificates."),
    "translations": ("lms.commands.translations:group", "Extract, update, compile and check translations."),
    "bench": ("bench.command:bench", "Measure speed, memory and bytes, each figure beside its limit."),
}


class Commands(click.Group):
    """The commands of the list above; what goes wrong in one of them is said in one sentence."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names of the commands, in the order of the list."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Load and return a command, or None where there is none of that name."""
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name][0].split(":")
        with loading():
            command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list into the help, without loading anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in COMMANDS.items()])

    def invoke(self, context: click.Context) -> object:
        """Do what was asked for, behind the edge that turns failures into sentences."""
        with loading():
            edge = import_module("lms.commands.edge")  # it knows the database, which --help can do without
        with edge.failures_in_words():
            return super().invoke(context)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="isegoria", message="Isegoria %(version)s")
def main() -> None:
    """Isegoria, a learning platform for citizen engagement."""
