// Types of what a host passes to a script: models, their kernel, and anywidget's calls.

/**
 * A kernel's connection, as far as JupyterLab's services expose it.
 * @typedef {object} Kernel
 * @property {string} id
 * @property {string} status
 * @property {string} connectionStatus
 * @property {boolean} isDisposed
 * @property {{ connect(slot: (sender: unknown, args: KernelMessage) => void): void }} [anyMessage]
 * @property {{ baseUrl?: string, token?: string, init?: RequestInit }} [serverSettings]
 * @property {() => Promise<void>} reconnect
 */

/**
 * @typedef {object} KernelMessage
 * @property {"send" | "recv"} direction
 * @property {{ header: { msg_type: string }, channel: string, content: { restart?: boolean } }} msg
 */

/**
 * Creates models and finds them by their identifiers.
 * @typedef {object} WidgetManager
 * @property {Kernel | null} [kernel]
 * @property {unknown} [context] - only in JupyterLab
 * @property {(id: string) => Promise<any>} get_model
 */

/**
 * The model of a layout, which exposes the kernel behind a widget. anywidget's models hide it.
 * @typedef {object} LayoutModel
 * @property {boolean} comm_live
 * @property {{ jsServicesComm?: { isDisposed: boolean } }} [comm]
 * @property {WidgetManager} [widget_manager]
 */

/**
 * A widget's model as its host has it, with ipywidgets' own members.
 * @typedef {object} HostModel
 * @property {{ on_msg(handler: (message: object) => Promise<void>): void }} [comm]
 * @property {(message: object) => Promise<void>} _handle_comm_msg
 */

/**
 * A widget's model in the page.
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: any, options?: { unset: boolean }) => void} set
 * @property {(name: string, handler: (...args: any[]) => void) => void} on
 * @property {(name: string, handler: (...args: any[]) => void) => void} off
 * @property {(message: object, callbacks?: object, buffers?: ArrayBuffer[]) => void} send
 * @property {WidgetManager} widget_manager
 */

/**
 * The model of an `InkCanvas`, which all of its views share.
 * @typedef {Model & {
 *   model_id: string,
 *   trigger(name: string): void,
 * }} CanvasModel
 */

/**
 * The functions that anywidget calls when there is a model, to show it, and when a view is removed.
 * @typedef {(context: { model: Model }) => void} Initialize
 * @typedef {(context: { model: Model, el: HTMLElement }) => Cleanup | Promise<Cleanup>} Render
 * @typedef {() => void} Cleanup
 */

/** @typedef {"pen" | "eraser" | "stroke eraser"} Tool */
/** @typedef {[x: number, y: number]} Point - in CSS pixels of the surface */

export {};
