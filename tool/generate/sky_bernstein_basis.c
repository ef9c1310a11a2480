/* The matrix from samples of a function to the Bernstein coefficients of the polynomial through
 * them, as C writes a struct sky_bernstein_basis: sky_bernstein_basis HEADER
 *
 * Source: Chebyshev-Lobatto nodes; Rababah 2003, Transformation of Chebyshev-Bernstein polynomial
 * basis: T_k(2x - 1) = sum (-1)^(k - i) C(2k, 2i) / C(k, i) B_i,k(x).
 *
 * Anchor: the coefficients of T_2(2x - 1) = 8x^2 - 8x + 1 are 1, -3, 1.
 */
#include "lib/table.h"
#include "sky/bernstein.h"
#include "sky/const.h"

#include <math.h>

/* Coefficients of degree `degree` raised to SKY_BERNSTEIN_DEGREE in place. */
static void raise_degree(double *at, int degree)
{
    for (int n = degree + 1; n <= SKY_BERNSTEIN_DEGREE; n++) {
        at[n] = at[n - 1];
        for (int i = n - 1; i > 0; i--) at[i] += (at[i - 1] - at[i]) * i / n;
    }
}

/* T_k(2x - 1) in Bernstein form, raised. */
static void chebyshev(int k, double *at)
{
    double ratio = k % 2 == 0 ? 1.0 : -1.0; /* (-1)^(k - i) C(2k, 2i) / C(k, i) */
    for (int i = 0; i <= k; i++) {
        at[i] = ratio;
        /* C(2k, 2i + 2) / C(2k, 2i) over C(k, i + 1) / C(k, i) */
        ratio *= -(2.0 * (k - i) - 1.0) / (2.0 * i + 1.0);
    }
    raise_degree(at, k);
}

/* Fills a basis that is 0. */
static void fill(struct sky_bernstein_basis *basis)
{
    const int n = SKY_BERNSTEIN_DEGREE;
    double cosine[2 * SKY_BERNSTEIN_DEGREE];
    for (int i = 0; i < 2 * n; i++) cosine[i] = cos(SKY_PI * i / n);
    /* Node i is u = -cos(pi i / n); samples to Chebyshev coefficients is a cosine transform. */
    for (int i = 0; i <= n; i++) basis->node[i] = 0.5 - 0.5 * cosine[i];
    for (int k = 0; k <= n; k++) {
        double t[SKY_BERNSTEIN_NODES];
        chebyshev(k, t);
        for (int j = 0; j <= n; j++) {
            double weight = 2.0 / n / ((j % n == 0 ? 2.0 : 1.0) * (k % n == 0 ? 2.0 : 1.0));
            double part = weight * cosine[(n - j) * k % (2 * n)];
            for (int i = 0; i <= n; i++) basis->row[i][j] += part * t[i];
        }
    }
}

static void append_numbers(struct base_buf *out, const double numbers[SKY_BERNSTEIN_NODES])
{
    base_buf_append_string(out, "{");
    for (int i = 0; i < SKY_BERNSTEIN_NODES; i++)
        base_buf_append_format(out, "%s%.17g", i == 0 ? "" : ", ", numbers[i]);
    base_buf_append_string(out, "},\n");
}

int main(int argc, char **argv)
{
    static struct sky_bernstein_basis basis;
    if (argc != 2) table_fail_path(argv[0], "expects HEADER");
    fill(&basis);
    struct base_buf out;
    base_buf_init(&out, TABLE_OUTPUT_MAX_BYTES);
    table_append_notice(&out, "sky_bernstein_basis", "the degree in src/sky/bernstein.h");
    append_numbers(&out, basis.node);
    base_buf_append_string(&out, "{");
    for (int i = 0; i < SKY_BERNSTEIN_NODES; i++) append_numbers(&out, basis.row[i]);
    base_buf_append_string(&out, "},\n");
    table_write(argv[1], &out);
    return 0;
}
