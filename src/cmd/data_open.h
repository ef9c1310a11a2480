/* The data of a command: the files that its options or the environment name, or the embedded ones. */
#ifndef CMD_DATA_OPEN_H
#define CMD_DATA_OPEN_H

#include "cmd/options.h"
#include "data/dataset.h"
#include "data/dataset_live.h"
#include "sky/time.h"

/* What the options of a command name, or else the environment.
 *
 * Gives  texts that are good until the next call; messages about the folder of data go to stderr
 */
struct data_dataset_live_config cmd_data_open_config(const struct cmd_options *options);

/* Prints on stderr why data cannot be opened: the option, the file, the reason and the byte; gives
 * CMD_EXIT_DATA. */
int cmd_data_open_fault(const struct cmd_options *options, const struct data_dataset_fault *fault);

/* Prints on stderr which segments of a kernel cannot be used, if there are any. */
void cmd_data_open_skipped(const struct data_dataset *dataset);

/* Opens the data of a command.
 *
 * Gives  CMD_EXIT_OK, or CMD_EXIT_DATA after the message of cmd_data_open_fault
 */
int cmd_data_open(const struct cmd_options *options, struct data_dataset *dataset);

/* For --strict: whether data are too old for an instant.
 *
 * Gives  CMD_EXIT_OK, or CMD_EXIT_DATA after printing the reason on stderr: UT1 held or modelled
 *        after its table, or leap seconds whose list has expired before the instant
 */
int cmd_data_open_strict(const struct cmd_options *options, const struct data_dataset *dataset,
                         struct sky_tt when);

#endif
