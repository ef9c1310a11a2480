/* Which rows of a table of vectors are fitted; the others judge. */
#ifndef TOOL_KERNEL_ROWS_H
#define TOOL_KERNEL_ROWS_H

/* Half of the rows, in the order of Thue and Morse: any regular choice, such as every second row, would make the periods of moons
 * look like slow motions, which a fit would follow. */
static inline int rows_is_fitted(int row)
{
    int is_fitted = 1;
    for (; row > 0; row /= 2)
        if (row % 2 == 1) is_fitted = !is_fitted;
    return is_fitted;
}

#endif
