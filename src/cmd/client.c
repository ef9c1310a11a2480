/* Opens and closes the HTTP client of `get`, `stream` and `data update`. */
#include "cmd/client.h"

#include "base/err.h"
#include "net/task.h"

#include <signal.h>
#include <stddef.h>

static void on_signal(uv_signal_t *handle, int number)
{
    (void)number;
    net_task_cancel(handle->data);
}

enum base_err cmd_client_open(struct cmd_client *client, const struct net_client_config *config)
{
    enum base_err err = net_client_open(net_task_uv(), config, &client->http);
    if (err != BASE_ERR_OK) return err;
    for (int i = 0; i < 2; i++) {
        uv_signal_init(net_task_uv(), &client->signals[i]);
        client->signals[i].data = net_task_self();
        uv_signal_start(&client->signals[i], on_signal, i == 0 ? SIGINT : SIGTERM);
    }
    return BASE_ERR_OK;
}

void cmd_client_close(struct cmd_client *client)
{
    net_client_close(client->http);
    for (int i = 0; i < 2; i++) uv_close((uv_handle_t *)&client->signals[i], NULL);
}
