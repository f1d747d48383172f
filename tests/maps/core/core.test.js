/** The page's pure modules, each by itself; that they answer as Python does is asked from Python. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { NEVER, dayAfter, dayOf, minuteOn, noon, timeOf } from "../../../borders/maps/assets/core/clock.js";
import { grouped } from "../../../borders/maps/assets/core/country_groups.js";
import { declutter } from "../../../borders/maps/assets/core/declutter.js";
import { linked, read } from "../../../borders/maps/assets/core/permalink.js";
import { Names } from "../../../borders/maps/assets/core/names.js";
import { decoded, linesOf, numbers } from "../../../borders/maps/assets/core/polyline.js";
import { folded, matches } from "../../../borders/maps/assets/core/search.js";
import { shortestPaths } from "../../../borders/maps/assets/core/shortest_paths.js";
import { outlines, paceOf, spots } from "../../../borders/maps/assets/core/time_bar.js";

/** @import { Clock } from "../../../borders/maps/assets/core/clock.js" */
/** @import { UrlState } from "../../../borders/maps/assets/core/permalink.js" */
/** @import { Data } from "../../../borders/maps/assets/core/verdicts.js" */

/** Warsaw in 2025: an hour ahead of UTC, and two from 30 March to 26 October. */
const minute = (/** @type {string} */ text) => Date.parse(text) / 60000;
/** @type {Clock} */
const WARSAW = [[null, 60], [minute("2025-03-30T01:00Z"), 120], [minute("2025-10-26T01:00Z"), 60]];

test("a clock tells the day and the time on its wall", () => {
  assert.equal(dayOf(WARSAW, minute("2025-07-01T22:30Z")), "2025-07-02");
  assert.equal(timeOf(WARSAW, minute("2025-07-01T22:30Z")), "00:30");
  assert.equal(timeOf(WARSAW, minute("2025-01-01T22:30Z")), "23:30");
});

test("noon is that of the wall", () => {
  assert.equal(noon(WARSAW, "2025-07-01"), minute("2025-07-01T10:00Z"));
  assert.equal(noon(WARSAW, "2025-12-01"), minute("2025-12-01T11:00Z"));
});

test("a time that a wall shows twice is the first, and one that it skips is as if it did not", () => {
  assert.equal(minuteOn(WARSAW, "2025-10-26", "02:30"), minute("2025-10-26T00:30Z"));
  assert.equal(minuteOn(WARSAW, "2025-03-30", "02:30"), minute("2025-03-30T01:30Z"));
});

test("days follow each other by the calendar", () => {
  assert.equal(dayAfter("2024-02-28"), "2024-02-29");
  assert.equal(dayAfter("2025-01-01", -1), "2024-12-31");
  assert.equal(NEVER, "1970-01-01");
});

test("names are found whatever the case, the diacritics and the script", () => {
  assert.equal(folded("Šalčininkai"), "salcininkai");
  assert.equal(folded("Брэст"), "brest");
  assert.ok(matches("kuz", folded("Bruzgi Kuźnica")));
  assert.ok(matches("BRU kuz", folded("Bruzgi Kuźnica")));
  assert.ok(!matches("nica", folded("Bruzgi Kuźnica")));
});

test("lines are read in steps of a grid", () => {
  assert.deepEqual(decoded("_p~iF~ps|U", 1e4), [385, -1202]);
  assert.deepEqual(numbers("?@AB"), [0, -1, 1, -2]);
});

test("marks that would hide one another are moved apart, and others are not", () => {
  const [a, b, c] = declutter([{ x: 0, y: 0 }, { x: 4, y: 0 }, { x: 100, y: 0 }], [5, 5, 5]);
  assert.ok(Math.hypot(a.x - b.x, a.y - b.y) >= 9.98);
  assert.deepEqual([a.x + b.x, a.y, b.y], [4, 0, 0]);
  assert.deepEqual(c, { x: 100, y: 0 });
});

