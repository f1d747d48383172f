/** What of a link is not understood, and what may be meant: never is another question answered unsaid. */

import { button, element, entitle } from "./dom.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Unread } from "../core/permalink.js" */
/** @import { Part } from "./types.js" */

/**
 * @param {Answers} answers
 * @param {Unread[]} unread
 * @param {(hash: string) => void} ask puts the question of another link
 * @returns {Part & {tell: (parts: Unread[]) => void}}
 */
export function linkNotice(answers, unread, ask) {
  const list = element("div", { role: "status" });
  const close = button("borders-step borders-dismiss", () => tell([]), "×");
  const node = element("aside", { class: "borders-notice" }, list, close);
  const anchor = (/** @type {Unread["near"][number]} */ { text, hash }) => {
    const link = element("a", { href: hash }, text);
    link.addEventListener("click", (event) => {
      // in a frame without an address of its own, the address is that of the page around it
      event.preventDefault();
      tell([]);
      ask(hash);
    });
    return link;
  };
  const show = () => {
    const { say } = answers;
    node.hidden = !unread.length;
    node.setAttribute("aria-label", say.t("link.unread"));
    entitle(close, say.t("link.dismiss"));
    const lines = unread.map(({ part, near }) => {
      const links = near.flatMap((each, i) => [i ? " · " : " ", anchor(each)]);
      return element("p", {}, `${say.t("link.unread")} `, element("code", {}, part), ...(links.length ? [`. ${say.t("link.near")}`, ...links] : []));
    });
    list.replaceChildren(...lines);
  };
  const tell = (/** @type {Unread[]} */ parts) => {
    unread = parts;
    show();
  };
  return {
    node,
    tell,
    render(changed) {
      if (changed.has("lang")) show();
    },
  };
}
