/** Reads a calendar as `ical.js` does: what is read is iCalendar, what is written JSON. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../tools/javascript/package.json", import.meta.url));
const ICAL = require("ical.js");

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf-8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}
const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
process.stdout.write(
  JSON.stringify(
    events.map(({ uid, summary, description, startDate }) => ({
      uid,
      summary,
      description,
      start: startDate.toString(),
      isDay: startDate.isDate,
      seconds: startDate.isDate ? null : startDate.toUnixTime(),
    })),
  ),
);
