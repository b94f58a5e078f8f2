"""Slack's moods: what each of its refusals means, who can mend it, and whether asking again may help."""

from collections.abc import Mapping
from enum import Enum

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse


class Mood(Enum):
    """Who can mend what went wrong with a call."""

    RETRYABLE = "retryable"
    """It passes by itself: ask again, at once or in a while."""
    USER = "user"
    """The person who called can mend it, and is told how."""
    OPERATOR = "operator"
    """Whoever runs the bot can mend it, and is told how in the log, once an hour."""
    FATAL = "fatal"
    """A mistake of the bot's own: logged with its place in the code, under a reference that the person is given."""


class UnclearPostError(Exception):
    """A message may have been posted or not, and it cannot be found out; posting again might double it."""


class ResponseUrlError(Exception):
    """A response did not get through: Slack refused it (its URL is used up or too old), or could not be reached."""


_RETRYABLE = """
    accesslimited ekm_access_denied external_channel_migrating fatal_error internal_error message_limit_exceeded
    org_login_required rate_limited ratelimited request_timeout service_unavailable team_added_to_org update_failed
"""

USER_FIXABLE: Mapping[str, str] = {
    **dict.fromkeys(("not_in_channel", "channel_not_found", "cannot_find_channel"), "trouble-invite"),
    **dict.fromkeys(("is_archived", "is_inactive"), "trouble-archived"),
    **dict.fromkeys(
        "restricted_action restricted_action_non_threadable_channel restricted_action_read_only_channel"
        " restricted_action_thread_locked restricted_action_thread_only_channel cannot_reply_to_message"
        " channel_is_limited_access user_is_restricted".split(),
        "trouble-restricted",
    ),
    **dict.fromkeys(
        "exchanged_trigger_id expired_trigger_id invalid_trigger_id trigger_exchanged trigger_expired".split(),
        "trouble-late",
    ),
    **dict.fromkeys(
        "cannot_find_message cannot_unfurl_message cannot_unfurl_url cant_delete_message cant_update_message"
        " compliance_exports_prevent_deletion edit_window_closed invalid_unfurl_id message_not_found thread_not_found"
        " hash_conflict view_not_found not_found push_limit_reached".split(),
        "trouble-gone",
    ),
    **dict.fromkeys(
        "user_disabled user_not_found user_not_in_channel user_not_visible users_not_found cannot_dm_bot".split(),
        "trouble-person",
    ),
}
"""What the person who called can mend: the refusal → what they are told, by its name in the catalogue."""

_INSTALL = (
    "install the app again under “OAuth & Permissions” at api.slack.com/apps, and copy its new token; where many"
    " workspaces install it, have it installed again in the one that the log names"
)
_ALLOW = "ask an administrator of the workspace to let the app be used there"
_SWITCH = "switch it on at api.slack.com/apps, or paste what `commonplace manifest` prints"

OPERATOR_FIXABLE: Mapping[str, str] = {
    **dict.fromkeys(
        "account_inactive bot_not_found cannot_auth_user invalid_auth not_authed token_expired token_revoked".split(),
        _INSTALL,
    ),
    "not_allowed_token_type": "SLACK_BOT_TOKEN starts with xoxb-, SLACK_APP_TOKEN with xapp-: copy each again",
    **dict.fromkeys(
        ("missing_scope", "no_permission", "cannot_find_service"),
        "print the manifest with `commonplace manifest`, paste it under “App Manifest” and install the app again",
    ),
    **dict.fromkeys(
        "access_denied enterprise_is_restricted forbidden_team team_access_not_granted two_factor_setup_required"
        " slack_connect_blocked".split(),
        _ALLOW,
    ),
    **dict.fromkeys(("messages_tab_disabled", "not_enabled", "socket_mode_disabled", "feature_not_enabled"), _SWITCH),
    "team_not_found": "the token belongs to no workspace that is there any more: " + _INSTALL,
    "too_many_websockets": "stop other processes with the same app-level token: Slack allows ten connections",
}
"""What whoever runs the bot can mend: the refusal → what to do."""

_FATAL = """
    as_user_not_supported block_mismatch cannot_parse_attachment cannot_prompt deprecated_endpoint
    duplicate_channel_not_found duplicate_external_id duplicate_message_not_found error_bad_format
    error_processing_metadata insecure_request invalid_array_arg invalid_arg_name invalid_arguments invalid_attachments
    invalid_blocks invalid_blocks_format invalid_charset invalid_cursor invalid_form_data invalid_json
    invalid_limit invalid_metadata_filter_keys invalid_metadata_format invalid_metadata_schema invalid_post_type
    invalid_source invalid_ts_latest invalid_ts_oldest invalid_unfurls_format is_bot json_not_object
    markdown_text_conflict metadata_must_be_sent_from_app metadata_too_large method_deprecated
    method_not_supported_for_channel_type missing_args missing_channel missing_charset missing_post_type missing_source
    missing_ts missing_unfurl_id missing_unfurls msg_blocks_too_long msg_too_long no_dual_broadcast_content_update
    no_text no_thread_ts streaming_state_conflict too_many_attachments too_many_contact_cards unknown_method
    view_too_large
"""

MOODS: Mapping[str, Mood] = {
    **dict.fromkeys(_RETRYABLE.split(), Mood.RETRYABLE),
    **dict.fromkeys(USER_FIXABLE, Mood.USER),
    **dict.fromkeys(OPERATOR_FIXABLE, Mood.OPERATOR),
    **dict.fromkeys(_FATAL.split(), Mood.FATAL),
}
"""Every refusal that Slack's documentation names for the methods that the bot calls, and what kind it is of."""

_SERVER_ERROR, _TOO_MANY = 500, 429


def mood_of(error: Exception) -> Mood:
    """What kind an exception is of. One that nothing is known of is a mistake of the bot's own."""
    if isinstance(error, SlackApiError):
        status = status_of(error)
        if status == _TOO_MANY or status >= _SERVER_ERROR:
            return Mood.RETRYABLE
        return MOODS.get(refusal(error), Mood.FATAL)
    passing = (aiohttp.ClientError, TimeoutError, UnclearPostError, ResponseUrlError)
    return Mood.RETRYABLE if isinstance(error, passing) else Mood.FATAL


def refusal(error: SlackApiError) -> str:
    """Slack's word for why it refused; the HTTP status where the answer is not Slack's own, as with 503."""
    response = error.response
    said = response.data if isinstance(response, AsyncSlackResponse) else response
    if isinstance(said, dict):
        return str(said.get("error"))
    return f"status {status_of(error) or 'unknown'}"


def status_of(error: SlackApiError) -> int:
    """The HTTP status of the answer that holds a refusal; 0 where it is not known."""
    response = error.response
    status = getattr(response, "status_code", None) or getattr(response, "status", None)  # aiohttp's own answer
    return status if isinstance(status, int) else 0


def seconds_to_wait(error: Exception) -> int:
    """For how long Slack asks to be left alone; 0 where it does not say."""
    headers = getattr(error.response, "headers", None) if isinstance(error, SlackApiError) else None
    said = str((headers or {}).get("Retry-After", ""))
    return int(said) if said.isascii() and said.isdecimal() else 0
