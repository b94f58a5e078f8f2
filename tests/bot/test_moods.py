"""One table of what Slack may refuse: nothing that its documentation names is missing, and nothing stands in it twice."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.moods import (
    _FATAL,
    _RETRYABLE,
    MOODS,
    OPERATOR_FIXABLE,
    USER_FIXABLE,
    Mood,
    ResponseUrlError,
    UnclearPostError,
    mood_of,
    seconds_to_wait,
)
from bot.texts import LANGUAGES, texts_in

DOCUMENTED = {
    "every method": """
        access_denied accesslimited account_inactive deprecated_endpoint ekm_access_denied enterprise_is_restricted
        fatal_error internal_error invalid_arg_name invalid_arguments invalid_array_arg invalid_auth invalid_charset
        invalid_form_data invalid_post_type is_bot method_deprecated missing_post_type missing_scope no_permission
        not_allowed_token_type not_authed org_login_required ratelimited request_timeout service_unavailable
        team_access_not_granted team_added_to_org token_expired token_revoked two_factor_setup_required unknown_method
    """,
    "chat.postMessage": """
        as_user_not_supported cannot_reply_to_message channel_not_found duplicate_channel_not_found
        duplicate_message_not_found error_bad_format invalid_attachments invalid_blocks invalid_blocks_format
        invalid_metadata_format invalid_metadata_schema is_archived markdown_text_conflict message_limit_exceeded
        messages_tab_disabled metadata_must_be_sent_from_app metadata_too_large msg_blocks_too_long msg_too_long no_text
        not_in_channel rate_limited restricted_action restricted_action_non_threadable_channel
        restricted_action_read_only_channel restricted_action_thread_locked restricted_action_thread_only_channel
        slack_connect_blocked team_not_found too_many_attachments too_many_contact_cards user_is_restricted
    """,
    "chat.postEphemeral": "user_not_in_channel restricted_action is_archived no_text not_in_channel",
    "chat.update": """
        block_mismatch cant_update_message edit_window_closed external_channel_migrating is_inactive message_not_found
        no_dual_broadcast_content_update streaming_state_conflict update_failed
    """,
    "chat.delete": "cant_delete_message compliance_exports_prevent_deletion message_not_found",
    "chat.getPermalink": "channel_not_found message_not_found",
    "chat.unfurl": """
        cannot_auth_user cannot_find_channel cannot_find_message cannot_find_service cannot_parse_attachment
        cannot_prompt cannot_unfurl_message cannot_unfurl_url error_processing_metadata invalid_source
        invalid_unfurl_id invalid_unfurls_format missing_channel missing_source missing_ts missing_unfurl_id
        missing_unfurls
    """,
    "conversations.history, conversations.replies": """
        channel_not_found invalid_cursor invalid_limit invalid_metadata_filter_keys invalid_ts_latest invalid_ts_oldest
        method_not_supported_for_channel_type missing_channel missing_ts not_in_channel thread_not_found
    """,
    "users.info": "user_not_found user_not_visible",
    "views.open": """
        duplicate_external_id exchanged_trigger_id expired_trigger_id invalid_trigger_id push_limit_reached
        view_too_large
    """,
    "views.publish": "hash_conflict not_enabled view_too_large",
    "apps.connections.open": "forbidden_team insecure_request missing_args",
    "assistant.threads.setSuggestedPrompts": "channel_not_found no_thread_ts not_allowed_token_type",
}


def test_every_refusal_that_slack_documents_for_a_method_we_call_is_of_some_kind() -> None:
    missing = {method: sorted(set(codes.split()) - MOODS.keys()) for method, codes in DOCUMENTED.items()}
    assert not any(missing.values()), missing


def test_no_refusal_is_of_two_kinds() -> None:
    listed = [*_RETRYABLE.split(), *USER_FIXABLE, *OPERATOR_FIXABLE, *_FATAL.split()]
    assert sorted(listed) == sorted(set(listed))


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_person_can_mend_is_said_in_their_language(language: str) -> None:
    texts = texts_in(language)
    assert all(texts(key) for key in USER_FIXABLE.values())


def refused(error: str, status: int = 200, **headers: str) -> SlackApiError:
    class Answer(dict):  # type: ignore[type-arg]
        status_code = status

    answer = Answer(ok=False, error=error)
    answer.headers = headers  # type: ignore[attr-defined]
    return SlackApiError("refused", answer)


@pytest.mark.parametrize(
    ("error", "mood"),
    [
        (refused("ratelimited", 429), Mood.RETRYABLE),
        (refused("invalid_auth", 503), Mood.RETRYABLE),
        (refused("is_archived"), Mood.USER),
        (refused("missing_scope"), Mood.OPERATOR),
        (refused("msg_too_long"), Mood.FATAL),
        (refused("never_heard_of"), Mood.FATAL),
        (aiohttp.ServerDisconnectedError(), Mood.RETRYABLE),
        (TimeoutError(), Mood.RETRYABLE),
        (ResponseUrlError("status 404"), Mood.RETRYABLE),
        (UnclearPostError("reset"), Mood.RETRYABLE),
        (RuntimeError("ours"), Mood.FATAL),
    ],
)
def test_an_exception_is_of_the_kind_of_what_slack_said(error: Exception, mood: Mood) -> None:
    assert mood_of(error) is mood


def test_how_long_slack_asks_to_be_left_alone_is_read_where_it_says_so() -> None:
    assert seconds_to_wait(refused("ratelimited", 429, **{"Retry-After": "30"})) == 30
    assert seconds_to_wait(refused("ratelimited", 429, **{"Retry-After": "soon"})) == 0
    assert seconds_to_wait(RuntimeError()) == 0
