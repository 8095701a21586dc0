// Image files: what is chosen, photographed, dropped or pasted is sent to the kernel by one function.

/** @import { CanvasLink } from "../connection/canvas_link.js" */
/** @import { Refusal } from "../connection/protocol.js" */

// Bytes of a file in one message: hosts close the connection of a page that sends 10 MiB at once.
export const PART = 2 ** 20;

/**
 * Return true if a canvas reads images now.
 * @param {CanvasLink} link
 */
export const readsImages = (link) =>
  link.get("_largest_image") > 0 && !link.get("disabled") && link.connection.isOpen;

/**
 * Send the kernel an image file in parts, or what is wrong with it: the kernel finds the words.
 * @param {CanvasLink} link
 * @param {Iterable<File>} files - there should be one
 */
export async function sendImage(link, files) {
  if (!readsImages(link)) return;
  const [file, ...others] = files;
  /** @type {(why: Refusal) => void} */
  const refuse = (why) => link.send({ kind: "no_image", name: file?.name ?? "", why });
  if (!file) return refuse("none");
  if (others.length) return refuse("several");
  if (file.size > link.get("_largest_image")) return refuse("large");
  const content = await file.arrayBuffer().catch(() => null);
  if (!content) return refuse("unreadable"); // a folder, or a file that has changed meanwhile
  const size = content.byteLength;
  link.flush(); // ink from before the image must not come after it
  for (let first = 0; first === 0 || first < size; first += PART) {
    const part = content.slice(first, first + PART);
    link.send({ kind: "image", name: file.name, size, first }, [part]);
  }
}

/**
 * Let the user choose an image file, or take a photograph, and send it.
 * @param {CanvasLink} link
 * @param {boolean} isPhotograph
 */
export function askForImage(link, isPhotograph) {
  if (!readsImages(link)) return;
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.accept = "image/*";
  if (isPhotograph) chooser.setAttribute("capture", "environment");
  chooser.addEventListener("change", () => sendImage(link, chooser.files ?? []));
  chooser.click();
}
