"""What everybody takes for granted of a body of Slack's: that ids are texts, and what holds fields is a mapping.

Bolt and the listeners reach into a body without looking; one that is shaped otherwise would bring them to an error.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StrictStr, ValidationError, model_validator

_Text = StrictStr | None
_Fields = Mapping[str, Any]


class _Shape(BaseModel):
    """Fields that are not named may hold anything."""

    model_config = ConfigDict(extra="allow", frozen=True)


class _Named(_Shape):
    id: _Text = None
    name: _Text = None
    username: _Text = None
    domain: _Text = None
    team_id: _Text = None


_Who = StrictStr | _Named | None
"""A person, channel or workspace: by its id alone, or with its name."""


class _Said(_Shape):
    type: _Text = None
    subtype: _Text = None
    ts: _Text = None
    thread_ts: _Text = None
    bot_id: _Text = None
    text: StrictStr = ""


class _Message(_Said):
    channel: _Text = None
    user: _Text = None
    team: _Text = None


class _Link(_Shape):
    url: StrictStr


class _Place(_Shape):
    channel: _Who = None
    channel_id: _Text = None
    ts: _Text = None
    thread_ts: _Text = None


class _View(_Shape):
    id: _Text = None
    hash: _Text = None
    callback_id: _Text = None
    private_metadata: _Text = None
    blocks: list[_Fields] | None = None
    state: dict[str, dict[str, dict[str, _Fields]]] | None = None


class _Event(_Said):
    type: StrictStr
    channel: _Who = None
    user: _Who = None
    team: _Text = None
    user_team: _Text = None
    channel_type: _Text = None
    deleted_ts: _Text = None
    message_ts: _Text = None
    source: _Text = None
    tab: _Text = None
    unfurl_id: _Text = None
    message: _Message | None = None
    previous_message: _Message | None = None
    item: _Place | None = None
    links: list[_Link] | None = None
    view: _View | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if missing := [name for name in _NEEDED.get(self.type, ()) if not _given(self, name)]:
            raise ValueError(f"{self.type} without {missing}")
        if self.type in _NEEDED and any(isinstance(each, _Named) for each in (self.channel, self.user)):
            raise ValueError(f"{self.type} with more than the id of its channel or user")
        return self


_NEEDED: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": ("user", "tab"),
    "app_mention": ("channel", "ts"),
    "link_shared": ("channel", "links", "message_ts", "source", "unfurl_id"),
    "message": ("channel", "ts"),
    "reaction_added": ("item", "user"),
}


_NO_EVENT = _Event(type="")


class _Action(_Shape):
    action_id: StrictStr
    block_id: _Text = None
    type: _Text = None
    value: _Text = None


class _Authorization(_Shape):
    enterprise_id: _Text = None
    team_id: _Text = None
    user_id: _Text = None


class _Body(_Shape):
    type: _Text = None
    event_id: _Text = None
    trigger_id: _Text = None
    team_id: _Text = None
    user_id: _Text = None
    channel_id: _Text = None
    enterprise_id: _Text = None
    response_url: _Text = None
    callback_id: _Text = None
    command: _Text = None
    text: _Text = None
    team: _Who = None
    user: _Who = None
    channel: _Who = None
    enterprise: _Who = None
    authorizations: list[_Authorization] | None = None
    event: _Event = _NO_EVENT  # absent from most bodies, null in none
    actions: Annotated[list[_Action], Field(min_length=1)] | None = None
    message: _Message | None = None
    container: _Place | None = None
    view: _View | None = None


def check_shape(body: Mapping[str, Any]) -> None:
    """Raise ValueError, which names the fields and no values, for a body that Slack never sends."""
    try:
        _Body.model_validate(body)
    except ValidationError as error:
        fields = sorted({".".join(map(str, each["loc"])) for each in error.errors(include_input=False)})
        raise ValueError(f"Slack never sends this in {', '.join(fields)}") from None


def _given(shape: _Shape, name: str) -> bool:
    return bool(getattr(shape, name, None))
