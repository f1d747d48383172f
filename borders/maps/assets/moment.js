/** The page of one moment: `page.js` without the parts that tell of others, which `bundle.js` leaves out. */

import "./page.js";
