// The types whose JSON Schemas stand beside this file; generate.mjs turns each exported name into one of them.
import type {
  BlockAction,
  EnvelopedEvent,
  GlobalShortcut,
  MessageShortcut,
  SlashCommand,
  ViewClosedAction,
  ViewSubmitAction,
} from '@slack/bolt';
import type { HomeView, KnownBlock, ModalView, SlackEvent } from '@slack/types';
import type { AppsManifestValidateArguments } from '@slack/web-api';

export type Blocks = KnownBlock[];
export type Views = HomeView | ModalView;
export type Manifest = AppsManifestValidateArguments['manifest'];

// Inbound: with its envelope, as Slack delivers it, or bare.
export type Events = EnvelopedEvent<SlackEvent> | SlackEvent;
export type Slash = SlashCommand;
export type Action = BlockAction;
export type Shortcut = MessageShortcut;
export type Submission = ViewSubmitAction;
export type Global = GlobalShortcut;
export type Closed = ViewClosedAction;
