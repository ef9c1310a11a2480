/* A hundred GETs at once: get_many URL. */
#include "net/client.h"
#include "net/gather.h"

#include <stdio.h>

#define COUNT 100

static struct net_client *client;

static enum base_err get(void *url)
{
    struct net_client_reply reply;
    enum base_err err = net_client_get(client, url, NULL, &reply);
    if (err == BASE_ERR_OK) printf("%d in %.1f ms\n", reply.status, (double)reply.total_us * 1e-3);
    return err;
}

static enum base_err get_many(void *url)
{
    struct net_client_config config = net_client_config_default();
    struct net_gather_job jobs[COUNT];
    for (int i = 0; i < COUNT; i++)
        jobs[i] = (struct net_gather_job){.function = get, .argument = url};
    enum base_err err = net_client_open(net_task_uv(), &config, &client);
    if (err != BASE_ERR_OK) return err;
    err = net_gather_all(jobs, COUNT, COUNT);
    net_client_close(client);
    return err;
}

int main(int argc, char **argv)
{
    if (argc == 2) return net_task_run(get_many, argv[1]) != BASE_ERR_OK;
    fputs("usage: get_many URL\n", stderr);
    return 2;
}
