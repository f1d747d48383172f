/** The page tells what it is asked to the notebook around it, and is asked by it. */

import { linked } from "../core/permalink.js";

/**
 * A part of the page that sends each state which its reader brings about to the window around it,
 * and takes those that come from there. What was taken is not sent back: two who repeat each other
 * would not come to rest.
 * @param {import("../app.js").App} app
 * @returns {{render: () => void}}
 */
export function live(app) {
  let first = true;
  let taking = false;
  addEventListener("message", (event) => {
    if (event.source !== parent || !event.data?.borders) return;
    const asked = { ...app.state, ...event.data.borders };
    if (linked(app.data, asked) === linked(app.data, app.state)) return;
    taking = true;
    try {
      app.set(asked);
    } finally {
      taking = false;
    }
  });
  return {
    render() {
      if (!taking) parent.postMessage({ borders: app.state, first }, "*");
      first = false;
    },
  };
}
