"""How people look on the page: a name, an initial and one of a few colours."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.play.people import SLACKBOT
from bot.play.workspace import Workspace

_LOOKS = 6


@dataclass(frozen=True, slots=True)
class Face:
    """One person, or an app."""

    id: str
    name: str
    is_app: bool = False

    @property
    def initial(self) -> str:
        return self.name[:1].upper()

    @property
    def look(self) -> str:
        """The class of their avatar."""
        return "look-app" if self.is_app else f"look-{sum(map(ord, self.id)) % _LOOKS}"


def face_of(user: str, workspace: Workspace) -> Face:
    """The face of that id."""
    known = workspace.users.get(user)
    if known is None:
        return Face(user, "Slackbot" if user == SLACKBOT else user, is_app=True)
    return Face(user, known.real_name, known.is_bot)


def names_of(workspace: Workspace) -> Mapping[str, str]:
    """Id → name, for mentions of people and channels."""
    people = {user.id: user.real_name for user in workspace.users.values()}
    return {**people, **channels_of(workspace)}


def channels_of(workspace: Workspace) -> Mapping[str, str]:
    """Id → name of the channels."""
    return {one.id: one.name for one in workspace.channels.values() if one.kind != "im"}
