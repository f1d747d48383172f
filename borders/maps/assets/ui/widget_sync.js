/** The page tells what it is asked to the notebook around it, and is asked by it. */

import { linked } from "../core/permalink.js";

/** @import { Answers } from "../core/answers.js" */
/** @import { Actions } from "./types.js" */

/**
 * A part of the page that sends each state which its reader brings about to the window around it,
 * and takes those that come from there. What was taken is not sent back: two who repeat each other
 * would not come to rest.
 * @param {Answers} answers
 * @param {Pick<Actions, "set">} actions
 * @returns {{render: () => void}}
 */
export function widgetSync(answers, actions) {
  let first = true;
  let taking = false;
  addEventListener("message", (event) => {
    if (event.source !== parent || !event.data?.borders) return;
    const state = { ...answers.state, ...event.data.borders };
    if (linked(state, answers.start) === linked(answers.state, answers.start)) return;
    taking = true;
    try {
      actions.set(state);
    } finally {
      taking = false;
    }
  });
  return {
    render() {
      if (!taking) parent.postMessage({ borders: answers.state, first }, "*");
      first = false;
    },
  };
}
