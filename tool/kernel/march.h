/* Integration in steps of equal length, each with Chebyshev series of all paths. */
#ifndef TOOL_KERNEL_MARCH_H
#define TOOL_KERNEL_MARCH_H

#include "forces.h"

#define MARCH_NODES  12                /* where a step evaluates the forces */
#define MARCH_TERMS  (MARCH_NODES + 2) /* of the series of a path */
#define MARCH_STEP_S (4 * 86400.0)

/* Integrates from an epoch to both sides.
 *
 * Given   pos, vel  at start_s + before * MARCH_STEP_S, km and km/s
 *         paths     forces->bodies of them; each becomes a series of before + after intervals from
 *                   start_s, whose coefficients the caller has allocated
 * Source  Picard iteration on Chebyshev series: Clenshaw & Norton 1963, Computer Journal 6, 88
 */
void march(const struct forces *forces, int before, const double pos[FORCES_AXES],
           const double vel[FORCES_AXES], struct series paths[FORCES_MOST]);

#endif
