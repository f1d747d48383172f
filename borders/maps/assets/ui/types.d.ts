/** What the parts of the page have in common. */

import type { Aspect } from "../core/answers.js";
import type { UrlState } from "../core/permalink.js";
import type { Crossing } from "../core/verdicts.js";

/** A part of the page: it is made once, and shows anew what a change touches. */
export interface Part {
  node: HTMLElement;
  render(changed: Set<Aspect>): void;
  /** Shows everything for the first time, in steps between which a reader is answered. */
  fill?(): Generator<void>;
  /** Lays out what was filled, in steps, once it stands on the page. */
  show?(): Generator<void>;
  /** Shows what is told of a moment that is passed through; the rest is shown once the moment rests. */
  pass?(isOther: boolean): void;
}

/** What a part may bring about. Each part is given those that it uses. */
export interface Actions {
  /** Ask something else, or choose otherwise. */
  set(patch: Partial<UrlState>): void;
  /** Pass through another moment: marks, headline, legend and day alone follow until it rests. */
  pass(on: UrlState["on"]): void;
  /** Open the details of a crossing, or close them; `opener` takes the focus back. */
  pick(id: string | null, opener?: HTMLElement): void;
  /** Show some crossings alone in the table, under their name, and all of them on the map. */
  list(name: string, ids: string[]): void;
  /** Have a text read aloud. */
  tell(text: string): void;
  /** Change what the map shows, once it rests. */
  view(act: () => void): void;
}

/** A crossing with a position, and its mark. */
export interface Mark {
  crossing: Crossing;
  marker: L.Marker;
  /** Where it belongs. */
  home: L.LatLng;
  /** Where it is drawn. */
  shown: L.LatLng;
  /** Whether it is drawn: one that is folded, or does not serve the question, is not, unless it is selected. */
  isShown: boolean;
  /** What is told where it is pointed at. */
  tip: () => HTMLElement;
  /** What it was last drawn for, and what its words were last made for. */
  looks: string;
  says: string;
}
