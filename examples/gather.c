/* Two loops that print and sleep at the same time: together they take as long as the longer one. */
#include "net/gather.h"

#include <stdio.h>

struct loop {
    const char *name;
    int times;
    unsigned pause_ms;
};

static enum base_err count_up(void *argument)
{
    const struct loop *loop = argument;
    for (int i = 1; i <= loop->times; i++) {
        printf("%s %d of %d\n", loop->name, i, loop->times);
        enum base_err err = net_task_sleep_ms(loop->pause_ms);
        if (err != BASE_ERR_OK) return err;
    }
    return BASE_ERR_OK;
}

static enum base_err both(void *argument)
{
    (void)argument;
    struct loop ducks = {"duck", 5, 100}, geese = {"goose", 3, 200};
    struct net_gather_job jobs[] = {{.function = count_up, .argument = &ducks},
                                    {.function = count_up, .argument = &geese}};
    uint64_t from_ns = uv_hrtime();
    enum base_err err = net_gather_all(jobs, 2, 2);
    printf("%.1f s\n", (double)(uv_hrtime() - from_ns) * 1e-9); /* 0.6, not 0.5 + 0.6 */
    return err;
}

int main(void)
{
    return net_task_run(both, NULL) != BASE_ERR_OK;
}
