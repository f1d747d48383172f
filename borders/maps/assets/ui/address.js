/** The address of the page: what it asks, whether it is shown in an article, and that Back closes the card. */

/** What the browser keeps beside an address that was gone on from, and beside one with a card that was opened there. */
const BEFORE = { borders: "before" };
const CARD = { borders: "card" };

/**
 * @param {string} hash
 * @returns {{hash: string, isEmbedded: boolean}} what is asked, and whether "embed" stood among it
 */
export function parted(hash) {
  const parts = hash.replace(/^#/, "").split("&").filter(Boolean);
  const others = parts.filter((part) => !/^embed(=(1|yes|true)?)?$/i.test(part));
  return { hash: `#${others.join("&")}`, isEmbedded: others.length < parts.length };
}

/** @returns {string} the part of the present address that asks something */
export function questionPart() {
  return parted(location.hash).hash;
}

/**
 * @param {() => string} link that the page has now
 * @param {() => void} close closes the card
 * @param {() => void} arrive asks what the present address asks
 */
export function address(link, close, arrive) {
  let known = location.hash;
  const arrived = () => {
    known = location.hash;
    arrive();
  };
  const read = () => void (location.hash === known || arrived());
  const isCard = () => history.state?.borders === CARD.borders;
  let wasCard = isCard();
  const write = (/** @type {"pushState" | "replaceState"} */ how, /** @type {unknown} */ state) => {
    const own = parted(location.hash).isEmbedded ? embedded(link()) : link();
    try {
      history[how](state, "", own);
    } catch {
      // a frame without an address of its own keeps none
    }
    known = location.hash;
  };
  addEventListener("hashchange", arrived);
  addEventListener("popstate", ({ state }) => {
    const isLeft = wasCard && state?.borders === BEFORE.borders;
    wasCard = isCard();
    if (!isLeft) return;
    known = location.hash;
    close();
    write("replaceState", state); // what was asked meanwhile stays asked
  });
  return {
    /** Ask what an address asks that was gone to, of which the browser will tell later. */
    read,
    keep() {
      read();
      write("replaceState", history.state);
    },
    /**
     * Go on to an address of its own when a card opens, and back when it closes.
     * @param {() => boolean} isOpen now
     * @param {boolean} opens next
     */
    turn(isOpen, opens) {
      read();
      if (location.protocol === "about:" || isOpen() === opens) return;
      if (opens) {
        write("replaceState", BEFORE);
        write("pushState", CARD);
        wasCard = isCard();
      } else if (wasCard) {
        history.back();
      }
    },
  };
}

/**
 * @param {string} link
 * @returns {string} the link to the same in an article
 */
export function embedded(link) {
  const [path, hash = ""] = link.split("#");
  return `${path}#${["embed", hash].filter(Boolean).join("&")}`;
}
