/* Delta T = TT - UT1 where UT1 was not measured: in the distant past and in the future. */
#ifndef SKY_DELTA_T_H
#define SKY_DELTA_T_H

/* Years as decimal Gregorian years, 2000.0 at 2000-01-01. */
double sky_delta_t_year(double days_since_j2000);

/* Delta T before the tables begin.
 *
 * Given     year  up to 1600
 * Gives     seconds
 * Source    Morrison, Stephenson, Hohenkerk & Zawilski 2021, Proc. R. Soc. A 477, 20200776
 *           (addendum 2020 to Stephenson, Morrison & Hohenkerk 2016, Proc. R. Soc. A 472,
 *           20160404): the spline of table S15 from -720; earlier the integral of its length of
 *           day, 1.72 t - 3.5 sin(2 pi (t + 0.75) / 14) ms with t = (year - 1825) / 100, joined to
 *           it
 * Accuracy  sky_delta_t_sigma_s
 * Test      test_delta_t_agrees_with_the_published_table
 */
double sky_delta_t_past_s(double year);

/* How much Delta T changes between two years by the long-term length of day alone: the future's
 * model. Same source. */
double sky_delta_t_change_s(double from_year, double until_year);

/* Standard error of Delta T, of the models here and of the yearly table before 1962.
 *
 * Gives     seconds, by linear interpolation between the rows; before -2000 growing with the square
 *           of the time
 * Source    HM Nautical Almanac Office's page to the papers above (rows -2000 to 1880 and 2040 to
 *           2500); 1500 to 1640 raised to a third of the difference between the yearly table and
 *           their spline, 1880 to 1962 to 0.15 s, a third of what the table differs from measured
 *           UT1 in 1962 (0.39 s)
 */
double sky_delta_t_sigma_s(double year);

#endif
