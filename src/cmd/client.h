/* An HTTP client for the tasks of a command, cancelled by SIGINT and SIGTERM. */
#ifndef CMD_CLIENT_H
#define CMD_CLIENT_H

#include "base/err.h"
#include "net/client.h"

#include <uv.h>

struct cmd_client {
    struct net_client *http;
    uv_signal_t signals[2];
};

/* Opens a client from within a task. From now on SIGINT and SIGTERM cancel the task.
 *
 * Given  client  outlives the loop, because the loop closes its handles
 * Fails  as net_client_open does; there is nothing to close then
 */
BASE_ERR_CHECKED
enum base_err cmd_client_open(struct cmd_client *client, const struct net_client_config *config);
void cmd_client_close(struct cmd_client *client);

#endif
