"""A small collection of posts for the tests of the bot: one paragraph that five posts repeat, code, lists, hostile titles."""

from pathlib import Path

from knowledge import Config, SourceConfig

CONTRACTS = (
    "Contract tests are how we keep one microservice from breaking another. Each consumer writes down what it expects, "
    "and the build of the provider refuses a change that would break it."
)
ROLLBACK = (
    "To roll back a release, press the button of the release before it. The database is never rolled back: every "
    "migration must work with the code of the release before and after it."
)
REPEATED_IN = ("Payments at Scale", "Search Rebuilt", "Our Second Monolith", "A Year of Trains", "Mobile Backends")
CODE = "kubectl rollout undo deployment/web --to-revision=41"

# Each holds a mark that would end a link, start a mention or turn into markup, were it not escaped.
NASTY_TITLES = {
    "channel": "<!channel> Ring everybody & run",
    "person": "<@U0BEN> | pings > people",
    "link": "A [link](https://evil.example) | <https://evil.example|label>",
    "markup": "*Bold* _italic_ ~struck~ `code` &amp; more",
}
NASTY_TEXT = (
    "Flamingo deployments need `<!here>` and `<@U0BEN>` and `<https://evil.example|a label>` & an ampersand, so that a "
    "quote of hostile text | shows > as it is."
)

_OWN_PARAGRAPHS = """\
Feature flags let us merge unfinished work every day, and switch it on for one customer before everybody else sees it.
Postmortems name causes and never people. The best question to ask is what made the mistake look reasonable at the time.
An alert that nobody acts upon is deleted after two weeks. Ever since, the pager means what it says and people sleep.
Pairing for two hours a day spreads knowledge of the code, and newcomers ship in their very first week at work with us.
Testing against production traffic, recorded and replayed at night, found slow queries that no written test ever found.
""".splitlines()


def write_posts(folder: Path) -> Path:
    """Write the whole collection into a folder, and return it."""
    folder.mkdir(exist_ok=True)
    for number, (title, paragraph) in enumerate(zip(REPEATED_IN, _OWN_PARAGRAPHS, strict=True)):
        body = (
            f"## Working together\n\n{paragraph}\n\n## Contracts\n\n{CONTRACTS}\n\n## Farewell\n\nThat is all for now."
        )
        write_post(folder, f"repeated-{number}", title, body, date=f"{2019 + number}-03-05")
    rollback = f"{ROLLBACK}\n\n```sh\n{CODE}\n```\n\nMore than once this saved an evening."
    write_post(folder, "rollback", "Rolling back", rollback, date="2024-06-01")
    steps = "Before a deploy of zeppelins, check three things:\n\n- the weather\n- the gas\n- the mooring mast\n"
    write_post(folder, "list", "Zeppelins", steps)
    for name, title in NASTY_TITLES.items():
        text = f"## A `<!here>` heading | of {name}\n\n{NASTY_TEXT} This is the {name} one."
        write_post(folder, f"nasty-{name}", title, text, date="2023-01-02", tags='["<!everyone>"]')
    return folder


def write_post(folder: Path, name: str, title: str, body: str, **fields: str) -> Path:
    """Write one post; the fields go into its front matter."""
    quoted = title.replace("'", "''")
    lines = [f"title: '{quoted}'", *(f"{key}: {value}" for key, value in fields.items())]
    path = folder / f"{name}.md"
    path.write_text("\n".join(["---", *lines, "---", "", body, ""]), encoding="utf-8")
    return path


def config_of(folder: Path) -> Config:
    """The configuration that reads a folder as the posts of https://blog.example.com."""
    return Config(sources=(SourceConfig(folder=folder, base_url="https://blog.example.com"),))