test("steps are stacked, the freest at the bottom, and what is on top of all shows as ground", () => {
  const all = [
    { minute: 0, counts: [2, 0, 1, 0] },
    { minute: 10, counts: [1, 0, 1, 1] },
    { minute: 20, counts: [1, 0, 0, 2] },
  ];
  const [open, none, closed, ...more] = outlines(all, (minute) => minute / 10, 3);
  assert.equal(open, "M0.00 3H0.00V1H1.00V2H3.00V3Z");
  assert.equal(none, "");
  assert.equal(closed, "M0.00 3H0.00V0H1.00V1H2.00V2H3.00V3Z");
  assert.deepEqual(more, []);
  assert.deepEqual(outlines([{ minute: 0, counts: [0, 5] }], Number, 3), [""]);
});

test("labels stand beside their ticks in one row while they can, then higher, and else not at all", () => {
  const pair = [{ x: 10, width: 50 }, { x: 100, width: 50 }];
  assert.deepEqual(spots(pair, 200), [{ row: 0, left: 14 }, { row: 0, left: 104 }]);
  assert.deepEqual(spots(pair, 110), [{ row: 0, left: 14 }, { row: 1, left: 46 }]);
  assert.deepEqual(spots([], 110), []);
  assert.equal(spots([{ x: 10, width: 120 }], 110), null);
  assert.equal(spots(Array.from({ length: 9 }, (_, i) => ({ x: 50 + i, width: 40 })), 110), null);
});

test("no label touches another or hides the line of a higher one", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    let state = seed;
    const chance = () => (state = (state * 16807) % 2147483647) / 2147483647;
    const room = 300 + 900 * chance();
    const ticks = Array.from({ length: 6 }, () => ({ x: room * chance(), width: 30 + 160 * chance() })).sort((a, b) => a.x - b.x);
    const chosen = spots(ticks, room);
    chosen?.forEach((a, i) => {
      assert.ok(a.left >= 0 && a.left + ticks[i].width <= room);
      assert.ok(a.left === ticks[i].x + 4 || a.left + ticks[i].width === ticks[i].x - 4);
      chosen.forEach((b, j) => {
        if (i === j) return;
        if (b.row >= a.row) assert.ok(ticks[j].x <= a.left || ticks[j].x >= a.left + ticks[i].width, String(seed));
        if (b.row === a.row) assert.ok(a.left + ticks[i].width <= b.left || b.left + ticks[j].width <= a.left, String(seed));
      });
    });
  }
});

test("play shows all changes within half a minute, and few of them no slower than one reads", () => {
  for (let stops = 0; stops <= 2000; stops += 1) assert.ok(stops * paceOf(stops) <= 30_000);
  assert.equal(paceOf(3), 1100);
});

const PAGE = /** @type {Data} */ (
  /** @type {unknown} */ ({
    languages: ["en", "pl"],
    modes: ["car", "foot"],
    countries: ["BY", "LT", "US"],
    groups: {},
    stateless: "XXA",
    words: { paper: { permit: {} } },
    crossings: [{ id: "terespol" }],
    origins: ["minsk", "vilnius"],
  })
);
/** @type {UrlState} */
const START = { on: { day: "2025-01-01" }, mode: null, direction: null, traveller: null, lang: "en", crossing: null, versus: null, from: "minsk", reach: false, slight: false, minor: false };

const stateOf = (/** @type {string} */ link, /** @type {UrlState} */ start) => read(PAGE, new Names(PAGE, {}, []), link, start).state;

test("a link says all of a state, and is read as it was written", () => {
  /** @type {UrlState} */
  const state = {
    on: { minute: minute("2023-08-21T09:30Z") },
    mode: "car",
    direction: "out",
    traveller: { nationality: ["US"], residence: ["LT"], papers: ["permit"], vehicle: "BY" },
    lang: "pl",
    crossing: "terespol",
    versus: { day: "2021-03-04" },
    from: "vilnius",
    reach: true,
    slight: true,
    minor: true,
  };
  const link = linked(state, START);
  assert.equal(
    link,
    "#on=2023-08-21T09:30Z&nationality=US&residence=LT&papers=permit&vehicle=BY&versus=2021-03-04&mode=car&direction=out&from=vilnius&reach=yes&changes=all&minor=yes&lang=pl&crossing=terespol",
  );
  assert.deepEqual(stateOf(link, START), state);
});

