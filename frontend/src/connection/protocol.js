// The messages between a page and the kernel, as listed in PROTOCOL.md. Each message from a page
// also has `view`, by which the view recognises its answers.

/** @import { Tool } from "../types.js" */

/** @typedef {{ kind: "ink", stroke: number, tool: Tool, first: number, points: number[], end: StrokeEnd, time: number }} InkMessage */
/** @typedef {{ kind: "command", what: Command }} CommandMessage */
/** @typedef {{ kind: "tool", tool: Tool }} ToolMessage */
/** @typedef {{ kind: "width", tool: Tool, width: number }} WidthMessage */
/** @typedef {{ kind: "file", format: string }} FileMessage */
/** @typedef {{ kind: "ping", number: number }} PingMessage */
/** @typedef {{ kind: "backup", ink: string }} BackupMessage */
/** @typedef {{ kind: "restore", ink: string }} RestoreMessage */
/** @typedef {{ kind: "latency", figures: number[] }} LatencyMessage */
/** @typedef {{ kind: "image", name: string, size: number, first: number }} ImageMessage */
/** @typedef {{ kind: "no_image", name: string, why: Refusal }} NoImageMessage */

/**
 * @typedef {InkMessage | CommandMessage | ToolMessage | WidthMessage | FileMessage | PingMessage
 *   | BackupMessage | RestoreMessage | LatencyMessage | ImageMessage | NoImageMessage} PageMessage
 */

/** @typedef {{ kind: "ack", view: number, stroke: number, points: number, end: boolean }} AckAnswer */
/** @typedef {{ kind: "pong", view: number, number: number }} PongAnswer */
/** @typedef {{ kind: "fresh", view: number, number: number }} FreshAnswer */
/** @typedef {{ kind: "read", view: number, time: number }} ReadAnswer */
/** @typedef {{ kind: "file", view: number, format: string, type: string }} FileAnswer */
/** @typedef {{ kind: "repaint" }} RepaintAnswer */
/** @typedef {{ kind: "focus" }} FocusAnswer */

/**
 * @typedef {AckAnswer | PongAnswer | FreshAnswer | ReadAnswer | FileAnswer | RepaintAnswer
 *   | FocusAnswer} KernelMessage
 */

/** @typedef {"undo" | "redo" | "clear"} Command */
/** @typedef {boolean | "discarded"} StrokeEnd - false while it continues; "discarded" if it was not meant */

/** @typedef {"none" | "several" | "large" | "unreadable"} Refusal - why no image is sent */

export {};
