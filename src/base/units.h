/* Units that every floor needs. */
#ifndef BASE_UNITS_H
#define BASE_UNITS_H

#define BASE_DAY_S 86400 /* seconds of a day without a leap second, exact */

#endif
