/* Makes data/cip-1900-2100.bin with ERFA: tool/cip_table > FILE. The layout is described in
 * src/sky/earth_orientation.c. Cells of 8 days carry the celestial intermediate pole X, Y, the CIO
 * locator s and the equation of the origins (IAU 2006/2000A) as Chebyshev series of degree 8,
 * fitted at 14 nodes. Prints on stderr the largest difference from ERFA at 20 other instants of
 * every cell.
 */
#include <erfa.h>
#include <erfam.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define FROM_DAYS                                                                                  \
    (-36548.0) /* TT since J2000.0: 1899-12-08 12h, before the embedded kernel begins */
#define CELL_DAYS 8.0
#define CELLS     9140 /* to 2100-02-12 */
#define UNIT_RAD  2e-11
#define NODES     14
#define TERMS     9
#define WIDE      3
#define PROBES    20

static void quantities(double days, double q[4])
{
    double x, y, s, rnpb[3][3];
    eraXys06a(ERFA_DJ00, days, &x, &y, &s);
    eraPnm06a(ERFA_DJ00, days, rnpb);
    q[0] = x;
    q[1] = y;
    q[2] = s;
    q[3] = eraEors(rnpb, s);
}

static int32_t counts(double value, int term)
{
    double n = nearbyint(value / UNIT_RAD);
    if (fabs(n) > (term < WIDE ? INT32_MAX : INT16_MAX)) {
        fprintf(stderr, "cip_table: term %d is too large for its width\n", term);
        exit(1);
    }
    return (int32_t)n;
}

static void fit(double from, int32_t cell[TERMS][4])
{
    double node[NODES][4];
    for (int i = 0; i < NODES; i++)
        quantities(from + CELL_DAYS * (cos(ERFA_DPI * (i + 0.5) / NODES) + 1) / 2, node[i]);
    for (int k = 0; k < TERMS; k++)
        for (int q = 0; q < 4; q++) {
            double sum = 0;
            for (int i = 0; i < NODES; i++)
                sum += node[i][q] * cos(ERFA_DPI * k * (i + 0.5) / NODES);
            cell[k][q] = counts(sum * (k == 0 ? 1.0 : 2.0) / NODES, k);
        }
}

static void write_cell(int32_t cell[TERMS][4])
{
    fwrite(cell, sizeof(int32_t), WIDE * 4, stdout);
    for (int k = WIDE; k < TERMS; k++)
        for (int q = 0; q < 4; q++) {
            int16_t narrow = (int16_t)cell[k][q];
            fwrite(&narrow, sizeof narrow, 1, stdout);
        }
}

static void probe(double from, int32_t cell[TERMS][4], double worst_rad[4])
{
    for (int p = 0; p < PROBES; p++) {
        double u = 2.0 * (p + 0.37) / PROBES - 1.0, q[4];
        quantities(from + CELL_DAYS * (u + 1) / 2, q);
        for (int i = 0; i < 4; i++) {
            double sum = 0;
            for (int k = 0; k < TERMS; k++) sum += cell[k][i] * cos(k * acos(u));
            worst_rad[i] = fmax(worst_rad[i], fabs(sum * UNIT_RAD - q[i]));
        }
    }
}

int main(void)
{
    const double header[3] = {FROM_DAYS, CELL_DAYS, UNIT_RAD};
    const int32_t cells[2] = {CELLS, 0};
    fwrite("PTCIP1\0", 1, 8, stdout);
    fwrite(header, sizeof header, 1, stdout);
    fwrite(cells, sizeof cells, 1, stdout);
    double worst_rad[4] = {0};
    for (int i = 0; i < CELLS; i++) {
        int32_t cell[TERMS][4];
        fit(FROM_DAYS + CELL_DAYS * i, cell);
        write_cell(cell);
        if (i % 10 == 0) probe(FROM_DAYS + CELL_DAYS * i, cell, worst_rad);
    }
    for (int i = 0; i < 4; i++)
        fprintf(stderr, "%s: at most %.4f mas from ERFA\n", &"X\0 Y\0 s\0 EO"[3 * i],
                worst_rad[i] * ERFA_DR2AS * 1e3);
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
