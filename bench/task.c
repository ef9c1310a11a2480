/* What tasks cost: bench/task [SLEEPERS]. Prints one line a measure; bench/task.py is asyncio's. */
#include "net/task.h"
#include "net/gather.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define YIELDS   2000000
#define SLEEP_MS 3000u

static enum base_err yield_often(void *count)
{
    for (int i = 0; i < *(const int *)count; i++) {
        enum base_err err = net_task_yield();
        if (err != BASE_ERR_OK) return err;
    }
    return BASE_ERR_OK;
}

static enum base_err measure_yield(int tasks)
{
    int each = YIELDS / tasks;
    struct net_gather_job *jobs = calloc((size_t)tasks, sizeof *jobs);
    if (jobs == NULL) return BASE_ERR_MEMORY;
    for (int i = 0; i < tasks; i++) jobs[i] = (struct net_gather_job){yield_often, &each, 0};
    uint64_t from_ns = uv_hrtime();
    enum base_err err = net_gather_all(jobs, (size_t)tasks, (size_t)tasks);
    double ns = (double)(uv_hrtime() - from_ns) / (double)(each * tasks);
    printf("ours yield, %d tasks: %.1f ns\n", tasks, ns);
    free(jobs);
    return err;
}

static enum base_err sleep_once(void *argument)
{
    (void)argument;
    return net_task_sleep_ms(SLEEP_MS);
}

static enum base_err measure_sleepers(size_t count)
{
    struct net_gather_job *jobs = calloc(count, sizeof *jobs);
    if (jobs == NULL) return BASE_ERR_MEMORY;
    for (size_t i = 0; i < count; i++) jobs[i] = (struct net_gather_job){sleep_once, NULL, 0};
    uint64_t from_ns = uv_hrtime();
    enum base_err err = net_gather_all(jobs, count, count);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf(
        "ours asleep: %zu tasks, max RSS %.0f MiB (%.0f bytes a task), %.2f s for %.2f s asleep\n",
        count, (double)usage.ru_maxrss / 1024.0, (double)usage.ru_maxrss * 1024.0 / (double)count,
        (double)(uv_hrtime() - from_ns) * 1e-9, SLEEP_MS * 1e-3);
    free(jobs);
    return err;
}

static enum base_err measure(void *sleepers)
{
    enum base_err err = measure_yield(1);
    if (err == BASE_ERR_OK) err = measure_yield(2);
    if (err == BASE_ERR_OK) err = measure_yield(100);
    if (err == BASE_ERR_OK) err = measure_yield(10000);
    return err == BASE_ERR_OK ? measure_sleepers(*(const size_t *)sleepers) : err;
}

int main(int argc, char **argv)
{
    size_t sleepers = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
    enum base_err err = net_task_run(measure, &sleepers);
    if (err != BASE_ERR_OK) fprintf(stderr, "bench/task: %s\n", base_err_text(err));
    return err != BASE_ERR_OK;
}
