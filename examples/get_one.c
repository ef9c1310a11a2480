/* One GET: get_one URL. */
#include "net/client.h"

#include <stdio.h>

#define BODY_MAX_BYTES 1048576u

static enum base_err get(void *url)
{
    struct net_client_config config = net_client_config_default();
    struct net_client_reply reply;
    struct net_client *client;
    struct base_buf body;
    enum base_err err = net_client_open(net_task_uv(), &config, &client);
    if (err != BASE_ERR_OK) return err;
    base_buf_init(&body, BODY_MAX_BYTES);
    err = net_client_get(client, url, &body, &reply);
    if (err == BASE_ERR_OK)
        printf("%d\n%.*s\n", reply.status, (int)body.used, body.used > 0 ? body.bytes : "");
    else
        fprintf(stderr, "%s: %s\n", base_err_text(err), reply.note);
    base_buf_fini(&body);
    net_client_close(client);
    return err;
}

int main(int argc, char **argv)
{
    if (argc == 2) return net_task_run(get, argv[1]) != BASE_ERR_OK;
    fputs("usage: get_one URL\n", stderr);
    return 2;
}