test("what a link does not name is as the page opens at", () => {
  /** @type {UrlState} */
  const opened = { ...START, mode: "foot", direction: "out" };
  assert.deepEqual(stateOf("#lang=pl&from=none", opened), { ...opened, lang: "pl", from: null });
  assert.deepEqual(stateOf("#on=2023-08-21&mode=car", opened), { ...opened, on: { day: "2023-08-21" }, mode: "car" });
});

test("a link names what differs from what the page opens at, and may leave it open", () => {
  const traveller = { nationality: ["US"], residence: [], papers: [], vehicle: null };
  /** @type {UrlState} */
  const opened = { ...START, mode: "foot", direction: "out", traveller, from: null };
  assert.equal(linked(opened, opened), "#on=2025-01-01&nationality=US&lang=en");
  const open = { ...opened, mode: null, direction: null, traveller: null };
  assert.equal(linked(open, opened), "#on=2025-01-01&nationality=any&mode=any&direction=any&lang=en");
  for (const state of [opened, open, { ...opened, from: "minsk", mode: "car" }]) assert.deepEqual(stateOf(linked(state, opened), opened), state);
});

test("countries stand together that no rule tells apart", () => {
  const data = /** @type {any} */ ({
    countries: ["AA", "BB", "CC", "DD", "EE"],
    groups: { both: { members: ["BB", "CC"] } },
    states: [[0, []]],
    diagrams: {
      leaves: 3,
      atoms: [["nationality", 0], ["nationality", 1], ["nationality", 2]],
      sets: [["AA"], ["BB", "CC"], ["DD", "EE"]],
      nodes: [0, 0, 4, 1, 0, 2, 2, 0, 1],
      rows: [[3]],
    },
  });
  assert.deepEqual(
    grouped(data, "nationality").map(({ sort, headings, codes }) => [sort, headings, codes]),
    [
      ["named", [], ["AA"]],
      ["group", ["both"], ["BB", "CC"]],
      ["others", [], ["DD", "EE"]],
    ],
  );
});

test("shortest paths obey one-way segments, and tell by which they lead", () => {
  const ends = [0, 1, 1, 2, 0, 2];
  const { lengths, code, start } = shortestPaths(ends, [5, 5, 30], [5, -1, 30], [[0, 1]]);
  assert.deepEqual([...lengths], [1, 6, 11]);
  assert.deepEqual([...code], [-1, 0, 2]);
  assert.deepEqual([...start], [0, 0, 0]);
  assert.deepEqual([...shortestPaths(ends, [5, 5, 30], [5, -1, 30], [[2, 0]]).lengths], [30, 35, 0]);
});

test("shortest paths lead from the nearest of several starts, and nowhere without one", () => {
  const { lengths, start } = shortestPaths([0, 1, 1, 2, 3, 3], [5, 5, 1], [5, 5, 1], [[0, 3], [2, 1], [1, -1]]);
  assert.deepEqual([...lengths], [3, 6, 1, Infinity]);
  assert.deepEqual([...start], [0, 2, 2, -1]);
});

test("the least of many waiting joints goes first", () => {
  const size = 200;
  const ends = Array.from({ length: size }, (_, i) => [i, (i * 7 + 1) % size, i, (i * 3 + 2) % size]).flat();
  const ahead = Array.from({ length: 2 * size }, (_, i) => (i * 37) % 101);
  const { lengths } = shortestPaths(ends, ahead, ahead, [[0, 0]]);
  ahead.forEach((length, segment) => {
    const [a, b] = ends.slice(2 * segment, 2 * segment + 2);
    assert.ok(lengths[a] <= lengths[b] + length && lengths[b] <= lengths[a] + length);
  });
});

test("lines are read one by one, and may have no place", () => {
  assert.deepEqual(linesOf(["C?A", "{rnNq_c`@ABB?"], 1e4), [[[54.2729, 25.3758], [54.2727, 25.3759]], [], [[54.2727, 25.3757]]]);
});
